"""Mutants of flags that add children: other children, other items, other pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import Request, Response, Values, put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import refused, resized, retold, rewritten
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import Expand, ListOperation, Spec, item_schema, resolve

__all__ = ["mutants"]

_TWENTY = 20

_Children = list[dict[str, Any]]


@attrs.frozen
class _Flag:
    """A flag of an operation.

    Attributes:
        name: The name of the parameter.
        expand: Its annotation.
        operation: The operation.
        child: The operation that lists the children.
        spec: The spec.
    """

    name: str
    expand: Expand
    operation: ListOperation
    child: ListOperation
    spec: Spec

    def is_on(self, request: Request) -> bool:
        """Return whether a request sets the flag."""
        return request.get(self.name) == "true"

    def children(self, row: Row) -> _Children:
        """Return the children of a row."""
        found = self.expand.field.read(row)
        return [*found] if isinstance(found, list) else []

    def may_be_on(self, request: Request) -> bool:
        """Return whether a request leaves the flag out, or sets it to false."""
        return request.get(self.name) in {None, "false"}

    def on_when(self, applies: Callable[[Request], bool]) -> Responder:
        """Return a mutant that adds the flag to some requests."""
        return lambda request, upstream: upstream.send(
            request.having(self.name, "true") if applies(request) else request
        )

    def off_when(self, applies: Callable[[Request], bool]) -> Responder:
        """Return a mutant that ignores the flag in some requests."""
        return lambda request, upstream: upstream.send(
            request.without(self.name) if applies(request) else request
        )

    def rowwise(self, change: Callable[[Sequence[dict[str, Any]], Listed], None]) -> Responder:
        """Return a mutant that changes the rows of a page in place if the flag is set."""
        return rewritten(
            lambda listed, body: change(listed.operation.items.read(body), listed), self.is_on
        )

    def each(self, change: Callable[[dict[str, Any], _Children], _Children | None]) -> Responder:
        """Return a mutant that changes the children of each row."""

        def changed(rows: Sequence[dict[str, Any]], _listed: Listed) -> None:
            for row in rows:
                put(row, self.expand.field, change(row, self.children(row)))

        return self.rowwise(changed)

    def relisted(self, choose: Callable[[Listed], Sequence[Row]]) -> Responder:
        """Return a mutant that lists other rows if the flag is set."""
        return relisted(
            lambda listed: choose(listed) if self.is_on(listed.request) else listed.matching
        )


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the flags of an operation."""
    for name, expand in operation.flags.items():
        flag = _Flag(name, expand, operation, spec.list_operation(expand.operation), spec)
        for part in (_switches, _values, _lost, _fewer, _others, _fields, _rows):
            yield from derived(operation, "expand", part(flag), flag.name)


def _switches(flag: _Flag) -> Iterator[Made]:
    lost, added = flag.off_when(flag.is_on), flag.on_when(flag.may_be_on)
    yield "ignored", lost
    yield "always-on", added
    yield "on-when-left-out", flag.on_when(lambda request: request.get(flag.name) is None)
    yield "on-when-false", flag.on_when(lambda request: request.get(flag.name) == "false")
    yield (
        "inverted",
        lambda request, upstream: (lost if flag.is_on(request) else added)(request, upstream),
    )


def _values(flag: _Flag) -> Iterator[Made]:
    yield (
        "false-refused",
        lambda request, upstream: (
            refused(request, upstream, 400)
            if request.get(flag.name) == "false"
            else upstream.send(request)
        ),
    )
    words = {"true", "false"}
    yield "text-for-true", _reading(flag, lambda text: None if text in words else "true")
    yield "text-for-false", _reading(flag, lambda text: None if text in words else "false")
    yield "empty-for-true", _reading(flag, lambda text: None if text else "true")


def _reading(flag: _Flag, read: Callable[[str], str | None]) -> Responder:
    """Return a mutant that reads some invalid values as values of the flag."""

    def respond(request: Request, upstream: Upstream) -> Response:
        text = request.get(flag.name)
        other = read(text) if text is not None else None
        return upstream.send(request if other is None else request.having(flag.name, other))

    return respond


