"""Texts that a parameter may not have as its value, and how lenient servers read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice

from rollcall.channels import Query
from rollcall.laws._admission import admits_value
from rollcall.laws._context import Context
from rollcall.laws._conventions import Reading, Spelling
from rollcall.laws._items import filter_of
from rollcall.laws._queries import few_sized
from rollcall.laws._values import candidates, present
from rollcall.spec import Parameter, instant_of

__all__ = [
    "base_of",
    "blank_spellings",
    "boolean_spellings",
    "case_spellings",
    "date_spellings",
    "empty_spellings",
    "empty_text_spellings",
    "invalid_page_spellings",
    "invalid_spellings",
    "kind_of",
    "number_spellings",
]

_HUGE = 10**30
_MOST_CASES = 6
_TRUE = ("True", "TRUE", "1", "yes", "on", "t", "2")
_FALSE = ("False", "FALSE", "0", "no", "off", "f")
_NO_DECIMALS = ("x", "1 2", "null", "NaN", "Infinity", "-Infinity")
_NO_NUMBERS = (*_NO_DECIMALS, "1e400")
_NO_PAGES = ("x", "null", "NaN", "Infinity", "-1", str(-_HUGE))
_INVALID: Mapping[str, Sequence[str]] = {
    "date": (
        *("2021-02-30", "2021-13-01", "2021-02-29", "2021-00-10", "x", "yesterday", "null"),
        "NaN",
    ),
    "date-time": (
        *("2021-02-30T00:00:00Z", "2021-04-25T25:00:00Z", "2021-04-25T00:00:00+99:00"),
        *("x", "now", "null", "NaN"),
    ),
    "boolean": ("maybe", "TRUE!", "truefalse", "null", "NaN"),
    "integer": _NO_NUMBERS,
    "number": _NO_NUMBERS,
    "decimal": _NO_DECIMALS,
    "uuid": ("x", "7b61621f-62e0-4aad-ab11", "null"),
    "enum": ("no such value", "null"),
}

_FORMATS = {"day": "date", "instant": "date-time"}
"""The format of the values of a filter, by its precision."""


def kind_of(parameter: Parameter) -> str:
    """Return the kind of values: ``enum``, ``decimal``, or the format or type of the schema.

    A text without a format has that of what its filter compares.
    """
    schema = parameter.schema
    if "enum" in schema:
        return "enum"
    if schema.get("type") != "string":
        return str(schema.get("type", ""))
    precision = parameter.filter.precision if parameter.filter is not None else "exact"
    if precision == "decimal":
        return "decimal"
    return str(schema.get("format") or _FORMATS.get(precision, "string"))


def base_of(context: Context) -> Query:
    """Return the query that a value of the subject, a parameter, is added to."""
    paging = context.operation.paging
    if context.subject == paging.size:
        return context.query
    if context.subject == paging.selector:
        several = [each for each in few_sized(context) if context.page_count(each) > 1]
        return several[0] if several else context.query
    return context.widest.without(context.subject)


def empty_spellings(context: Context) -> list[Spelling]:
    """Return an empty value, with its readings."""
    parameter, base = context.parameter(context.subject), base_of(context)
    kind = kind_of(parameter)
    readings: list[Reading] = [("ignored", base), ("noMatch", ())]
    readings += [("accepted", each) for each in _valid(context, base, ("integer", "boolean"))]
    return [Spelling("", readings, "accepted" if kind in {"date", "date-time"} else None)]


def empty_text_spellings(context: Context) -> list[Spelling]:
    """Return an empty text, with its readings."""
    base = base_of(context)
    expected = context.identities(context.expected(base.having(context.subject, "")))
    return [Spelling("", [("literal", expected), ("ignored", base)])]


def blank_spellings(context: Context) -> list[Spelling]:
    """Return texts with blanks around them."""
    parameter, base = context.parameter(context.subject), base_of(context)
    texts = [each for each in present(parameter, context.baseline) if isinstance(each, str)]

    def expected(text: str) -> list[str]:
        return context.identities(context.expected(base.having(context.subject, text)))

    # A default may hide the items of a text, so that all readings list nothing.
    own = [
        each for each in texts if each != each.strip() and expected(each) != expected(each.strip())
    ]
    plain = (each for each in texts if each and each == each.strip() and expected(each))
    padded = [form.format(each) for each in islice(plain, 1) for form in (" {}", "{} ", "\t{}")]
    return [
        Spelling(each, [("literal", expected(each)), ("ignored", expected(each.strip()))])
        for each in [*own[:2], *padded]
        if admits_value(parameter.schema, each)
    ]


def _valid(context: Context, base: Query, kinds: Sequence[str] = ()) -> Iterator[Query]:
    """Yield queries with values that a lenient reader may take for an invalid one."""
    name, kind = context.subject, kind_of(context.parameter(context.subject))
    if kinds and kind not in kinds:
        return
    if kind == "boolean":
        yield from (base.having(name, value) for value in (True, False))
    elif context.is_filter(name):
        yield base.having(name, 0)
    else:
        yield base.having(name, int(context.parameter(name).schema.get("minimum", 1)))


def invalid_spellings(context: Context) -> list[Spelling]:
    """Return texts without a meaning, and numbers out of bounds."""
    parameter, base = context.parameter(context.subject), base_of(context)
    kind, name = kind_of(parameter), parameter.name
    plain: list[Reading] = [("ignored", base), ("noMatch", ())]
    plain += [
        ("accepted", each) for each in _valid(context, base, ("integer", "number", "boolean"))
    ]
    otherwise = "accepted" if kind in {"date", "date-time"} else None
    texts = _INVALID.get(kind, ())
    if parameter.delimiter:
        texts = [each for each in texts if parameter.delimiter not in each]
    found = [Spelling(text, plain, otherwise) for text in texts]
    if kind != "integer":
        return found
    for bound, far in (("minimum", -_HUGE), ("maximum", _HUGE)):
        if bound in parameter.schema:
            limit = int(parameter.schema[bound])
            for value in (limit + (1 if far > 0 else -1), far):
                compared = context.identities(context.expected(base.having(name, value)))
                read: list[Reading] = [
                    ("accepted", base.having(name, limit)),
                    ("accepted", compared),
                ]
                found.append(Spelling(str(value), [*plain, *read]))
    return found


def invalid_page_spellings(context: Context) -> list[Spelling]:
    """Return texts that are no page number or size, and numbers below the smallest one."""
    schema, base = context.parameter(context.subject).schema, context.query
    if context.subject not in context.operation.paging.carried:
        base = base_of(context)
    low = int(schema.get("minimum", 1))
    readings: list[Reading] = [
        ("ignored", base),
        ("clamped", base.having(context.subject, low)),
        ("empty", ()),
    ]
    texts = dict.fromkeys([str(low - 1), str(-low - 1), *_NO_PAGES])
    return [Spelling(each, readings) for each in texts if "minimum" in schema or each[:1] != "-"]


def boolean_spellings(context: Context) -> list[Spelling]:
    """Return other spellings of true and false."""
    base, name = base_of(context), context.subject

    def spelling(text: str, *, value: bool) -> Spelling:
        return Spelling(
            text,
            [
                ("accepted", base.having(name, value)),
                ("ignored", base),
                ("noMatch", ()),
                ("misread", base.having(name, not value)),
            ],
        )

    return [
        *(spelling(each, value=True) for each in _TRUE),
        *(spelling(each, value=False) for each in _FALSE),
    ]


def number_spellings(context: Context) -> list[Spelling]:
    """Return other spellings of a number."""
    parameter, base = context.parameter(context.subject), base_of(context)
    name, is_integer = parameter.name, kind_of(parameter) == "integer"
    number = _number(context, parameter)
    if number is None:
        return []
    meant: Reading = ("accepted", base.having(name, number))
    others: list[Reading] = [("ignored", base)]
    if context.is_filter(name):
        others += [("noMatch", ()), ("misread", base.having(name, 0))]
    else:
        others += [("misread", each) for each in _valid(context, base)]
    rounded: Reading = ("accepted", base.having(name, number + 1))
    arabic = "".join(chr(0x660 + int(digit)) for digit in str(number))
    texts = [f"+{number}", f" {number}", f"{number} ", f"0{number}", f"{number}x", f"0x{number:x}"]
    if is_integer:
        texts += [f"{number}.0", f"{number}e0", f"{number}.5"]
    return [
        Spelling(each, [meant, *([rounded] if each.endswith(".5") else []), *others])
        for each in [*texts, arabic]
    ]


def _number(context: Context, parameter: Parameter) -> int | None:
    """Return a positive number that shows whether it is read; None if the data has none."""
    if not context.is_filter(parameter.name):
        low = int(parameter.schema.get("minimum", 1))
        default = parameter.schema.get("default")
        high = parameter.schema.get("maximum", low + 2)
        return next(each for each in (low + 1, low + 2, low) if each <= high and each != default)
    whole = context.count(base_of(context))
    known = [
        int(each)
        for each in candidates(parameter, context.baseline)
        if isinstance(each, int | float) and each == int(each) and each > 0
    ]
    split = [
        each
        for each in known
        if 0 < context.count(base_of(context).having(parameter.name, each)) < whole
    ]
    return next(iter([*split, *known]), None)


def date_spellings(context: Context) -> list[Spelling]:
    """Return other spellings of a date or a date-time."""
    parameter, base = context.parameter(context.subject), base_of(context)
    whole = context.count(base)
    known = [str(each) for each in candidates(parameter, context.baseline)]
    split = [each for each in known if 0 < context.count(base.having(parameter.name, each)) < whole]
    is_day = filter_of(parameter).precision == "day"
    spelled = _spelled_day if is_day else _spelled_instant
    return [
        Spelling(
            text,
            [
                ("accepted", base.having(parameter.name, meant)),
                ("ignored", base),
                ("noMatch", ()),
            ],
            "accepted",
        )
        for value in [*split, *known][:1]
        for text, meant in spelled(value)
    ]


def _spelled_day(text: str) -> Iterator[tuple[str, str]]:
    day = date.fromisoformat(text)
    year, week, weekday = day.isocalendar()
    others = (
        *(f"{text}T00:00:00Z", f"{day:%Y%m%d}", f"{day.year:04}-{day.month}-{day.day}"),
        *(f"{day:%d.%m.%Y}", f"{year:04}-W{week:02}-{weekday}", f"{text} "),
        str(instant_of(f"{text}T00:00:00Z")),
    )
    yield from ((each, text) for each in others if each != text)


def _spelled_instant(text: str) -> Iterator[tuple[str, str]]:
    second = instant_of(text) // 1
    moment = text[:19]
    yield text[:10], f"{text[:10]}T00:00:00Z"
    if text.endswith("Z"):
        yield moment, f"{moment}Z"
        yield f"{text[:10]} {text[11:]}", text
        yield str(Fraction(second)), f"{moment}Z"


def case_spellings(context: Context) -> list[Spelling]:
    """Return the values of an enumeration in another case."""
    parameter, base = context.parameter(context.subject), base_of(context)
    values = [each for each in parameter.states if isinstance(each, str)]
    changes: tuple[Callable[[str], str], ...] = (str.swapcase, str.upper, str.lower, str.title)
    found: dict[str, str] = {}
    for value in values:
        for change in changes:
            if change(value) not in values:
                found.setdefault(change(value), value)

    def is_empty(text: str) -> bool:
        return not context.count(base.having(parameter.name, found[text]))

    return [
        Spelling(
            each,
            [
                ("accepted", base.having(parameter.name, found[each])),
                ("ignored", base),
                ("noMatch", ()),
            ],
        )
        for each in sorted(found, key=is_empty)[:_MOST_CASES]
    ]
