"""Checks before a run: the server responds, accepts the token, and knows the parents."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs

from rollcall.channels import items_of
from rollcall.config import Config
from rollcall.fuzzing import Fuzzer, find_samples
from rollcall.http import TOKEN_VARIABLE, Response, Unanswered
from rollcall.spec import (
    ListOperation,
    Operation,
    ParentPath,
    Pointer,
    Spec,
    UsageError,
    credential_names,
    given_parents,
    outer_names,
    own_name,
    path_names,
)

__all__ = ["check_overlays", "check_parents", "prepare"]

_REFUSED = {401, 403}
_NOT_FOUND = {404}


def check_overlays(spec: Spec, config: Config) -> None:
    """Refuse overlays that change less than they say, in a strict run.

    Raises:
        UsageError: Actions change nothing; the message has all of them.
    """
    if config.strict and spec.notices:
        raise UsageError("\n".join(spec.notices))


def check_parents(spec: Spec, given: Mapping[str, tuple[str, ...]]) -> None:
    """Check the names of the given parents, and that no required one is missing.

    Raises:
        UsageError: No path has such a parameter, or no operation lists the parents of a list.
    """
    known = {
        parameter.name: None
        for operation in spec.operations
        for parameter in operation.parameters
        if parameter.location == "path"
    }
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            msg = f"--parent: no path of {spec.path} has {name}; its parameters: {names}"
            raise UsageError(msg)
    _require_parents(spec, given)


def prepare(
    fuzzer: Fuzzer, given: Mapping[str, tuple[str, ...]], operations: Collection[str]
) -> None:
    """Check that the server accepts the token, and find values to generate requests from.

    Args:
        fuzzer: Sends the requests, and keeps the samples.
        given: The given parents, by the path parameter.
        operations: The ids of the operations that will be checked.

    Raises:
        UsageError: The server does not respond to the first request, refuses the token, or does
            not know a given parent.
        Unanswered: The server responds, but not to a later request.
        Halted: The run cannot continue.
    """
    chosen = _with_parents(fuzzer.spec, operations)
    first = _first_values(fuzzer.spec, given)
    try:
        _check(fuzzer, first, chosen)
        asked = _ParentProbe(fuzzer, given, first)
        lists = [each for each in chosen if isinstance(each, ListOperation)]
        fuzzer.samples = find_samples(fuzzer.spec, asked.fetch, given, lists)
        asked.require_known()
    except Unanswered as problem:
        if fuzzer.results.requests:
            raise
        msg = f"no response from {fuzzer.transport.base_url}: {problem}"
        raise UsageError(msg) from None


def _with_parents(spec: Spec, chosen: Collection[str]) -> list[Operation]:
    """Return operations, and those that list their parents."""
    ids = dict.fromkeys(chosen)
    for each in spec.operations:
        above: Operation | None = each if each.id in ids else None
        while isinstance(above, ListOperation) and above.parent and above.parent.operation:
            above = spec.list_operation(above.parent.operation)
            ids[above.id] = None
    return [each for each in spec.operations if each.id in ids]


def _require_parents(spec: Spec, given: Mapping[str, tuple[str, ...]]) -> None:
    """Check that the user gave each parent that no operation lists."""
    problems = []
    for operation in spec.lists:
        name, names = own_name(operation), path_names(operation)
        if name is None:
            continue
        outer = outer_names(spec, operation)
        missing = [each for each in outer if each not in given]
        form = f"--parent {name}=…"
        is_listed = operation.parent is not None and operation.parent.operation is not None
        if not is_listed and name not in given:
            problem = f"lists the parents of {operation.label}"
        elif missing and not any(text.count("/") == len(names) - 1 for text in given.get(name, ())):
            problem = f"lists the values of {missing[0]} in {operation.label}"
            form = f"--parent {missing[0]}=…"
        else:
            continue
        whole = "/".join(each.upper() for each in names)
        also = f", or with --parent {name}={whole}" if len(names) > 1 else ""
        problems.append(
            f"--parent: no operation of {spec.path} {problem}; "
            f"pass some with {form}{also}, the one with most items first"
        )
    if problems:
        raise UsageError("\n".join(dict.fromkeys(problems)))


def _first_values(spec: Spec, given: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the first given value of each path parameter, as a parent may name several."""
    found: dict[str, str] = {}
    for operation in spec.lists:
        for parent in given_parents(operation, given, [()]):
            found = {**dict(parent.values), **found}
    return {**{name: values[0] for name, values in given.items()}, **found}


