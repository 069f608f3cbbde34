"""Values for filters of texts and of decimal numbers, and for days in a time zone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import chain

from rollcall.laws._spread import spread
from rollcall.spec import Filter, day_of, offsets_of

__all__ = [
    "around_decimals",
    "around_texts",
    "decimal_text",
    "is_settled",
    "pieces",
    "shifted_days",
]

_FEW = 3
_MOST_DIGITS = 700
_SHORTEST = 3
_EACH = 2


def pieces(filter_: Filter, texts: Sequence[str]) -> Iterator[str]:
    """Yield parts of texts, those first that a filter of another operator does not find."""
    long = [each for each in texts if len(each) >= _SHORTEST] or [*texts]
    for text in spread(long, 2 * _FEW):
        half = len(text) // 2
        middle, start, end = text[1:-1].strip(), text[:half].strip(), text[half:].strip()
        match filter_.operator:
            case "contains":
                yield from (middle, start, end, text)
            case "startsWith":
                yield from (start, middle, end, text)
            case _:
                yield from (end, middle, start, text)


def around_texts(texts: Sequence[str]) -> Iterator[str]:
    """Yield texts, and texts that are shortly before or after them by their code points."""
    if not texts:
        return
    ordered = sorted(texts)
    for text in (texts[0], *spread(ordered, _FEW), ordered[len(ordered) // 2]):
        # A server that orders texts without case puts the third one elsewhere.
        yield from (text, text[:-1], text.swapcase(), f"{text}0")


def around_decimals(numbers: Sequence[Fraction]) -> Iterator[Fraction]:
    """Yield numbers, their neighbours, and numbers of other lengths, which differ as texts."""
    if not numbers:
        return
    ordered = sorted(numbers)
    step = Fraction(1, 10 ** max(_places(each) for each in spread(ordered, 100)))
    yield from (numbers[0], Fraction(0))
    for number in (*spread(ordered, _FEW), ordered[len(ordered) // 2]):
        yield number
        nines = Fraction(10 ** (len(str(int(abs(number)))) - 1) - 1)
        yield nines if number > 0 else -nines
        yield from (number - step, number + step)


def _places(number: Fraction) -> int:
    return next(each for each in range(400) if (number * 10**each).denominator == 1)


def decimal_text(number: Fraction) -> str:
    """Return a decimal number as text, with all digits."""
    with localcontext() as context:
        context.prec = _MOST_DIGITS
        return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


def is_settled(filter_: Filter, text: str) -> bool:
    """Return whether all ways to ignore case agree on a text: not so for ß, whose capital is SS."""
    lower = text.lower()
    return "case" not in filter_.ignored or lower == text.casefold() == text.upper().lower()


def shifted_days(filter_: Filter, days: Iterable[tuple[Fraction, date]]) -> list[date]:
    """Return the days of some instants that are other days in UTC, or without summer time."""
    if filter_.zone == "UTC":
        return []
    found: Mapping[int, list[date]] = {each: [] for each in (0, *offsets_of(filter_.zone))}
    for instant, day in days:
        for offset, others in found.items():
            if len(others) < _EACH and day_of(instant + offset) != day:
                others.append(day)
    return [*dict.fromkeys(chain.from_iterable(found.values()))]
