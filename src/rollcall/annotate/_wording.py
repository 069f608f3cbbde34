"""What the description of a filter says outright: its operator, and whether case counts."""

import re
from collections.abc import Collection

from rollcall.spec import Operator

__all__ = ["says_any_case", "says_case_counts", "says_more", "says_part", "stated_operator"]

_INCLUSIVE = re.compile(
    r"(?<!not )(?<!non-)\binclusive|≥|≤|[<>]=|\bup to and including\b"
    r"|\bor (equal|later|earlier|newer|older|more|less|higher|lower|after|before)\b"
    r"|\bon or (after|before)\b"
    r"|\b(no|not) (later|earlier|newer|older|more|less|lower|higher) than\b"
)
_EXCLUSIVE = re.compile(
    r"(?<!mutually )\bexclusive|\b(not|non)[- ]inclusive|\bstrictly\b|\b(not includ|exclud)ing\b"
)
_ANY_CASE = re.compile(
    r"\bcase[- ]?insensitiv|\b(not|isn't|without) case[- ]?sensitiv"
    r"|\b(ignor\w+|regardless of|irrespective of|without regard to|disregard\w*) "
    r"(the |upper |lower |letter )?(case|capitali[sz]ation)\b"
    r"|\b(case|capitali[sz]ation) (is ignored|is irrelevant|(does not|doesn't) (matter|count))"
    r"|(?<!in )\b(any|either) (letter )?case\b"
)
_CASE = re.compile(r"(?<!not )\bcase[- ]?sensitiv|\bcase (matters|counts|is significant)")
_BOTH_CASES = re.compile(r"\bupper\W?(case)?( letters)? (and|or|as well as) lower\W?case")
_DIFFER = re.compile(
    r"(?<!not )\b(differ|distinct|distinguish)|\bnot (the same|equal)|\bmatters?\b"
)
_MORE = re.compile(r"\b(includ\w+|also|as well|in addition|besides)\b")
_PART = re.compile(
    r"\b(contain\w*|includ\w+|partial\w*|part|sub-?strings?|prefix\w*|suffix\w*|infix|like|fuzzy"
    r"|(start|begin|end)\w* with|search\w*|match\w*|pattern|regex\w*|wildcards?|comma\W\w+)\b"
)
_LIMITS: Collection[Operator] = ("gte", "lte")


def stated_operator(description: str, operators: Collection[Operator]) -> Operator | None:
    """Return which of the operators that a name admits a description names; None: it names none.

    >>> stated_operator("acquired on or before this date", ["lte", "lt"])
    'lte'
    >>> stated_operator("before this date, exclusive", ["lte", "lt"])
    'lt'

    Args:
        description: The description, in lower case.
        operators: The operators, such as ``lt`` and ``lte``.
    """
    is_inclusive = bool(_INCLUSIVE.search(description))
    if is_inclusive == bool(_EXCLUSIVE.search(description)):
        return None
    fitting = [each for each in operators if (each in _LIMITS) == is_inclusive]
    return fitting[0] if len(fitting) == 1 else None


def says_any_case(description: str) -> bool:
    """Return whether a description says that case does not count.

    >>> says_any_case("by name, ignoring case"), says_any_case("case-sensitive")
    (True, False)
    """
    is_one = _BOTH_CASES.search(description) and not _DIFFER.search(description)
    return bool(is_one or _ANY_CASE.search(description))


def says_case_counts(description: str) -> bool:
    """Return whether a description says that case counts."""
    are_two = _BOTH_CASES.search(description) and _DIFFER.search(description)
    return not says_any_case(description) and bool(are_two or _CASE.search(description))


def says_more(description: str) -> bool:
    """Return whether a parameter may add items, such as archived ones, instead of selecting."""
    return bool(_MORE.search(description))


def says_part(description: str) -> bool:
    """Return whether a text may be compared otherwise than as a whole.

    >>> says_part("part of the title"), says_part("orders of this carrier")
    (True, False)
    """
    return bool(_PART.search(description))
