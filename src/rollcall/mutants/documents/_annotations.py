"""Mutants of annotations."""

from collections.abc import Iterator, Mapping
from typing import Any

from rollcall.laws import applies, find_law
from rollcall.mutants.documents._edit import Edit, at, put, removed
from rollcall.mutants.documents._fields import fields_of, like
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import (
    ParameterSite,
    operation_place,
    parameter_sites,
)
from rollcall.spec import CONVENTIONS, Choice, ListOperation, Spec

__all__ = ["annotations"]

_OPERATORS = {
    "eq": ("gte", "lte"),
    "gte": ("gt", "lte", "eq"),
    "lte": ("lt", "gte", "eq"),
    "gt": ("gte", "lt"),
    "lt": ("lte", "gt"),
    "ne": ("eq",),
    "in": ("notIn",),
    "notIn": ("in",),
    "between": ("in",),
    "contains": ("startsWith", "endsWith", "eq"),
    "startsWith": ("contains", "endsWith", "eq"),
    "endsWith": ("contains", "startsWith", "eq"),
}
_PRECISIONS = {
    "day": ("instant", "exact"),
    "instant": ("day", "exact"),
    "exact": ("day",),
    "decimal": ("text",),
    "text": ("decimal",),
}
_PAGING = ("page.*", "link.*")
_PARENT = ("scope.*", "expand.parent", "expand.children")
_IDENTITY = ("page.identity", "page.partition", "scope.parent", "expand.children")
_STATUSES = (400, 404, 422, 409)
_LAWS_OF_CHOICES: Mapping[str, tuple[str, ...]] = {
    "oversizedPage": ("page.oversized",),
    "pastTheEnd": ("page.past_the_end",),
    "invalidPage": ("page.refused", "link.refused"),
    "invalidValue": (
        *("filter.refused", "expand.refused", "page.refused", "order.refused"),
        "select.refused",
    ),
    "emptyValue": ("value.empty", "select.empty"),
    "emptyText": ("value.empty_text",),
    "outerBlanks": ("value.blanks",),
    "lenientBooleans": ("value.boolean",),
    "lenientNumbers": ("value.number",),
    "lenientDates": ("value.date",),
    "enumCase": ("value.case",),
    "unknownParameter": ("value.unknown",),
    "repeatedParameter": ("value.repeated",),
    "alteredToken": ("link.token",),
    "tokenOfOtherFilters": ("link.token",),
    "tokenOfOtherPageSize": ("link.token",),
    "tokenOfOtherParent": ("link.token",),
    "linkedPages": ("link.full",),
    "lastPage": ("link.last",),
    "emptyListPages": ("page.count_of_none",),
    "unknownParent": ("scope.unknown",),
    "malformedParent": ("scope.malformed",),
}

_Change = tuple[str, Edit]
"""The name of a kind within its group, and the change."""

_ListChange = tuple[str, Edit, str, tuple[str, ...]]
"""The name of a kind within its group, the change, the subject and the laws."""


def annotations(spec: Spec) -> Iterator[DocumentMutant]:
    """Yield the mutants of all annotations."""
    for operation in spec.lists:
        for part in (_list, _paging, _parent):
            for kind, edit, subject, laws in part(spec, operation):
                yield DocumentMutant(f"list.{kind}", edit, (operation.id,), subject, laws)
        for kind, edit, subject, laws in _strictness(spec, operation):
            yield DocumentMutant(f"strictness.{kind}", edit, (operation.id,), subject, laws)
    for group, part_of in (("filter", _filter), ("expand", _expansion)):
        for site in parameter_sites(spec):
            for kind, edit in part_of(spec, site) if f"x-{group}" in site.node else ():
                about = site.operations, site.name, (f"{group}.*",), site.name
                yield DocumentMutant(f"{group}.{kind}", edit, *about)


def _list(spec: Spec, operation: ListOperation) -> Iterator[_ListChange]:
    where = f"{operation_place(operation)}/x-list"
    fields, identity = fields_of(spec, operation), str(operation.identity)
    yield "removed", removed(where), "", ()
    yield "items", put(f"{where}/items", f"{operation.items}_"), "", ("page.length",)
    kinds = [*like(fields, identity)] or [each for each in fields if each != identity][:1]
    for name in (*kinds, f"{identity}_"):
        yield "identity", put(f"{where}/identity", name), name, _IDENTITY


def _paging(spec: Spec, operation: ListOperation) -> Iterator[_ListChange]:
    where = f"{operation_place(operation)}/x-list/pagination"
    node = at(spec.raw, where)
    yield "style", put(f"{where}/style", "link" if node["style"] == "page" else "page"), "", _PAGING
    parts = [each for each in ("pageSize", "pageIndex", "continuationToken") if each in node]
    named = {name: node[name]["parameter"] for name in parts}
    filters = [each.name for each in operation.filters]
    for name, own in named.items():
        place = f"{where}/{name}"
        yield "paging-removed", removed(place), "", _PAGING
        for other in (*(each for each in named.values() if each != own), *filters[:1]):
            yield "paging-parameter", put(f"{place}/parameter", other), other, _PAGING
        if "echo" in node[name]:
            yield "echo-removed", removed(f"{place}/echo"), "", _PAGING
            yield from _pointers(node, f"{place}/echo", node[name]["echo"])
    for name in ("totalItems", "totalPages", "next", "prev", "first", "self"):
        if name in node:
            yield "pointer-removed", removed(f"{where}/{name}"), "", _PAGING
            yield from _pointers(node, f"{where}/{name}", node[name])


