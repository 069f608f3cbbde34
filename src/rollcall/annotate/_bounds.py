"""Finds the field that a bound is about whose name has no field, such as ``date_from``."""

import re
from collections.abc import Iterable, Iterator

import attrs

from rollcall.annotate._fields import Field, snake
from rollcall.annotate._names import AMOUNTS, MOMENTS, OPERATORS, OPERATORS_BEFORE, TIMES
from rollcall.annotate._unexplained import Unexplained
from rollcall.spec import Operator

__all__ = ["Bound", "bound_of", "is_of_any_date", "operators_of"]

_NUMBERS = {"integer", "number"}
_ORDERS = {"gt", "gte", "lt", "lte"}
_OF_NUMBERS = {"min", "max", "minimum", "maximum"}
_OF_TIMES = {"date", "date-time"}
_LONGEST = 3
"""The words of the longest operator, such as ``on_or_after``."""
_OWN = re.compile(r"(ed|sent|paid|due|birth|expir\w*)$")
"""The ends of words that name a date of their own, which an item may lack."""
_DIRECTIONS = {"after", "before"}
"""Words of tokens that lead to the next page and to the one before."""
_ENDINGS = re.compile(r"^date_|_(at|on|date|time)$")


@attrs.frozen
class Bound:
    """The fields that a bound without the name of a field may be about.

    Attributes:
        fields: The fields, the usual ones first.
        operators: The operators that the name may stand for, the likeliest first.
        reason: What suggests the fields, or why none of them is likelier.
        is_likely: Whether the document leaves one field, and the name has no other.
        is_told: Whether the description names the field.
    """

    fields: tuple[Field, ...]
    operators: tuple[Operator, ...]
    reason: str
    is_likely: bool
    is_told: bool = False


def operators_of(name: str) -> Iterator[tuple[str, tuple[Operator, ...]]]:
    """Yield the other words of a name in snake case, and the operators that its words stand for.

    >>> next(operators_of("created_on_or_after"))
    ('created', ('gte', 'gt'))
    """
    words = name.split("_")
    for length in range(min(_LONGEST, len(words)), 0, -1):
        ending = "_".join(words[-length:])
        if ending in OPERATORS and (length < len(words) or OPERATORS[ending][0] in _ORDERS):
            yield "_".join(words[:-length]), OPERATORS[ending]
    if len(words) > 1 and words[0] in OPERATORS_BEFORE:
        yield "_".join(words[1:]), OPERATORS_BEFORE[words[0]]


def is_of_any_date(words: str) -> bool:
    """Return whether words in snake case name no date in particular."""
    return {*words.split("_")} <= MOMENTS


def bound_of(found: Unexplained) -> Bound | None:
    """Return what a parameter may be a bound of; None if it seems to be none."""
    known = ((words, each) for words, each in operators_of(found.words) if each[0] in _ORDERS)
    words, operators = next(known, ("", ()))
    others = {*words.split("_")} - {""}
    fields = _candidates(found, others) if operators else []
    if not fields:
        return None
    named = [each for each in fields if _is_named(found.description, each)]
    if len(named) == 1:
        reason = f"the description names the field {named[0].pointer}"
        return Bound((named[0],), operators, reason, is_likely=True, is_told=True)
    what = "date" if fields[0].format in _OF_TIMES else "plausible number"
    names = ", ".join(each.pointer.text for each in fields)
    is_alone = len(fields) == 1
    told = f"{names} is the only {what} of an item" if is_alone else f"the {what}s are {names}"
    is_likely = is_alone and not any(_OWN.search(each) for each in others)
    reason = f"the name {found.parameter.name}, and {told}"
    return Bound(tuple(fields), operators, reason, is_likely=is_likely)


def _candidates(found: Unexplained, words: set[str]) -> list[Field]:
    """Return the fields of the kind that a bound is about."""
    form = found.schema.get("format")
    is_date = form in _OF_TIMES
    if _OF_NUMBERS & {*found.name.split("_")} and not (is_date or words & MOMENTS):
        numbers = _numbers(found)
        # A field often has a unit in addition, such as weight_kg.
        named = [each for each in numbers if words and words <= {*each.path.split("_")}]
        return _outer(named) or (_amounts(numbers) if words <= AMOUNTS else [])
    is_text = found.is_text and not form and words <= MOMENTS and not _is_token(found)
    if not (is_date or is_text):
        return []
    times = _outer(each for each in found.known.fields if each.format in _OF_TIMES)
    return sorted(times, key=lambda each: [*TIMES, each.name].index(each.name))


def _is_token(found: Unexplained) -> bool:
    """Return whether a text seems to select a page, beside another token."""
    tokens = {word for each in found.known.paging for word in snake(each).split("_")}
    return bool(_DIRECTIONS & tokens) and bool(_DIRECTIONS & {*found.name.split("_")})


def _outer(fields: Iterable[Field]) -> list[Field]:
    """Return the fields that the fewest names lead to."""
    known = [*fields]
    least = min((each.depth for each in known), default=0)
    return [each for each in known if each.depth == least]


def _numbers(found: Unexplained) -> list[Field]:
    """Return the numbers of an item."""
    return [
        each
        for each in found.known.fields
        if (each.is_a(*_NUMBERS) or each.format == "decimal")
        and not each.states
        and not {"id", "number", "code"} & {*each.name.split("_")}
    ]


def _amounts(numbers: Iterable[Field]) -> list[Field]:
    """Return the numbers that are next to an item, or the amounts among them, if there are any."""
    outer = _outer(numbers)
    return [each for each in outer if AMOUNTS & {*each.name.split("_")}] or outer


def _is_named(description: str, field: Field) -> bool:
    """Return whether a description, in lower case, has the name of a field.

    >>> from rollcall.spec import Pointer
    >>> printed = Field(Pointer("/printed_at"), frozenset({"string"}))
    >>> _is_named("by the day of printing", printed), _is_named("on or after", printed)
    (True, False)
    """
    words = _ENDINGS.sub("", field.name)
    if is_of_any_date(words):
        return False
    stem = re.escape(words.removesuffix("ed")).replace("_", "[ _-]")
    return bool(re.search(rf"\b{stem}", description))
