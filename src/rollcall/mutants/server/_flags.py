"""Faults of flags that add children: which they add, to whom, and what else they change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.mutants._listed import Listed, Row, put, relisted
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import OK, Kind, derived, refused, resized
from rollcall.spec import (
    Expand,
    ListOperation,
    Parameter,
    Spec,
    item_schema,
    resolve,
)

__all__ = ["mutants"]

_CHILDREN = ("expand.children", "expand.parent")
_OWN = ("expand.parent", "expand.children")
_ROWS = ("expand.rows", "page.*")
_ABSENT = ("expand.absent",)
_WITH = "an item that has children"
_TWENTY = 20

_Children = list[dict[str, Any]]


@attrs.frozen
class _Flag:
    """A flag of an operation.

    Attributes:
        parameter: The parameter.
        expand: What it means.
        operation: The operation.
        child: The operation that lists the same children.
        spec: The contract.
    """

    parameter: Parameter
    expand: Expand
    operation: ListOperation
    child: ListOperation
    spec: Spec

    @property
    def name(self) -> str:
        """The name of the parameter."""
        return self.parameter.name

    def is_on(self, request: Request) -> bool:
        """Return whether a request sets it."""
        return request.get(self.name) == "true"

    def children(self, row: Row) -> _Children:
        """Return the children that a row carries."""
        found = self.expand.field.read(row)
        return [*found] if isinstance(found, list) else []

    def switched(self, switch: Callable[[Request], Request]) -> Answerer:
        """Make a fault that sends the request otherwise."""
        del self
        return lambda request, upstream: upstream.send(switch(request))

    def rowwise(self, change: Callable[[Sequence[dict[str, Any]], Listed], None]) -> Answerer:
        """Make a fault that changes the rows of a page with the flag in place."""

        def answer(request: Request, upstream: Upstream) -> Response:
            sound = upstream.send(request)
            if sound.status != OK or not self.is_on(request):
                return sound
            listed = Listed.of(request, upstream)
            return sound.reworked(lambda body: change(listed.operation.items.read(body), listed))

        return answer

    def each(self, change: Callable[[dict[str, Any], _Children], _Children]) -> Answerer:
        """Make a fault that gives each row other children."""

        def changed(rows: Sequence[dict[str, Any]], listed: Listed) -> None:
            del listed
            for row in rows:
                put(row, self.expand.field, change(row, self.children(row)))

        return self.rowwise(changed)

    def relisted(self, choose: Callable[[Listed], Sequence[Row]]) -> Answerer:
        """Make a fault that lists other rows where the flag is set."""
        return relisted(
            lambda listed: choose(listed) if self.is_on(listed.request) else listed.matching
        )


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Derive the faults of an operation's flags."""
    for parameter in operation.parameters:
        if parameter.expand is not None:
            child = spec.list_operation(parameter.expand.operation)
            flag = _Flag(parameter, parameter.expand, operation, child, spec)
            kinds = [
                *_switches(flag),
                *_values(flag),
                *_lost(flag),
                *_fewer(flag),
                *_others(flag),
                *_fields(flag),
                *_rows(flag),
            ]
            yield from derived(operation, kinds, flag.name)


def _switches(flag: _Flag) -> Iterator[Kind]:
    def on(request: Request) -> Request:
        return request.having(flag.name, "true")

    def off(request: Request) -> Request:
        return request.without(flag.name)

    yield Kind(
        "expand.ignored",
        "The flag is ignored: no item carries children.",
        flag.switched(lambda request: off(request) if flag.is_on(request) else request),
        _CHILDREN,
        _WITH,
    )
    yield Kind(
        "expand.always-on",
        "Every item carries its children, whatever the flag says.",
        flag.switched(lambda request: on(request) if _may_be_on(flag, request) else request),
        _ABSENT,
        _WITH,
    )
    yield Kind(
        "expand.on-when-left-out",
        "Items carry their children when the flag is left out.",
        flag.switched(lambda request: on(request) if request.get(flag.name) is None else request),
        _ABSENT,
        _WITH,
    )
    yield Kind(
        "expand.on-when-false",
        "Items carry their children when the flag is false.",
        flag.switched(
            lambda request: on(request) if request.get(flag.name) == "false" else request
        ),
        _ABSENT,
        _WITH,
    )
    yield Kind(
        "expand.inverted",
        "The flag means the opposite.",
        flag.switched(
            lambda request: (
                off(request)
                if flag.is_on(request)
                else on(request)
                if _may_be_on(flag, request)
                else request
            )
        ),
        (*_ABSENT, *_CHILDREN),
        _WITH,
    )