def _pointers(node: Mapping[str, Any], place: str, own: str) -> Iterator[_ListChange]:
    """Yield other numbers, or other links, instead of a pointer."""
    numbers = [node.get(name, {}).get("echo") for name in ("pageSize", "pageIndex")]
    numbers += [node.get("totalItems"), node.get("totalPages")]
    links = [node.get(name) for name in ("next", "prev", "first", "self")]
    others = links if own in links else numbers
    for each in [*dict.fromkeys(each for each in others if each and each != own), f"{own}_"]:
        yield "pointer", put(place, each), each, _PAGING


def _parent(spec: Spec, operation: ListOperation) -> Iterator[_ListChange]:
    parent = operation.parent
    if parent is None:
        return
    where = f"{operation_place(operation)}/x-list/parent"
    yield "parent-removed", removed(where), "", _PARENT
    for name in (*like(fields_of(spec, operation), str(parent.field)), f"{parent.field}_"):
        yield "parent-field", put(f"{where}/field", name), name, _PARENT
    if parent.operation is not None:
        yield "parent-operation-removed", removed(f"{where}/operation"), "", _PARENT
    for each in spec.operations:
        if each.id != parent.operation:
            yield "parent-operation", put(f"{where}/operation", each.id), each.id, _PARENT
    yield "parent-parameter", put(f"{where}/parameter", f"{parent.parameter}_of"), "", _PARENT


def _strictness(spec: Spec, operation: ListOperation) -> Iterator[_ListChange]:
    """Yield the choices that the spec does not make, in place of each one that it makes."""
    where = f"{operation_place(operation)}/x-list"
    node = at(spec.raw, where).get("strictness", {})
    for name, chosen in operation.strictness.chosen.items():
        named = [find_law(each) for each in _LAWS_OF_CHOICES.get(name, ())]
        laws = tuple(each.id for each in named if applies(each, spec, operation))
        others: list[Choice] = [each for each in CONVENTIONS[name].choices if each not in chosen]
        if any(isinstance(each, int) for each in chosen):
            others = [each for each in others if each != "refused"]
            others += [each for each in _STATUSES if each not in chosen]
        for choice in others if laws else ():
            yield name, put(f"{where}/strictness", {**node, name: [choice]}), str(choice), laws


def _filter(spec: Spec, site: ParameterSite) -> Iterator[_Change]:
    where, node = f"{site.where}/x-filter", site.node["x-filter"]
    yield "removed", removed(where)
    prefixes = node.get("prefixes", {})
    for name in prefixes if len(prefixes) > 1 else ():
        yield f"prefix-{name}", removed(f"{where}/prefixes/{name}")
    for other in _OPERATORS.get(node.get("operator"), ()):
        yield f"operator-{other}", put(f"{where}/operator", other)
    for other in _PRECISIONS[node["precision"]] if "precision" in node else ():
        yield f"precision-{other}", put(f"{where}/precision", other)
    if "separator" in node:
        yield "separator", put(f"{where}/separator", ";" if node["separator"] != ";" else ",")
    for name in [each for each in ("ignore", "nulls", "zone") if each in node]:
        yield f"{name}-removed", removed(f"{where}/{name}")
    fields = fields_of(spec, spec.list_operation(site.operations[0]))
    for index, other in enumerate((*like(fields, node["field"]), f"{node['field']}_")):
        yield f"field-{index}", put(f"{where}/field", other)
    yield from _defaults(site.node, f"{where}/default")


def _defaults(parameter: Mapping[str, Any], place: str) -> Iterator[_Change]:
    """Yield other defaults of a filter."""
    schema = parameter.get("schema", {})
    if "default" not in parameter["x-filter"]:
        if schema.get("type") == "boolean":
            yield "default", put(place, value=True)
        return
    own = parameter["x-filter"]["default"]
    yield "default-removed", removed(place)
    values = own if isinstance(own, list) else [own]
    others = [each for each in schema.get("enum", ()) if each not in {*values, None}]
    for index, other in enumerate(others):
        yield f"default-more-{index}", put(place, [*values, other])
        yield f"default-other-{index}", put(place, other)
    for index in range(len(own) if isinstance(own, list) else 0):
        yield f"default-less-{index}", removed(f"{place}/{index}")


def _expansion(spec: Spec, site: ParameterSite) -> Iterator[_Change]:
    where, node = f"{site.where}/x-expand", site.node["x-expand"]
    yield "removed", removed(where)
    fields = fields_of(spec, spec.list_operation(site.operations[0]))
    plain = [each for each in fields if each != node["field"]][:1]
    for index, other in enumerate((*plain, f"{node['field']}_")):
        yield f"field-{index}", put(f"{where}/field", other)
    for index, each in enumerate(spec.lists):
        if each.id != node["operation"]:
            yield f"operation-{index}", put(f"{where}/operation", each.id)
