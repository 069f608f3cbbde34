"""Replies with valid pages, drawn from the schemas of a spec."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Call
from rollcall.clients._forms import alternatives, inside, leads_back, open_fields, types_of
from rollcall.clients._numbers import integers, numbers
from rollcall.clients._page_size import full_size
from rollcall.clients._pages import asked_number, changed_page
from rollcall.clients._schemas import hold, settle, texts, write
from rollcall.clients._script import Reply, reply_with
from rollcall.spec import PagePlace, Spec, SpecError, resolve, success_schema

__all__ = ["drawn_replies"]

_LONGEST = 2
_DATETIMES = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - the offset is drawn apart
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
)
_OFFSETS = st.sampled_from([0, 1, -1, 330, -210, 765, -1439, 1439])
_ADDRESSES = ("https://www.example.com/", "http://[::1]:80/a?b#c", "urn:a:b")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


def drawn_replies(call: Call) -> SearchStrategy[Reply]:
    """Draw replies with valid pages, whose page numbers are consistent."""
    schema = success_schema(call.spec, call.operation)
    return _values(call.spec, schema).map(lambda body: _consistent(call, body))


def _consistent(call: Call, body: Any) -> Reply:  # noqa: ANN401 - any JSON
    """Correct the page numbers and totals of a page: a client reports contradictions."""
    operation, paging = call.operation, call.operation.paging
    # The annotations say that these are set, even if the schema does not require them.
    schema = success_schema(call.spec, operation)
    hold(call.spec, schema, body, operation.items)
    for place in paging.places:
        hold(call.spec, schema, body, place)
    always = (paging.size_echo, paging.index_echo, paging.total_pages)
    for found in (*always, paging.total_items if paging.requested is None else None):
        settle(call.spec, schema, body, found)
    if operation.items.read(body) is None:
        write(body, operation.items, [])
    items = operation.items.read(body)
    parent = operation.parent.field if operation.parent is not None else None
    needed = [each for each in (operation.identity, parent, paging.token_field) if each is not None]
    whole = [each for each in items if all(field.read(each) is not None for field in needed)]
    items[:] = {_key(operation.identity.read(each)): each for each in whole}.values()
    count = len(items)
    size = max(_drawn(paging.size_echo, body, full_size(call)), count)
    told: dict[PagePlace | None, object] = {
        paging.next: None,
        paging.next_token: None,
        paging.has_more: not paging.more_value,
        paging.size_echo: size,
        paging.total_items: count,
        paging.total_pages: -(-count // max(1, size)),
    }
    if paging.selector is not None:
        told.update(_numbers(call, body, count, size))
    return changed_page(call, reply_with(body), told)


def _key(identity: object) -> object:
    """Return what identities that are the same have in common: 1 and 1.0, a UUID in any case."""
    return identity.lower() if isinstance(identity, str) else identity


def _numbers(
    call: Call, body: object, count: int, size: int
) -> Iterator[tuple[PagePlace | None, object]]:
    """Yield the places of the numbers of a page with `count` of `size` items, and their values."""
    operation, paging = call.operation, call.operation.paging
    first = operation.first_index
    number = max(first, _drawn(paging.index_echo, body, asked_number(call)))
    total = _drawn(paging.total_items, body, 0)
    before = operation.start(number, size)
    if count == 0:
        total = min(total, before)
    elif count < size:
        total = before + count
    else:
        total = max(total, before + count)
    yield paging.index_echo, number
    yield paging.total_items, total
    yield paging.total_pages, -(-total // max(1, size))


def _drawn(place: PagePlace | None, body: object, other: int) -> int:
    """Return the drawn integer at a place, or another one if there is none."""
    drawn = place.read(body) if place is not None else None
    # An integer may be drawn as 10.0, which is no argument of a call.
    return other if drawn is None else int(drawn)


def _values(
    spec: Spec, schema: Mapping[str, Any], within: tuple[str, ...] = ()
) -> SearchStrategy[Any]:
    within = inside(schema, within)
    schema = resolve(spec, schema)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if others := alternatives(spec, schema):
        ends = [each for each in others if not leads_back(each, within)]
        return st.one_of([_values(spec, each, within) for each in ends or others])
    kinds = types_of(schema)
    return st.one_of([_of_type(spec, schema, each, within) for each in kinds]) if kinds else _JSON


def _of_type(  # noqa: PLR0911 - one for each type
    spec: Spec, schema: Mapping[str, Any], kind: str, within: tuple[str, ...]
) -> SearchStrategy[Any]:
    match kind:
        case "object":
            return _objects(spec, schema, within)
        case "array":
            least = schema.get("minItems", 0)
            inner = schema.get("items", {})
            if not least and leads_back(inner, within):
                return st.just([])
            items = _values(spec, inner, within)
            return st.lists(items, min_size=least, max_size=max(least, _LONGEST))
        case "string":
            return _strings(schema)
        case "integer":
            return integers(schema)
        case "number":
            return numbers(schema)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    msg = f"no values can be drawn for {dict(schema)}"
    raise SpecError(msg)


def _objects(spec: Spec, schema: Mapping[str, Any], within: tuple[str, ...]) -> SearchStrategy[Any]:
    more = schema.get("additionalProperties", True)
    is_open = more is not False
    others = _JSON
    if isinstance(more, Mapping):
        is_open = not leads_back(more, within)
        others = _values(spec, more, within) if is_open else others
    if "properties" not in schema:
        return st.dictionaries(st.text(max_size=5), others, max_size=2 if is_open else 0)
    required = set(schema.get("required", ()))
    inner = open_fields(spec, schema, within)
    fields = {name: _values(spec, each, within) for name, each in inner.items()}
    optional = {name: each for name, each in fields.items() if name not in required}
    # A server may send unknown fields, unless the spec excludes them.
    if is_open:
        optional["x_unknown_field"] = others
    return st.fixed_dictionaries(
        {name: each for name, each in fields.items() if name in required}, optional=optional
    )


def _strings(schema: Mapping[str, Any]) -> SearchStrategy[str]:
    match schema.get("format"):
        case "uuid":
            return st.uuids().flatmap(
                lambda value: st.sampled_from([str(value), str(value).upper()])
            )
        case "date-time":
            return st.builds(_datetime, _DATETIMES, _OFFSETS, st.integers(0, 9), st.booleans())
        case "date":
            return st.dates().map(str)
        case "uri":
            return st.sampled_from(_ADDRESSES)
        case "uri-reference":
            return st.sampled_from([*_ADDRESSES, "", "?a=b", "/a/%20b", "../a#b", "//[::1]"])
    return texts(schema)


def _datetime(value: datetime, offset: int, digits: int, lower: bool) -> str:  # noqa: FBT001
    """Format a date-time of RFC 3339 with any offset, and up to nine digits of a second."""
    zone = timezone(timedelta(minutes=offset)) if offset else UTC
    text = value.replace(microsecond=0, tzinfo=zone).isoformat()
    clock, suffix = text[:19], text[19:]
    fraction = f".{value.microsecond:06d}789"[: digits + 1] if digits else ""
    text = clock + fraction + ("Z" if suffix == "+00:00" else suffix)
    return text.lower() if lower else text