def _may_be_on(flag: _Flag, request: Request) -> bool:
    return request.get(flag.name) in {None, "false"}


def _values(flag: _Flag) -> Iterator[Kind]:
    yield Kind(
        "expand.false-refused",
        "The value false is refused.",
        lambda request, upstream: (
            refused(request, upstream, 400)
            if request.get(flag.name) == "false"
            else upstream.send(request)
        ),
        _ABSENT,
    )
    table: list[tuple[str, str, Callable[[str], str | None]]] = [
        (
            "text-for-true",
            "Any text is taken for true.",
            lambda text: None if text in {"true", "false"} else "true",
        ),
        (
            "text-for-false",
            "Any text but true is taken for false.",
            lambda text: None if text in {"true", "false"} else "false",
        ),
        (
            "empty-for-true",
            "An empty value is taken for true.",
            lambda text: None if text else "true",
        ),
    ]
    for name, sentence, read in table:
        yield Kind(
            f"expand.{name}",
            sentence,
            _reading(flag, read),
            ("expand.refused", "expand.*"),
        )


def _reading(flag: _Flag, read: Callable[[str], str | None]) -> Answerer:
    """Make a fault that takes some texts for values of the flag."""

    def answer(request: Request, upstream: Upstream) -> Response:
        text = request.get(flag.name)
        other = read(text) if text is not None else None
        return upstream.send(request if other is None else request.having(flag.name, other))

    return answer


