# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Pickled lists: without credentials, and read with those of the process that reads them."""

import copyreg
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import attrs

from . import _list_operations
from ._client import KEYS, SERVICE
from ._connection import AsyncConnection, Connection
from ._errors import ArgumentError
from ._options import ListOptions
from ._pagers import AsyncPager, Pager
from ._ranges import Range
from ._redaction import is_telling
from ._requests import ListRequest
from ._settings import Settings

__all__ = ["AsyncPager", "Pager"]

_KEPT: Final = (
    *("base_url", "timeout", "total_timeout", "retries", "max_body"),
    *("trust_env", "upgrade_links"),
)
"""The settings of a client that a pickled list keeps."""


@attrs.frozen(eq=False, repr=False)
class _Pickled:
    """What the pickle of a list has.

    Attributes:
        operation: The name of the operation.
        path: The path, its parameters filled in.
        query: The values of the query's parameters by name.
        encoded: The query as part of a URL.
        options: How the list is read.
        span: The range of the list that it is; None: all of it.
        headers: The headers of its arguments.
        settings: The settings of its client that are kept.
        others: The names of the client's own headers and parameters, whose values are not kept.
    """

    operation: str
    path: str
    query: Mapping[str, object]
    encoded: str
    options: ListOptions
    span: Range | None
    headers: Mapping[str, str]
    settings: Mapping[str, object]
    others: tuple[str, ...]


def _pickled(request: ListRequest[Any, Any, Any]) -> _Pickled:
    options, own = request.options, request.own
    for argument, texts in (
        ("a header", request.headers),
        ("extra_headers", options.extra_headers),
        ("extra_query", options.extra_query),
    ):
        for name in filter(is_telling, texts):
            import pickle  # noqa: PLC0415 - most programs pickle no list

            problem = f"{argument} has the secret {name}, which no pickle may show"
            raise pickle.PicklingError(f"{problem}: pass it to the client that reads the list")
    return _Pickled(
        next(name for name, each in vars(_list_operations).items() if each is request.operation),
        request.path,
        request.query,
        request.encoded,
        options,
        request.span,
        dict(request.headers),
        {name: getattr(own, name) for name in _KEPT},
        tuple(sorted([*own.headers, *own.params])),
    )


def _settings(pickled: _Pickled) -> Settings:
    """Return the settings to read a list with: the credentials are those of the environment."""
    try:
        if pickled.others:
            problem = "the list was made by a client with values that no pickle holds"
            names = ", ".join(pickled.others)
            raise ArgumentError("headers, params", f"{problem} ({names})")  # noqa: TRY301
        return Settings.of(SERVICE, **KEYS.found(), **pickled.settings)
    except ArgumentError as error:
        problem = f"{error}; or pass the list to read() of a client"

        def refuse() -> str:
            raise ArgumentError("pickle", problem)

        # A client may still read the list: the error is raised only if none does.
        return Settings.of(SERVICE, api_key=refuse, **pickled.settings)


def _request(pickled: _Pickled, settings: Settings) -> ListRequest[Any, Any, Any]:
    return ListRequest(
        getattr(_list_operations, pickled.operation),
        pickled.path,
        pickled.query,
        pickled.encoded,
        pickled.options,
        settings,
        settings,
        pickled.span,
        pickled.headers,
    ).sent_with(settings)


def _restore(pickled: _Pickled) -> Pager[Any, Any]:
    """Return the list of a pickle; all lists of a process share their connections."""
    settings = _settings(pickled)
    connection = _connection(settings.trust_env).but(settings)
    return Pager[Any, Any].of(connection, _request(pickled, settings))


def _restore_async(pickled: _Pickled) -> AsyncPager[Any, Any]:
    settings = _settings(pickled)
    connection = _async_connection(settings.trust_env).but(settings)
    return AsyncPager[Any, Any].of(connection, _request(pickled, settings))


@cache
def _connection(trust_env: bool) -> Connection:  # noqa: FBT001 - the key of the cache
    return Connection(Settings.of(SERVICE, api_key=str, trust_env=trust_env), None)


@cache
def _async_connection(trust_env: bool) -> AsyncConnection:  # noqa: FBT001 - as above
    return AsyncConnection(Settings.of(SERVICE, api_key=str, trust_env=trust_env), None)


def _reduce(pager: Pager[Any, Any]) -> tuple[Any, ...]:
    return _restore, (_pickled(pager.request),)


def _reduce_async(pager: AsyncPager[Any, Any]) -> tuple[Any, ...]:
    return _restore_async, (_pickled(pager.request),)


copyreg.pickle(Pager, _reduce)
copyreg.pickle(AsyncPager, _reduce_async)
