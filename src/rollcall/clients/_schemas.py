"""Valid values of schemas, and their places in a body."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from math import inf
from string import ascii_lowercase, digits
from typing import Any
from uuid import UUID

import hypothesis
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.clients._forms import alternatives, inside, leads_back, open_fields, types_of
from rollcall.clients._numbers import nth_integer, sample_number
from rollcall.spec import PagePlace, Pointer, Spec, SpecError, reach, resolve

__all__ = [
    "hold",
    "lengths_of",
    "nth_identity",
    "sample",
    "schema_at",
    "settle",
    "texts",
    "write",
    "write_end",
]

_SAMPLES = {
    "uuid": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
    "date-time": "2021-04-16T09:46:20.954863Z",
    "date": "2021-04-16",
    "uri": "https://www.example.com/",
    "uri-reference": "/elsewhere",
    "email": "reader@example.com",
    "hostname": "www.example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "time": "09:46:20Z",
}
_ANYTHING = "anything"
"""A value for a schema that admits any."""


def lengths_of(schema: Mapping[str, Any]) -> tuple[int, float]:
    """Return the minimum and maximum length of a string; the maximum may be infinite."""
    return schema.get("minLength", 0), schema.get("maxLength", inf)


def schema_at(spec: Spec, schema: Mapping[str, Any], pointer: Pointer) -> Mapping[str, Any]:
    """Return the schema of the value at a pointer: its first form, without null."""
    return reach(spec.raw, schema, pointer).forms[0]


def write(body: Any, place: Pointer | PagePlace | None, value: object) -> None:  # noqa: ANN401 - any JSON
    """Set the value at a place, if it is in the body."""
    pointer = place.pointer if isinstance(place, PagePlace) else place
    if pointer is not None:
        holder, name = _holder(body, pointer)
        if holder is not None:
            holder[name] = value


def hold(spec: Spec, schema: Mapping[str, Any], body: object, place: Pointer | PagePlace) -> None:
    """Add the objects that hold a place, unless they are null."""
    pointer = place.pointer if isinstance(place, PagePlace) else place
    location = pointer.location if pointer is not None else ()
    for depth in range(1, len(location)):
        at = Pointer.at(location[:depth])
        holder, name = _holder(body, at)
        if holder is not None:
            holder.setdefault(name, sample(spec, schema_at(spec, schema, at)))


def settle(spec: Spec, schema: Mapping[str, Any], body: object, place: PagePlace | None) -> None:
    """Set a place in a body, and the objects that hold it, where they are null or absent."""
    pointer = place.pointer if place is not None else None
    location = pointer.location if pointer is not None else ()
    for depth in range(1, len(location) + 1):
        at = Pointer.at(location[:depth])
        holder, name = _holder(body, at)
        is_above = depth < len(location)
        known = holder.get(name) if holder is not None else None
        if holder is not None and (known is None or (is_above and not isinstance(known, dict))):
            holder[name] = sample(spec, schema_at(spec, schema, at))


def write_end(
    spec: Spec,
    schema: Mapping[str, Any],
    body: Any,  # noqa: ANN401 - any JSON
    place: PagePlace | None,
) -> None:
    """Remove a value: set null or an empty text, or delete the field, as the schema allows.

    Args:
        spec: The spec.
        schema: The schema of the body.
        body: The body.
        place: The place of the link or the token; ignored if it is not in the body.
    """
    if place is None or place.pointer is None:
        return
    pointer = place.pointer
    holder, name = _holder(body, pointer)
    around = schema_at(spec, schema, Pointer.at(pointer.location[:-1]))
    if holder is None:
        return
    own = around.get("properties", {}).get(name)
    if own is not None and _admits_null(spec, own):
        holder[name] = None
    elif name in around.get("required", ()):
        holder[name] = ""
    else:
        holder.pop(name, None)


def _holder(body: object, pointer: Pointer) -> tuple[dict[str, Any] | None, str]:
    """Return the object that has a field, which is None if there is no object, and its name."""
    *parents, name = pointer.location
    holder = Pointer.at(parents).read(body)
    return (holder if isinstance(holder, dict) else None), name


def _admits_null(spec: Spec, schema: Mapping[str, Any]) -> bool:
    schema = resolve(spec, schema)
    branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return "null" in types_of(schema) or any(_admits_null(spec, each) for each in branches)


def sample(  # noqa: PLR0911 - one for each type
    spec: Spec, schema: Mapping[str, Any], within: tuple[str, ...] = ()
) -> Any:  # noqa: ANN401 - any JSON
    """Return a value with every field that the schema names, and an item in every list.

    An optional part that leads back to a schema around it is left out.

    Args:
        spec: The spec.
        schema: The schema.
        within: The references to the schemas around it.

    Raises:
        SpecError: The schema admits no simple value.
    """
    within = inside(schema, within)
    schema = resolve(spec, schema)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return next((each for each in schema["enum"] if each is not None), None)
    if others := alternatives(spec, schema):
        return sample(spec, next(filter(_is_set, others), others[0]), within)
    match [each for each in types_of(schema) if each != "null"][:1]:
        case ["object"]:
            fields = open_fields(spec, schema, within)
            return {name: sample(spec, field, within) for name, field in fields.items()}
        case ["array"]:
            items = schema.get("items", {})
            count = 0 if leads_back(items, within) else 1
            count = max(count, schema.get("minItems", count))
            return [sample(spec, items, within) for _ in range(count)]
        case ["string"] if "pattern" in schema:
            return _simplest(schema["pattern"], *lengths_of(schema))
        case ["string"]:
            return str(_SAMPLES.get(schema.get("format", ""), "a" * schema.get("minLength", 1)))
        case ["integer" | "number"]:
            return sample_number(schema)
        case ["boolean"]:
            return False
    return None if "null" in types_of(schema) else _ANYTHING


def _is_set(schema: Mapping[str, Any]) -> bool:
    return types_of(schema) != ["null"]


def texts(schema: Mapping[str, Any]) -> SearchStrategy[str]:
    """Draw texts with the pattern and the length of a schema."""
    least, most = lengths_of(schema)
    if "pattern" not in schema:
        return st.text(
            st.characters(codec="utf-8"), min_size=least, max_size=schema.get("maxLength", 12)
        )
    drawn = st.from_regex(schema["pattern"], alphabet=st.characters(codec="utf-8"))
    # In Python, ``$`` also matches before a final line break.
    return drawn.filter(lambda text: not text.endswith("\n") and least <= len(text) <= most)


@cache
def _simplest(pattern: str, least: int, most: float) -> str:
    """Return the simplest text of a length that matches a pattern.

    Raises:
        SpecError: None was found.
    """
    settings = hypothesis.settings(database=None, derandomize=True)
    try:
        found: str = hypothesis.find(
            st.from_regex(pattern), lambda text: least <= len(text) <= most, settings=settings
        )
    except hypothesis.errors.NoSuchExample:
        msg = f"no text of {least} to {most} characters was found that matches {pattern!r}"
        raise SpecError(msg) from None
    return found


def nth_identity(schema: Mapping[str, Any], identity: object, number: int) -> object:
    """Return an identity of the same kind for each number.

    Args:
        schema: The schema of the identity.
        identity: One that it admits.
        number: Which one, from 0.

    Raises:
        SpecError: The schema admits too few identities like the given one.
    """
    if not isinstance(identity, str):
        return nth_integer(schema, number)
    if schema.get("format") == "uuid" and "pattern" not in schema:
        return str(UUID(int=(UUID(identity).int + number) % 2**128))
    longer = f"{identity}{number}"
    if "pattern" not in schema and len(longer) <= lengths_of(schema)[1]:
        return longer
    pattern = schema.get("pattern", "")
    found, rest = list(identity), number
    # As in a number, the last character changes first.
    for place in reversed(range(len(identity))):
        choices = _choices(pattern, identity, place)
        if choices:
            rest, index = divmod(rest, len(choices))
            found[place] = choices[index]
    text = "".join(found)
    if rest or not re.search(pattern, text):
        msg = f"there are too few identities like {identity!r} for {number} items: {dict(schema)}"
        raise SpecError(msg)
    return text


@lru_cache(maxsize=1000)
def _choices(pattern: str, text: str, place: int) -> str:
    """Return the characters that may stand at a place of a text, each in one case."""

    def fits(sign: str) -> bool:
        return re.search(pattern, f"{text[:place]}{sign}{text[place + 1 :]}") is not None

    cased = ((each, each.upper()) for each in ascii_lowercase)
    letters = (next(filter(fits, pair), "") for pair in cased)
    return "".join([*filter(fits, digits), *letters])