def _lost(flag: _Flag) -> Iterator[Made]:
    index, first = flag.operation.paging.selector, str(flag.operation.first_index)
    if index is not None:
        yield "lost-later", flag.off_when(lambda request: request.get(index) not in {None, first})
    filters = {each.name: each.filter for each in flag.operation.parameters if each.filter}
    if filters:
        yield (
            "lost-with-filter",
            flag.off_when(lambda request: any(request.get(each) is not None for each in filters)),
        )
    fields = {str(each.field).split("/")[1] for each in filters.values()}
    if fields & _item_names(flag.spec, flag.child):
        yield (
            "children-filtered",
            flag.rowwise(lambda rows, listed: _filter_children(flag, rows, listed)),
        )


def _filter_children(flag: _Flag, rows: Sequence[dict[str, Any]], listed: Listed) -> None:
    for row in rows:
        kept = [
            child
            for child in flag.children(row)
            if all(
                condition.key(child) is None or condition.holds(child)
                for condition in listed.conditions.values()
            )
        ]
        put(row, flag.expand.field, kept)


def _fewer(flag: _Flag) -> Iterator[Made]:
    table: list[tuple[str, Callable[[_Children], _Children]]] = [
        ("first-child-only", lambda found: found[:1]),
        ("last-child-lost", lambda found: found[:-1]),
        ("first-child-lost", lambda found: found[1:]),
        ("at-most-20", lambda found: found[:_TWENTY]),
        ("half", lambda found: found[: (len(found) + 1) // 2]),
        ("last-child-twice", lambda found: [*found, *found[-1:]]),
        ("children-twice", lambda found: [*found, *found]),
    ]
    for name, change in table:
        yield (name, flag.each(_only(change)))
    size = flag.child.page_size
    default = size.schema.get("default") if size is not None else None
    if default is not None and default != _TWENTY:
        yield ("at-most-a-page", flag.each(_only(lambda found: found[:default])))


def _only(
    change: Callable[[_Children], _Children],
) -> Callable[[dict[str, Any], _Children], _Children]:
    return lambda _, found: change(found)


def _others(flag: _Flag) -> Iterator[Made]:
    table: list[tuple[str, Callable[[int, list[_Children]], _Children]]] = [
        ("children-of-neighbour", lambda at, found: found[(at + 1) % len(found)]),
        (
            "children-of-one-for-all",
            lambda _, found: min((each for each in found if each), key=len, default=[]),
        ),
        (
            "stray-child",
            lambda at, found: [
                *found[at],
                *next((each for each in (*found[at + 1 :], *found[:at]) if each), [])[:1],
            ],
        ),
    ]
    for name, choose in table:
        yield (name, flag.rowwise(_swapping(flag, choose)))
    yield ("children-claimed", flag.rowwise(_claiming(flag)))
    if flag.expand.order:
        yield "children-reversed", flag.each(lambda _, children: children[::-1])


def _swapping(
    flag: _Flag, choose: Callable[[int, list[_Children]], _Children]
) -> Callable[[Sequence[dict[str, Any]], Listed], None]:
    def change(rows: Sequence[dict[str, Any]], _listed: Listed) -> None:
        found = [flag.children(row) for row in rows]
        for at, row in enumerate(rows):
            put(row, flag.expand.field, choose(at, found))

    return change


def _claiming(flag: _Flag) -> Callable[[Sequence[dict[str, Any]], Listed], None]:
    parent = flag.child.parent
    field = parent.field if parent is not None else None

    def change(rows: Sequence[dict[str, Any]], listed: Listed) -> None:
        found = [flag.children(row) for row in rows]
        for at, row in enumerate(rows):
            claimed = [{**child} for child in found[(at + 1) % len(found)]]
            for child in claimed:
                put(child, field, listed.operation.identity.read(row))
            put(row, flag.expand.field, claimed)

    return change


def _fields(flag: _Flag) -> Iterator[Made]:
    parent, identity = flag.child.parent, flag.child.identity

    def reparented(_row: dict[str, Any], found: _Children) -> _Children:
        assert parent is not None
        for child in found[-1:]:
            put(child, parent.field, identity.read(child))
        return found

    if parent is not None:
        yield ("parent-wrong", flag.each(reparented))
    kept = {str(identity).split("/")[1], *([str(parent.field).split("/")[1]] if parent else [])}
    yield (
        "children-bare",
        flag.each(
            lambda _, found: [
                {key: value for key, value in child.items() if key in kept} for child in found
            ]
        ),
    )
    text = _plain_text(flag.spec, flag.child, kept)
    if text is not None:
        yield (
            "child-field-wrong",
            flag.each(lambda _, found: [_altered(child, text) for child in found]),
        )
    names = _item_names(flag.spec, flag.child) - kept
    for name in sorted(names)[:1]:
        yield ("child-field-missing", flag.each(_leaving_out(name)))
    yield ("field-missing", flag.rowwise(lambda rows, _: _drop_empty(flag, rows)))
    yield ("field-null", flag.each(lambda _, found: found or None))


def _leaving_out(name: str) -> Callable[[dict[str, Any], _Children], _Children]:
    return lambda _, found: [
        {key: value for key, value in child.items() if key != name} for child in found
    ]


def _item_names(spec: Spec, operation: ListOperation) -> set[str]:
    """Return the names of the fields of an item."""
    return {*resolve(spec, item_schema(spec, operation)).get("properties", {})}


def _plain_text(spec: Spec, operation: ListOperation, without: set[str]) -> str | None:
    """Return a string field that allows any text, if there is one."""
    schema = resolve(spec, item_schema(spec, operation))
    for name, inner in schema.get("properties", {}).items():
        resolved = resolve(spec, inner)
        is_text = "string" in (resolved.get("type") or [])
        is_plain = is_text and not {"format", "enum", "const", "pattern"} & {*resolved}
        if is_plain and name not in without:
            return str(name)
    return None


def _altered(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**row, name: f"{row.get(name) or ''}x"}


def _alter(rows: Sequence[dict[str, Any]], name: str) -> None:
    for row in rows:
        row.update(_altered(row, name))


def _drop_empty(flag: _Flag, rows: Sequence[dict[str, Any]]) -> None:
    name = str(flag.expand.field).split("/")[1]
    for row in rows:
        if not flag.children(row):
            row.pop(name, None)


def _rows(flag: _Flag) -> Iterator[Made]:
    paging = flag.operation.paging
    yield (
        "childless-dropped",
        flag.relisted(lambda listed: [each for each in listed.matching if flag.children(each)]),
    )
    yield ("rows-multiplied", flag.relisted(lambda listed: _multiplied(flag, listed.matching)))
    yield ("row-dropped", flag.relisted(lambda listed: listed.matching[1:]))
    yield ("rows-reordered", flag.relisted(lambda listed: listed.matching[::-1]))
    yield ("filters-lost", flag.relisted(lambda listed: listed.rows))
    text = _plain_text(flag.spec, flag.operation, {str(flag.operation.identity).split("/")[1]})
    if text is not None:
        yield ("row-field-wrong", flag.rowwise(lambda rows, _: _alter(rows, text)))
    size = flag.operation.page_size
    if size is not None:
        halved = resized(lambda asked: max(1, asked // 2))
        if paging.selector:
            yield (
                "page-halved",
                lambda request, upstream: (
                    halved(request, upstream) if flag.is_on(request) else upstream.send(request)
                ),
            )
    if paging.total_items is not None:
        yield ("total-counts-children", _counting_children(flag))


def _multiplied(flag: _Flag, rows: Sequence[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        found += [row] * min(2, max(1, len(flag.children(row))))
    return found


def _counting_children(flag: _Flag) -> Responder:
    paging = flag.operation.paging

    def tell(listed: Listed, _original: Response) -> Values:
        total = sum(max(1, len(flag.children(each))) for each in listed.matching)
        pages = -(-total // listed.size)
        return {paging.total_items: total, paging.total_pages if total else None: pages}

    return retold(tell, flag.is_on)
