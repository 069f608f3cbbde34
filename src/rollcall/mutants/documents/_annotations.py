"""Faults in what a document says by its annotations."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from rollcall.mutants.documents._edit import Edit, at, key
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import (
    operation_place,
    parameter_sites,
    resolved,
    schema_sites,
)
from rollcall.spec import ListOperation, Spec, item_schema

__all__ = ["annotations"]

_OPERATORS = {"eq": ("gte", "lte"), "gte": ("gt", "lte", "eq"), "lte": ("lt", "gte", "eq")}
_OTHERS = {"gt": ("gte", "lt"), "lt": ("lte", "gt")}
_GRAINS = {"day": ("instant", "exact"), "instant": ("day", "exact"), "exact": ("day",)}
_PAGING = ("page.*", "link.*")
_STATUSES = (400, 404, 422)


def annotations(spec: Spec) -> Iterator[DocumentMutant]:
    """Derive the faults of all annotations."""
    for operation in spec.operations:
        if isinstance(operation, ListOperation):
            yield from _list(spec, operation)
            yield from _paging(spec, operation)
            yield from _parent(spec, operation)
            yield from _strictness(spec, operation)
    yield from _filters(spec)
    yield from _expansions(spec)
    yield from _invariants(spec)


def _mutant_of(
    operation: ListOperation, kind: str, sentence: str, edit: Edit, *laws: str
) -> DocumentMutant:
    return DocumentMutant(kind, sentence, edit, (operation.id,), laws=laws)


def _fields(spec: Spec, operation: ListOperation) -> Mapping[str, Mapping[str, Any]]:
    """Return the fields of an item that stand at its top, with their schemas."""
    node = item_schema(spec, operation)
    while "$ref" in node:
        node = at(spec.raw, str(node["$ref"]).removeprefix("#"))
    return {
        key(name): at(spec.raw, resolved_field)
        for name in node.get("properties", {})
        for resolved_field in [_place_of(spec, node, name)]
    }


def _place_of(spec: Spec, node: Mapping[str, Any], name: str) -> str:
    for site in schema_sites(spec):
        if site.node is node:
            return resolved(spec, site.where + key("properties", name))
    raise LookupError(name)


def _types(schema: Mapping[str, Any]) -> set[str]:
    kind = schema.get("type")
    return {*kind} - {"null"} if isinstance(kind, list) else {str(kind)}


def _like(fields: Mapping[str, Mapping[str, Any]], own: str, *, limit: int = 2) -> Iterator[str]:
    """Return other fields of the same type and format as a field, which a slip might name."""
    schema = fields.get(own, {})
    same = [
        each
        for each, other in fields.items()
        if each != own
        and _types(other) == _types(schema)
        and other.get("format") == schema.get("format")
    ]
    yield from same[:limit]


def _list(spec: Spec, operation: ListOperation) -> Iterator[DocumentMutant]:
    where = f"{operation_place(operation)}/x-list"
    fields = _fields(spec, operation)
    items, identity = str(operation.items), str(operation.identity)
    yield _mutant_of(operation, "list.removed", "The list is not annotated.", Edit("remove", where))
    yield _mutant_of(
        operation,
        "list.items",
        "The items are said to be elsewhere.",
        Edit("set", f"{where}/items", f"{items}_"),
        "page.length",
    )
    kinds = [*_like(fields, identity)] or [each for each in fields if each != identity][:1]
    for name in (*kinds, f"{identity}_"):
        edit = Edit("set", f"{where}/identity", name)
        found = _mutant_of(
            operation,
            "list.identity",
            "Another field is said to tell the items apart.",
            edit,
            "page.identity",
            "page.partition",
            "scope.parent",
            "expand.children",
        )
        yield attrs.evolve(found, subject=name)


def _paging(spec: Spec, operation: ListOperation) -> Iterator[DocumentMutant]:
    where = f"{operation_place(operation)}/x-list/pagination"
    node = at(spec.raw, where)
    other = "link" if node["style"] == "page" else "page"
    wrong = Edit("set", f"{where}/style", other)
    yield _mutant_of(operation, "list.style", "The pages are said to be linked.", wrong, *_PAGING)
    named = {
        name: node[name]["parameter"]
        for name in ("pageSize", "pageIndex", "continuationToken")
        if name in node
    }
    for name, own in named.items():
        place = f"{where}/{name}"
        sentence = "No parameter is said to do its part of the paging."
        gone = Edit("remove", place)
        yield _mutant_of(operation, "list.paging-removed", sentence, gone, *_PAGING)
        filters = [each.name for each in operation.parameters if each.filter is not None]
        for other in (*(each for each in named.values() if each != own), *filters[:1]):
            found = _mutant_of(
                operation,
                "list.paging-parameter",
                "Another parameter is said to do its part of the paging.",
                Edit("set", f"{place}/parameter", other),
                *_PAGING,
            )
            yield attrs.evolve(found, subject=other)
        if "echo" in node[name]:
            gone = Edit("remove", f"{place}/echo")
            sentence = "Where the body repeats the number is left out."
            yield _mutant_of(operation, "list.echo-removed", sentence, gone, *_PAGING)
            yield from _pointers(operation, node, f"{place}/echo", node[name]["echo"])
    for name in ("totalItems", "totalPages", "next", "prev", "first", "self"):
        if name in node:
            gone = Edit("remove", f"{where}/{name}")
            sentence = "A part of the page information is left out."
            yield _mutant_of(operation, "list.pointer-removed", sentence, gone, *_PAGING)
            yield from _pointers(operation, node, f"{where}/{name}", node[name])


def _pointers(
    operation: ListOperation, node: Mapping[str, Any], place: str, own: str
) -> Iterator[DocumentMutant]:
    """Point at each of the other numbers, or links, in place of the right one."""
    numbers = [
        node.get("pageSize", {}).get("echo"),
        node.get("pageIndex", {}).get("echo"),
        node.get("totalItems"),
        node.get("totalPages"),
    ]
    links = [node.get(name) for name in ("next", "prev", "first", "self")]
    others = links if own in links else numbers
    for each in [*dict.fromkeys(each for each in others if each and each != own), f"{own}_"]:
        found = _mutant_of(
            operation,
            "list.pointer",
            "A part of the page information is said to be elsewhere.",
            Edit("set", place, each),
            *_PAGING,
        )
        yield attrs.evolve(found, subject=each)


def _parent(spec: Spec, operation: ListOperation) -> Iterator[DocumentMutant]:
    parent = operation.parent
    if parent is None:
        return
    where = f"{operation_place(operation)}/x-list/parent"
    laws = ("scope.*", "expand.parent", "expand.children")
    sentence = "The parent is not annotated."
    yield _mutant_of(operation, "list.parent-removed", sentence, Edit("remove", where), *laws)
    fields = _fields(spec, operation)
    for name in (*_like(fields, str(parent.field)), f"{parent.field}_"):
        found = _mutant_of(
            operation,
            "list.parent-field",
            "Another field is said to name the parent.",
            Edit("set", f"{where}/field", name),
            *laws,
        )
        yield attrs.evolve(found, subject=name)
    if parent.operation is not None:
        sentence = "No operation is said to list the parents."
        gone = Edit("remove", f"{where}/operation")
        yield _mutant_of(operation, "list.parent-operation-removed", sentence, gone, *laws)
    for each in spec.operations:
        if each.id != parent.operation:
            found = _mutant_of(
                operation,
                "list.parent-operation",
                "Another operation is said to list the parents.",
                Edit("set", f"{where}/operation", each.id),
                *laws,
            )
            yield attrs.evolve(found, subject=each.id)
    other = Edit("set", f"{where}/parameter", f"{parent.parameter}_of")
    sentence = "Another parameter is said to name the parent."
    yield _mutant_of(operation, "list.parent-parameter", sentence, other, *laws)


def _strictness(spec: Spec, operation: ListOperation) -> Iterator[DocumentMutant]:
    where = f"{operation_place(operation)}/x-list/strictness"
    node = at(spec.raw, f"{operation_place(operation)}/x-list").get("strictness", {})
    if not node:
        return
    sizes = {"refused": "clamped", "clamped": "refused"}
    ends = {"empty": "notFound", "notFound": "empty"}
    choices: list[tuple[str, object, tuple[str, ...]]] = []
    if operation.paging.size is not None:
        other = sizes[operation.strictness.oversized_page]
        choices.append(("oversizedPage", other, ("page.refused", "page.bounds")))
    if at(spec.raw, f"{operation_place(operation)}/x-list/pagination")["style"] == "page":
        choices.append(
            ("pastTheEnd", ends[operation.strictness.past_the_end], ("page.past_the_end",))
        )
    for name, value, laws in choices:
        sentence = "Another choice is said to be the server's."
        edit = Edit("set", f"{where}/{name}", value)
        yield _mutant_of(operation, f"strictness.{name}", sentence, edit, *laws)
    for name, laws in (
        ("invalidValue", ("filter.refused", "page.refused")),
        ("unknownParent", ("scope.unknown",)),
        ("malformedParent", ("scope.malformed",)),
    ):
        applies = name == "invalidValue" or operation.parent is not None
        for status in (*_STATUSES, 409) if applies else ():
            if node.get(name) != [status] and not (name == "unknownParent" and status == 404):  # noqa: PLR2004 - the default
                found = _mutant_of(
                    operation,
                    f"strictness.{name}",
                    "Other statuses are said to be those of the server.",
                    Edit("set", f"{where}/{name}", [status]),
                    *laws,
                )
                yield attrs.evolve(found, subject=str(status))
        # Named or not, the status of an unknown parent is 404: that says the same.
        if name in node and not (name == "unknownParent" and node[name] == [404]):
            gone = Edit("remove", f"{where}/{name}")
            sentence = "A choice of the server is left out."
            yield _mutant_of(operation, f"strictness.{name}-removed", sentence, gone, *laws)


def _filters(spec: Spec) -> Iterator[DocumentMutant]:
    by_id = {each.id: each for each in spec.lists}
    for site in parameter_sites(spec):
        if "x-filter" not in site.node:
            continue
        where, node = f"{site.where}/x-filter", site.node["x-filter"]
        operation = by_id[site.operations[0]]
        base = DocumentMutant(
            "filter.removed",
            "A filter is not annotated.",
            Edit("remove", where),
            site.operations,
            subject=site.name,
            laws=("filter.*",),
            parameter=site.name,
        )
        yield base
        for other in {**_OPERATORS, **_OTHERS}[node["operator"]]:
            yield attrs.evolve(
                base,
                kind=f"filter.operator-{other}",
                sentence="The filter is said to compare otherwise.",
                edit=Edit("set", f"{where}/operator", other),
            )
        for other in _GRAINS[node["precision"]]:
            yield attrs.evolve(
                base,
                kind=f"filter.precision-{other}",
                sentence="The filter is said to compare something else of the value.",
                edit=Edit("set", f"{where}/precision", other),
            )
        fields = _fields(spec, operation)
        for index, other in enumerate((*_like(fields, node["field"]), f"{node['field']}_")):
            yield attrs.evolve(
                base,
                kind=f"filter.field-{index}",
                sentence="The filter is said to read another field.",
                edit=Edit("set", f"{where}/field", other),
            )
        for kind, sentence, edit in _defaults(site.node, where):
            yield attrs.evolve(base, kind=f"filter.{kind}", sentence=sentence, edit=edit)


def _defaults(parameter: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, Edit]]:
    """Change which values hold where a filter is left out."""
    schema = parameter.get("schema", {})
    place = f"{where}/default"
    if "default" not in parameter["x-filter"]:
        if schema.get("type") == "boolean":
            edit = Edit("set", place, value=True)
            yield "default", "The filter is said to hold by default.", edit
        return
    own = parameter["x-filter"]["default"]
    yield "default-removed", "Nothing is said to hold by default.", Edit("remove", place)
    values = own if isinstance(own, list) else [own]
    others = [each for each in schema.get("enum", ()) if each not in {*values, None}]
    for index, other in enumerate(others):
        edit = Edit("set", place, [*values, other])
        yield f"default-more-{index}", "Another value is said to hold by default, too.", edit
        edit = Edit("set", place, other)
        yield f"default-other-{index}", "Another value is said to hold by default.", edit
    if isinstance(own, list):
        for index, _ in enumerate(own):
            edit = Edit("remove", f"{place}/{index}")
            yield f"default-less-{index}", "One of the values is said not to hold by default.", edit


def _expansions(spec: Spec) -> Iterator[DocumentMutant]:
    by_id = {each.id: each for each in spec.lists}
    for site in parameter_sites(spec):
        if "x-expand" not in site.node:
            continue
        where, node = f"{site.where}/x-expand", site.node["x-expand"]
        operation = by_id[site.operations[0]]
        base = DocumentMutant(
            "expand.removed",
            "A flag is not annotated.",
            Edit("remove", where),
            site.operations,
            subject=site.name,
            laws=("expand.*",),
            parameter=site.name,
        )
        yield base
        fields = _fields(spec, operation)
        plain = [each for each in fields if each != node["field"]][:1]
        for index, other in enumerate((*plain, f"{node['field']}_")):
            yield attrs.evolve(
                base,
                kind=f"expand.field-{index}",
                sentence="The flag is said to add another field.",
                edit=Edit("set", f"{where}/field", other),
            )
        for index, each in enumerate(by_id):
            if each != node["operation"]:
                yield attrs.evolve(
                    base,
                    kind=f"expand.operation-{index}",
                    sentence="Another operation is said to list the children.",
                    edit=Edit("set", f"{where}/operation", each),
                )


def _invariants(spec: Spec) -> Iterator[DocumentMutant]:
    for site in schema_sites(spec):
        rules = site.node.get("x-invariants", ())
        place = f"{site.where}/x-invariants"
        if not rules:
            continue
        fields = {
            key(name): at(spec.raw, resolved(spec, site.where + key("properties", name)))
            for name in site.node["properties"]
        }
        base = DocumentMutant(
            "invariant.removed",
            "A rule between fields is left out.",
            Edit("remove", place),
            site.operations,
            laws=("coherence.*",),
        )
        yield base
        for index, rule in enumerate(rules):
            here = f"{place}/{index}"
            yield attrs.evolve(base, edit=Edit("remove", here))
            for edit, kind, sentence in _rule(spec, rule, here, fields):
                yield attrs.evolve(base, kind=kind, sentence=sentence, edit=edit)


def _rule(
    spec: Spec, rule: Mapping[str, Any], here: str, fields: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Edit, str, str]]:
    ((name, body),) = rule.items()
    if name == "order":
        yield from _order(body, f"{here}/order", fields)
        return
    here = f"{here}/{name}"
    for part in ("field", "when", "parent"):
        others = (*_like(fields, body[part], limit=1), f"{body[part]}_") if part in body else ()
        for index, other in enumerate(others):
            edit = Edit("set", f"{here}/{part}", other)
            yield edit, f"invariant.{part}-{index}", "A rule is said to be about another field."
    if "equals" in body:
        is_flag = isinstance(body["equals"], bool)
        value = not body["equals"] if is_flag else f"{body['equals']}s"
        edit = Edit("set", f"{here}/equals", value)
        yield edit, "invariant.equals", "A rule is said to hold with another value."
    if "parent" in body:
        gone = Edit("remove", f"{here}/parent")
        yield gone, "invariant.parent-removed", "The parent of what is referred to is left out."
    for index, each in enumerate(spec.operations):
        if "operation" in body and each.id != body["operation"]:
            edit = Edit("set", f"{here}/operation", each.id)
            sentence = "Another operation is said to list what is referred to."
            yield edit, f"invariant.operation-{index}", sentence


def _order(
    body: list[str], here: str, fields: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Edit, str, str]]:
    backwards = Edit("set", here, [*reversed(body)])
    yield backwards, "invariant.order", "The order is said to be the other way round."
    for index, each in enumerate(body):
        for count, other in enumerate(_like(fields, each)):
            if other not in body:
                edit = Edit("set", f"{here}/{index}", other)
                yield edit, f"invariant.order-field-{count}", "Another field is in the order."
