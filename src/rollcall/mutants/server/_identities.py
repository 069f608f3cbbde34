"""Mutants of what no two rows share: their identifiers, and fields that are unique together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rollcall.mutants._message import OK, Request, Response, put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import derived
from rollcall.mutants.server._places import changed, holders
from rollcall.mutants.server._rule_sites import RuleSite
from rollcall.spec import EACH, ListOperation, Pointer, Unique

__all__ = ["identities", "uniques"]

_Owner = Callable[[int, int], int]
"""Returns the number of the row whose values a row gets, from its number and their count."""

_OWNERS: tuple[tuple[str, _Owner], ...] = (
    ("shared", lambda _number, _count: 0),
    ("repeated", lambda number, count: max(0, number - (number == count - 1))),
    ("halved", lambda number, _count: number - number % 2),
    ("far", lambda number, count: 0 if number == count - 1 else number),
)


def identities(operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the identifiers of rows."""
    made = [
        (f"identity-{name}", _copied(operation, [operation.identity], owner))
        for name, owner in _OWNERS[:-1]
    ]
    yield from derived(operation, "coherence", made)


def uniques(site: RuleSite, rule: Unique) -> Iterator[ServerMutant]:
    """Yield the mutants of fields that are unique together."""
    operation = site.operation
    paths = {path for path, _ in site.places}
    # The identifiers have mutants of their own.
    if () in paths and operation.identity not in rule.fields:
        made = [(f"unique-{name}", _copied(operation, rule.fields, each)) for name, each in _OWNERS]
        needs = "two items of the list that have all of the fields"
        yield from site.mutants(made, rule, needs=needs)
    arrays = [path[:-1] for path in paths if path[-1:] == (EACH,)]
    if arrays:
        made = [("unique-within", changed(_repeating(arrays, rule)))]
        needs = "an array with two elements that have all of the fields"
        yield from site.mutants(made, rule, needs=needs)


def _repeating(arrays: list[tuple[str, ...]], rule: Unique) -> Callable[[Any], bool]:
    """Return a change that gives the last element of each array the fields of the first one."""

    def change(item: Any) -> bool:  # noqa: ANN401 - JSON
        is_changed = False
        for path in arrays:
            for holder in holders(item, path):
                elements = holder.get(path[-1])
                if isinstance(elements, list) and len(elements) > 1:
                    is_changed = rule.key(elements[0]) is not None or is_changed
                    for field in rule.fields:
                        put(elements[-1], field, field.read(elements[0]))
        return is_changed

    return change


def _copied(operation: ListOperation, fields: Sequence[Pointer], owner: _Owner) -> Responder:
    """Return a mutant whose rows have the fields of other rows."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK or request.method != "GET":
            return original
        rows = upstream.rows(request)
        numbers: Mapping[object, int] = {
            operation.identity.read(each): number for number, each in enumerate(rows)
        }

        def change(body: dict[str, Any]) -> None:
            for item in operation.items.read(body, []):
                number = numbers.get(operation.identity.read(item))
                if number is not None:
                    source = rows[owner(number, len(rows))]
                    for field in fields:
                        put(item, field, field.read(source))

        return original.reworked(change)

    return respond