def _check(fuzzer: Fuzzer, given: Mapping[str, str], operations: Iterable[Operation]) -> None:
    base_url = fuzzer.transport.base_url
    asked = [each for each in operations if _is_complete(each, given)]
    statuses = {_send(fuzzer, each, given).status_code for each in asked}
    if statuses and statuses <= _REFUSED:
        has_token = any(fuzzer.transport.credentials(each).has_token for each in asked)
        what = "the token" if has_token else "requests without a token"
        names = credential_names(fuzzer.spec)
        form = f" as {':'.join(names)}" if len(names) > 1 else ""
        msg = (
            f"{base_url} refuses {what} (status {min(statuses)}); "
            f"pass another with --token or in {TOKEN_VARIABLE}{form}, or name another document "
            f"than {fuzzer.spec.path}"
        )
        raise UsageError(msg)
    if statuses == _NOT_FOUND:
        paths = ", ".join(each.path for each in asked)
        parents = ", and is --parent right" if given else ""
        msg = (
            f"{base_url} does not know {paths} (status 404); "
            f"is the URL complete, with its version{parents}?"
        )
        raise UsageError(msg)


def _send(fuzzer: Fuzzer, operation: Operation, path: Mapping[str, str]) -> Response:
    """Send a request, and check the response as any other."""
    response = fuzzer.transport.send(fuzzer.transport.request(operation, path), operation)
    fuzzer.validate(operation, response)
    return response


@attrs.frozen
class _ParentProbe:
    """Requests lists, and records whether the server knows the given parents.

    Attributes:
        fuzzer: Sends the requests.
        given: The given parents, by the path parameter.
        first: The first given value of each path parameter.
        statuses: The statuses of their lists, by the path parameter and its value.
    """

    fuzzer: Fuzzer
    given: Mapping[str, tuple[str, ...]]
    first: Mapping[str, str]
    statuses: dict[tuple[str, str], set[int]] = attrs.field(factory=dict)

    def fetch(self, operation: ListOperation, parent: ParentPath | None) -> list[Any]:
        """Return the items of a list.

        Raises:
            UsageError: The items of a list have another parent than the given one.
        """
        path = {**self.first, **(dict(parent.values) if parent is not None else {})}
        response = _send(self.fuzzer, operation, path)
        items = items_of(operation, response)
        given = self.given.get(parent.parameter, ()) if parent is not None else ()
        if parent is not None and given:
            text = str(parent) if str(parent) in given else parent.identity
            statuses = self.statuses.setdefault((parent.parameter, text), set())
            statuses.add(response.status_code)
            if operation.parent is not None:
                self._require_own_name(operation, parent, operation.parent.field, items)
        return items

    def require_known(self) -> None:
        """Check that at least one list of each given parent exists.

        Raises:
            UsageError: The server does not know a given parent.
        """
        base_url = self.fuzzer.transport.base_url
        for (name, value), statuses in self.statuses.items():
            if statuses == _NOT_FOUND:
                msg = f"--parent: {base_url} does not know {name}={value} (status 404)"
                raise UsageError(msg)

    def _require_own_name(
        self, operation: ListOperation, parent: ParentPath, field: Pointer, items: list[Any]
    ) -> None:
        found = (field.read(each) for each in items)
        said = {"" if each is None else str(each) for each in found}
        known = {each.identity.casefold() for each in given_parents(operation, self.given, [()])}
        # The laws report a list with no parent, several parents, or another given one.
        if len(said) == 1 and (own := min(said)) and own.casefold() not in known:
            right = parent.named(own)
            msg = (
                f"--parent: the items that {operation.label} lists of {parent} have {own} as "
                f"their {field}; pass {parent.parameter}={right}"
            )
            raise UsageError(msg)


def _is_complete(operation: Operation, given: Mapping[str, str]) -> bool:
    """Return whether all path parameters of an operation are given."""
    return all(each.name in given for each in operation.parameters if each.location == "path")
