"""The checks of a client of the unchanged document, by the changed document."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

import attrs
import httpx

from rollcall.clients import CheckContext, ClientCheck, checks
from rollcall.runs import Session
from rollcall.spec import ListOperation, Spec

__all__ = ["client_checks", "client_context"]

_REQUESTS = ("request_carries_arguments", "later_page_keeps_arguments", "bad_argument_refused")
_RESPONSES = (
    "response_is_given_back",
    "unknown_value_is_kept",
    "violation_is_reported",
    "failure_is_an_error",
)
_SERVER = ("unknown_parent_is_an_error",)

_LAWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "unchanged": (*_REQUESTS, *_RESPONSES, *_SERVER),
        "parameter": _REQUESTS,
        "path": _REQUESTS,
        "operation": _REQUESTS,
        "security": (*_REQUESTS, *_SERVER),
        "schema": _RESPONSES,
        "error": _SERVER,
        "status": (*_SERVER, *_RESPONSES),
        "list": (*_REQUESTS, *_RESPONSES),
        "strictness": _SERVER,
    }
)
"""The laws of a client that a mutant of a group may violate, in the order of their checks."""


def client_checks(
    spec: Spec, operation: ListOperation, group: str, names: AbstractSet[str]
) -> Iterator[ClientCheck]:
    """Yield the checks of a client that may fail with a mutant.

    Args:
        spec: The changed document.
        operation: The operation.
        group: The group of the mutant.
        names: The only parameters to check, besides those of the pages and the path;
            empty: all.
    """
    narrow = operation
    if names:
        kept = {*names, operation.paging.size, operation.paging.selector}
        parameters = [each for each in operation.parameters if each.required or each.name in kept]
        narrow = attrs.evolve(operation, parameters=tuple(parameters))
    found = checks(spec, [narrow])
    for law in _LAWS.get(group, ()):
        yield from (each for each in found if each.law == f"conformance.{law}")


def client_context(session: Session, examples: int) -> CheckContext:
    """Return the context of the checks of a client.

    Args:
        session: The session.
        examples: The maximum number of calls or responses of a check.
    """

    def transport(operation: ListOperation) -> httpx.BaseTransport:
        def count(_response: httpx.Response | None) -> None:
            session.results.count(operation.id)

        return session.fuzzer.transport.client_transport(count, operation)

    return CheckContext(
        spec=session.spec,
        results=session.results,
        seed=session.config.seed,
        examples=examples,
        target=session.target,
        transport=transport,
    )