def _lost(flag: _Flag) -> Iterator[Kind]:
    paging = flag.operation.paging
    index = paging.number
    if index is not None:
        first = str(flag.operation.first_index)
        yield Kind(
            "expand.lost-later",
            "The flag is lost on each page after the first.",
            flag.switched(
                lambda request: (
                    request.without(flag.name)
                    if request.get(index) not in {None, first}
                    else request
                )
            ),
            _CHILDREN,
            "an item that has children, and is not the first",
        )
    filters = {each.name: each.filter for each in flag.operation.parameters if each.filter}
    if filters:
        yield Kind(
            "expand.lost-with-filter",
            "The flag is lost when the list is filtered.",
            flag.switched(
                lambda request: (
                    request.without(flag.name)
                    if any(request.get(each) is not None for each in filters)
                    else request
                )
            ),
            _CHILDREN,
            "an item that matches a filter, and has children",
        )
        fields = {str(each.field).split("/")[1] for each in filters.values()}
        if fields & _item_names(flag.spec, flag.child):
            yield Kind(
                "expand.children-filtered",
                "The filters of the list leave out children too.",
                flag.rowwise(lambda rows, listed: _filter_children(flag, rows, listed)),
                _CHILDREN,
                "an item that matches a filter, with a child that does not",
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


def _fewer(flag: _Flag) -> Iterator[Kind]:
    several = "an item that has several children"
    table: list[tuple[str, str, str, Callable[[_Children], _Children]]] = [
        ("first-child-only", "Only the first child is given.", several, lambda found: found[:1]),
        ("last-child-lost", "The last child is lost.", _WITH, lambda found: found[:-1]),
        ("first-child-lost", "The first child is lost.", _WITH, lambda found: found[1:]),
        (
            "at-most-20",
            "No item carries more than 20 children.",
            "an item that has more than 20 children",
            lambda found: found[:_TWENTY],
        ),
        (
            "half",
            "Half of the children are lost.",
            several,
            lambda found: found[: (len(found) + 1) // 2],
        ),
        (
            "last-child-twice",
            "The last child is given twice.",
            _WITH,
            lambda found: [*found, *found[-1:]],
        ),
        ("children-twice", "Each child is given twice.", _WITH, lambda found: [*found, *found]),
    ]
    for name, sentence, needs, change in table:
        yield Kind(f"expand.{name}", sentence, flag.each(_only(change)), _CHILDREN, needs)
    size = flag.child.page_size
    default = size.schema.get("default") if size is not None else None
    if default is not None and default != _TWENTY:
        yield Kind(
            "expand.at-most-a-page",
            "No item carries more children than a page of them holds by default.",
            flag.each(_only(lambda found: found[:default])),
            _CHILDREN,
            "an item that has more children than a page of them",
        )


def _only(
    change: Callable[[_Children], _Children],
) -> Callable[[dict[str, Any], _Children], _Children]:
    return lambda _, found: change(found)


def _others(flag: _Flag) -> Iterator[Kind]:
    table: list[tuple[str, str, Callable[[int, list[_Children]], _Children]]] = [
        (
            "children-of-neighbour",
            "Each item carries the children of the next one.",
            lambda at, found: found[(at + 1) % len(found)],
        ),
        (
            "children-of-one-for-all",
            "All items carry the children of one of them.",
            lambda _, found: min((each for each in found if each), key=len, default=[]),
        ),
        (
            "stray-child",
            "Each item carries a child of another one besides its own.",
            lambda at, found: [
                *found[at],
                *next((each for each in (*found[at + 1 :], *found[:at]) if each), [])[:1],
            ],
        ),
    ]
    for name, sentence, choose in table:
        yield Kind(
            f"expand.{name}",
            sentence,
            flag.rowwise(_swapping(flag, choose)),
            _OWN,
            "a page of several items, one of which has children",
        )
    yield Kind(
        "expand.children-claimed",
        "Each item carries the children of the next one, as if they were its own.",
        flag.rowwise(_claiming(flag)),
        _CHILDREN,
        "a page of several items, one of which has children",
    )


def _swapping(
    flag: _Flag, choose: Callable[[int, list[_Children]], _Children]
) -> Callable[[Sequence[dict[str, Any]], Listed], None]:
    def change(rows: Sequence[dict[str, Any]], listed: Listed) -> None:
        del listed
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


def _fields(flag: _Flag) -> Iterator[Kind]:
    parent, identity = flag.child.parent, flag.child.identity

    def reparented(row: dict[str, Any], found: _Children) -> _Children:
        assert parent is not None
        for child in found[-1:]:
            put(child, parent.field, identity.read(child))
        del row
        return found

    if parent is not None:
        yield Kind(
            "expand.parent-wrong",
            "The last child of each item names another parent.",
            flag.each(reparented),
            _OWN,
            _WITH,
        )
    kept = {str(identity).split("/")[1], *([str(parent.field).split("/")[1]] if parent else [])}
    yield Kind(
        "expand.children-bare",
        "Children are given with their identity and their parent alone.",
        flag.each(
            lambda _, found: [
                {key: value for key, value in child.items() if key in kept} for child in found
            ]
        ),
        _CHILDREN,
        _WITH,
    )
    text = _plain_text(flag.spec, flag.child, kept)
    if text is not None:
        yield Kind(
            "expand.child-field-wrong",
            "A field of the children has another value than in their own list.",
            flag.each(lambda _, found: [_altered(child, text) for child in found]),
            _CHILDREN,
            _WITH,
        )
    names = _item_names(flag.spec, flag.child) - kept
    for name in sorted(names)[:1]:
        yield Kind(
            "expand.child-field-missing",
            "A field of the children is left out.",
            flag.each(_leaving_out(name)),
            _CHILDREN,
            _WITH,
        )
    yield Kind(
        "expand.field-missing",
        "An item without children lacks the field, rather than having it empty.",
        flag.rowwise(lambda rows, _: _drop_empty(flag, rows)),
        ("expand.children", "conformance"),
        "an item that has no children",
    )
    yield Kind(
        "expand.field-null",
        "The children of an item that has none are null, rather than none.",
        flag.each(lambda _, found: found or None),  # type: ignore[arg-type,return-value]
        ("expand.children", "conformance"),
        "an item that has no children",
    )


def _leaving_out(name: str) -> Callable[[dict[str, Any], _Children], _Children]:
    return lambda _, found: [
        {key: value for key, value in child.items() if key != name} for child in found
    ]


def _item_names(spec: Spec, operation: ListOperation) -> set[str]:
    """Return the names of the fields of an operation's items."""
    return {*resolve(spec, item_schema(spec, operation)).get("properties", {})}


def _plain_text(spec: Spec, operation: ListOperation, without: set[str]) -> str | None:
    """Return the name of a field that may have any text, if there is one."""
    schema = resolve(spec, item_schema(spec, operation))
    for name, inner in schema.get("properties", {}).items():
        whole = resolve(spec, inner)
        is_text = "string" in (whole.get("type") or [])
        is_plain = is_text and not {"format", "enum", "const", "pattern"} & {*whole}
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


def _rows(flag: _Flag) -> Iterator[Kind]:
    paging = flag.operation.paging
    yield Kind(
        "expand.childless-dropped",
        "With the flag, items without children are left out, and not counted.",
        flag.relisted(lambda listed: [each for each in listed.matching if flag.children(each)]),
        _ROWS,
        "an item that has no children",
    )
    yield Kind(
        "expand.rows-multiplied",
        "With the flag, an item that has several children is listed twice.",
        flag.relisted(lambda listed: _multiplied(flag, listed.matching)),
        _ROWS,
        "an item that has several children",
    )
    yield Kind(
        "expand.row-dropped",
        "With the flag, the first item is left out, and not counted.",
        flag.relisted(lambda listed: listed.matching[1:]),
        _ROWS,
    )
    yield Kind(
        "expand.rows-reordered",
        "With the flag, the list is in the reverse order.",
        flag.relisted(lambda listed: listed.matching[::-1]),
        _ROWS,
        "a list of more than one item",
    )
    yield Kind(
        "expand.filters-lost",
        "With the flag, the filters are ignored.",
        flag.relisted(lambda listed: listed.rows),
        (*_ROWS, "filter.*"),
        "an item that a filter leaves out",
    )
    text = _plain_text(flag.spec, flag.operation, {str(flag.operation.identity).split("/")[1]})
    if text is not None:
        yield Kind(
            "expand.row-field-wrong",
            "With the flag, another field of the items has another value.",
            flag.rowwise(lambda rows, _: _alter(rows, text)),
            _ROWS,
        )
    size = flag.operation.page_size
    if size is not None:
        halved = resized(lambda asked: max(1, asked // 2))
        if paging.number:
            yield Kind(
                "expand.page-halved",
                "With the flag, a page holds half as many items as asked for.",
                lambda request, upstream: (
                    halved(request, upstream) if flag.is_on(request) else upstream.send(request)
                ),
                _ROWS,
                "a list of more items than half of a page",
            )
    if paging.total_items is not None:
        yield Kind(
            "expand.total-counts-children",
            "With the flag, the total counts an item once for each of its children.",
            _counting_children(flag),
            _ROWS,
            "an item that has several children",
        )


def _multiplied(flag: _Flag, rows: Sequence[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        found += [row] * min(2, max(1, len(flag.children(row))))
    return found


def _counting_children(flag: _Flag) -> Answerer:
    paging = flag.operation.paging

    def answer(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request)
        if sound.status != OK or not flag.is_on(request):
            return sound
        listed = Listed.of(request, upstream)
        total = sum(max(1, len(flag.children(each))) for each in listed.matching)

        def change(body: dict[str, Any]) -> None:
            put(body, paging.total_items, total)
            if total:
                put(body, paging.total_pages, -(-total // listed.size))

        return sound.reworked(change)

    return answer
