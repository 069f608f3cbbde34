"""Proposes which order a parameter chooses, and what else it may mean, one key at a time."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from rollcall.annotate._fields import Field, field_named, snake
from rollcall.annotate._names import DIRECTIONS
from rollcall.annotate._proposal import Proposal
from rollcall.annotate._unexplained import Unexplained, schema_of
from rollcall.laws import Violation
from rollcall.spec import Pointer

__all__ = ["refined_sort", "sort_proposal"]

_NAME_LISTS = re.compile(r"\(([A-Za-z_.]+(?:\|[A-Za-z_.]+)*)\)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def sort_proposal(found: Unexplained, directions: Collection[str]) -> Proposal | None:
    """Return the proposal for a parameter that chooses the order; None if no field is its key.

    Args:
        found: The parameter.
        directions: The names of the parameters that choose a direction alone.
    """
    names, texts = _names(found)
    pattern = str(found.schema.get("pattern", ""))
    fields = {name: field_named(found.known.fields, snake(name)) for name in names}
    keys = {name: _key(match[0]) for name, match in fields.items() if match is not None}
    several = {"separator": ","} if "," in pattern or found.is_array or not names else {}
    reason = f"the name {found.parameter.name}, and values that are names of fields"
    if not names:
        # A server shows which of the fields are keys.
        keys = {str(each.pointer.location[-1]): _key(each) for each in _scalars(found)}
        reason = f"the name {found.parameter.name}; the document does not name its values"
    if not keys:
        return None
    value = {"keys": keys, **_signs(found, texts, directions), **several}
    return found.proposal("x-sort", [value], "medium" if names else "low", reason)


def _key(field: Field) -> dict[str, Any]:
    """Return the key of an order for a field of an item."""
    found: dict[str, Any] = {"field": field.pointer.text}
    if field.format == "date-time":
        found["precision"] = "instant"
    elif field.is_a("string"):
        found["precision"] = "decimal" if field.format == "decimal" else "text"
    return found


def _scalars(found: Unexplained) -> list[Field]:
    outer = [each for each in found.known.fields if each.depth == 1]
    return [each for each in outer if each.is_a("string", "integer", "number")]


def _names(found: Unexplained) -> tuple[list[str], list[str]]:
    """Return the names of the keys, and the texts in which they occur."""
    texts = [str(each) for each in found.schema.get("enum") or ()]
    pattern = str(found.schema.get("pattern", ""))
    listed = [
        each
        for group in _NAME_LISTS.findall(pattern)
        for each in group.split("|")
        if each.lower() not in DIRECTIONS
    ]
    bare = [re.sub(r"(?i)^[-+]|[ :_.](asc|desc)$", "", each) for each in texts]
    return [*dict.fromkeys([*bare, *listed])], [*texts, pattern]


def _signs(
    found: Unexplained, texts: Sequence[str], directions: Collection[str]
) -> Mapping[str, Any]:
    """Return how a direction is written."""
    for name in sorted(directions):
        chooser = next(each for each in found.known.operation.parameters if each.name == name)
        states = [str(each) for each in schema_of(found.known, chooser)["enum"]]
        return {
            key: {"parameter": name, "value": state}
            for key in ("ascending", "descending")
            for state in states
            if state.lower() in {key, key.removesuffix("ending")}
        }
    joined = "\n".join(texts)
    suffixes = [
        (key, match[0])
        for key, word in (("ascending", "asc"), ("descending", "desc"))
        if (match := re.search(rf"(?i)[ :_.]{word}\b", joined)) is not None
    ]
    if suffixes:
        return {key: {"suffix": text} for key, text in suffixes}
    plus = {"ascending": {"prefix": "+"}} if any(each[:1] == "+" for each in texts) else {}
    return {**plus, "descending": {"prefix": "-"}}


def refined_sort(
    value: Mapping[str, Any], parameter: str, failed: Mapping[str, Violation]
) -> Mapping[str, Any] | None:
    """Return an ``x-sort`` whose first key of a violation has its next meaning, or is left out.

    Args:
        value: The annotation.
        parameter: The name of the parameter.
        failed: A violation of each law that does not hold, by its id.

    Returns:
        The annotation; None if no key is left, or the violation does not tell the key.
    """
    violation = next(iter(failed.values()))
    name = _key_at_fault(value["keys"], parameter, violation)
    if name is None:
        return None
    key = value["keys"][name]
    meanings = [*_meanings(key, may_count=_spells_numbers(key["field"], violation))]
    both = failed.get("order.reversed")
    # The direction in a parameter of its own has a default, which may be that of both requests.
    is_signed = "ascending" not in value and "parameter" not in value["descending"]
    if both is not None and is_signed and name == _key_at_fault(value["keys"], parameter, both):
        meanings = [] if _is_ignored(key["field"], both) else meanings
    keys = {each: key for each, key in value["keys"].items() if each != name}
    if meanings:
        keys = {each: meanings[0] if each == name else key for each, key in value["keys"].items()}
    return {**value, "keys": keys} if keys else None


def _key_at_fault(keys: Mapping[str, Any], parameter: str, violation: Violation) -> str | None:
    urls = [each.url for each in violation.exchanges]
    texts = [text for url in urls for text in parse_qs(urlsplit(url).query).get(parameter, ())]
    words = [word for text in texts for word in re.split(r"[,:+ -]", text)]
    return next((each for each in words if each in keys), None)


def _is_ignored(pointer: str, violation: Violation) -> bool:
    """Return whether the two directions of a violation list the values of a field alike."""
    found = [_values_of(pointer, each.body) for each in violation.exchanges]
    shown = min(map(len, found), default=0)  # the bodies are cut
    alike = {tuple(each[:shown]) for each in found}
    return len(found) > 1 and len(alike) == 1 and len({*alike.pop()}) > 1


def _spells_numbers(pointer: str, violation: Violation) -> bool:
    """Return whether the texts of a field are numbers in the responses of a violation."""
    found = [text for each in violation.exchanges for text in _values_of(pointer, each.body)]
    texts = [each[1:-1] for each in found if each[:1] == '"']
    return bool(texts) and all(_NUMBER.fullmatch(each) for each in texts)


def _values_of(pointer: str, body: str) -> list[str]:
    """Return the scalars that a body in JSON has for a field, as they are spelled."""
    name = re.escape(json.dumps(Pointer(pointer).location[-1]))
    return re.findall(rf'{name}\s*:\s*("[^"]*"|[^\s",\[\]{{}}]+)', body)


def _meanings(key: Mapping[str, Any], *, may_count: bool) -> Iterator[Mapping[str, Any]]:
    """Yield the meanings of a key that come after its present one."""
    base = {name: key[name] for name in ("field", "precision") if name in key}
    known: list[Mapping[str, Any]] = [base]
    if base.get("precision") in {"text", "decimal"}:
        text = {**base, "precision": "text"}
        known = [text, {**text, "ignore": ["case"]}]
        if may_count or base["precision"] == "decimal":
            known.append({**base, "precision": "decimal"})
    both = [made for each in known for made in (each, {**each, "direction": "descending"})]
    yield from both[both.index(key) + 1 :]
