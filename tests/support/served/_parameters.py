"""The parameters of a list, from their annotations."""

from collections.abc import Mapping
from typing import Any

from rollcall import spec as described
from rollcall.clients._schemas import schema_at
from rollcall.clients._wire import text_of
from rollcall.spec import (
    ListOperation,
    Parameter,
    Pointer,
    SortKey,
    Spec,
    item_schema,
    types_of,
)
from tests.support.styles import (
    Filter,
    Key,
    Select,
    Sort,
)
from tests.support.styles._parameters import Kind

__all__ = ["filter_of", "key_of", "kind_of", "path_of", "select_of", "sort_of"]


def filter_of(spec: Spec, operation: ListOperation, parameter: Parameter) -> Filter:
    rule = parameter.filter
    assert rule is not None
    field = schema_at(spec, item_schema(spec, operation), rule.field)
    several = rule.separator if parameter.delimiter is None else parameter.delimiter or "repeated"
    return Filter(
        path_of(rule.field),
        rule.operator,
        kind_of(rule.precision, field),
        many=several,
        fold=tuple(rule.ignored),
        zone=rule.zone,
        nulls=rule.nulls_match,
        default=next((text_of(each) for each in rule.defaults), None),
        one_of=tuple(map(str, parameter.schema.get("enum", ()))),
        prefixes=dict(rule.prefixes),
    )


def kind_of(precision: str, field: Mapping[str, Any]) -> Kind:
    kinds = types_of(field)
    if precision == "day":
        return "date" if field.get("format") == "date" else "day"
    if precision == "instant":
        return "instant"
    for kind in ("boolean", "integer", "number"):
        if kind in kinds:
            return kind
    return "text"


def path_of(pointer: Pointer) -> str:
    return "/".join(map(str, pointer.location))


def key_of(key: SortKey) -> Key:
    return Key(path_of(key.field), descending=key.is_descending, fold=tuple(key.ignored))


def sort_of(parameter: str, sort: described.Sort) -> Sort:
    up, down = sort.ascending, sort.descending
    return Sort(
        parameter,
        {name: key_of(key) for name, key in sort.keys.items()},
        descending=(down.prefix, down.suffix) if down else ("", ""),
        ascending=(up.prefix, up.suffix) if up else ("", ""),
        direction=(up.parameter, up.value, down.value) if up and down and up.parameter else None,
        separator=sort.separator,
    )


def select_of(parameter: Parameter) -> Select:
    select = parameter.select
    assert select is not None
    return Select(
        parameter.name,
        tuple(select.fields),
        select.separator or parameter.delimiter or "",
        always=tuple(str(each.location[-1]) for each in select.always),
        default=select.default,
        within=path_of(select.within),
    )
