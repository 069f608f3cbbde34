# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The options of one call, and of one list."""

import warnings
from collections.abc import Mapping
from typing import Any, Literal, get_args

import attrs

from ._errors import ArgumentError, shown
from ._http import Timeout
from ._parameters import Parameter
from ._settings import Settings, as_headers, as_texts, as_timeout, check_free, check_header
from ._suggestions import did_you_mean

__all__ = [
    "ListOptions",
    "OnChange",
    "OnInvalid",
    "RequestOptions",
    "check_apart",
    "encode_headers",
    "renamed",
]

OnChange = Literal["raise", "ignore"]
"""The reaction to items that are added or removed while a list is read."""

OnInvalid = Literal["raise", "skip"]
"""The reaction to items and pages that cannot be read."""

_MOST_AT_ONCE = 64


def _as_extra_headers(values: object) -> dict[str, str]:
    return {} if values is None else as_headers("extra_headers", values)


def _as_extra_query(values: object) -> dict[str, str]:
    return {} if values is None else as_texts("extra_query", values)


def _check_limit(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise ArgumentError("limit", f"expected a number of items, at least 0, got {shown(value)}")


def _check_concurrency(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    is_count = isinstance(value, int) and not isinstance(value, bool)
    if not is_count or not 1 <= value <= _MOST_AT_ONCE:
        problem = f"expected a number of requests, from 1 to {_MOST_AT_ONCE}, got {shown(value)}"
        raise ArgumentError("concurrency", problem)


def _check_on_change(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if value not in get_args(OnChange):
        problem = f"expected 'raise' or 'ignore', got {shown(value)}"
        raise ArgumentError("on_change", problem + did_you_mean(value, get_args(OnChange)))


def _check_on_invalid(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if value not in get_args(OnInvalid):
        problem = f"expected 'raise' or 'skip', got {shown(value)}"
        raise ArgumentError("on_invalid", problem + did_you_mean(value, get_args(OnInvalid)))


def renamed(on_change: OnChange, on_shift: OnChange | None) -> OnChange:
    """Return the value of ``on_change``, which may have been passed by its old name."""
    if on_shift is None:
        return on_change
    problem = "on_shift is deprecated, and goes with the next version: pass on_change"
    warnings.warn(problem, DeprecationWarning, stacklevel=3)
    return on_shift


def _as_optional_timeout(value: Any) -> Timeout | None:  # noqa: ANN401
    return None if value is None else as_timeout(value)


@attrs.frozen(eq=False, repr=False, kw_only=True)
class RequestOptions:
    """The options of one call.

    Attributes:
        timeout: The longest time of each part of an exchange; None for the client's.
        extra_headers: Headers to send beside the client's.
        extra_query: Parameters to send beside those of the operation and the client.
    """

    timeout: Timeout | None = attrs.field(converter=_as_optional_timeout)
    extra_headers: Mapping[str, str] = attrs.field(converter=_as_extra_headers)
    extra_query: Mapping[str, str] = attrs.field(converter=_as_extra_query)

    def apply_to(self, settings: Settings) -> Settings:
        """Return the settings of a client with the options of this call."""
        if self.timeout is None and not self.extra_headers and not self.extra_query:
            return settings
        check_free("extra_headers", "header", settings, self.extra_headers)
        check_free("extra_query", "query", settings, self.extra_query)
        return settings.but(
            timeout=self.timeout,
            headers={**settings.headers, **self.extra_headers},
            params={**settings.params, **self.extra_query},
        )


@attrs.frozen(eq=False, repr=False, kw_only=True)
class ListOptions(RequestOptions):
    """The options of one list.

    Attributes:
        limit: The maximum number of items to read; None for all.
        concurrency: The maximum number of pages that are being loaded, or loaded and not used yet.
        on_change: The reaction to items that are added or removed meanwhile.
        on_invalid: The reaction to items and pages that cannot be read.
    """

    limit: int | None = attrs.field(validator=_check_limit)
    concurrency: int = attrs.field(validator=_check_concurrency)
    on_change: OnChange = attrs.field(validator=_check_on_change)
    on_invalid: OnInvalid = attrs.field(validator=_check_on_invalid)


def check_apart(
    query: Mapping[str, Parameter],
    headers: Mapping[str, Parameter],
    settings: Settings,
    options: RequestOptions,
) -> None:
    """Check that no parameter beside those of an operation is one of its arguments.

    Raises:
        ArgumentError: A parameter is an argument.
    """
    for name in settings.params:
        if name in query:
            argument = "extra_query" if name in options.extra_query else "params"
            raise ArgumentError(argument, f"{name} is the argument {query[name].argument}")
    for name in options.extra_headers:
        if name in headers:
            problem = f"{name} is the argument {headers[name].argument}"
            raise ArgumentError("extra_headers", problem)


def encode_headers(
    parameters: Mapping[str, Parameter], arguments: Mapping[str, object]
) -> dict[str, str]:
    """Return the headers of the arguments that are not None.

    Args:
        parameters: The parameters in headers by their names, in lower case.
        arguments: The values by the same names.

    Raises:
        ArgumentError: A value is not admitted.
    """
    found: dict[str, str] = {}
    for name, value in arguments.items():
        if value is not None:
            found[name] = str(parameters[name].encode(value))
            check_header(parameters[name].argument, name, found[name])
    return found
