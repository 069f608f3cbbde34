"""Values for filters of days and of instants."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from rollcall.channels import Value
from rollcall.laws._spread import spread
from rollcall.spec import instant_text

__all__ = ["around_instants", "days", "edge_instants", "instants", "near_days", "shifted"]

_DAY = timedelta(days=1)
_STEP = Fraction(1, 1_000_000)
_EAST, _WEST = 14, 12
_NEAREST = 3


def near_days(day: date) -> list[date]:
    return [day, *shifted(day, -_DAY), *shifted(day, _DAY)]


def shifted(day: date, by: timedelta) -> list[date]:
    """Return the day moved by a difference; an empty list if the calendar has no such day."""
    with suppress(OverflowError):
        return [day + by]
    return []


def around_instants(keys: list[Fraction]) -> Iterator[Value]:
    some = [keys[0], min(keys), max(keys), *spread(sorted(keys), _NEAREST)]
    ordered = sorted(keys)
    nearest = sorted(pairwise(ordered), key=lambda pair: pair[1] - pair[0])
    before, after = nearest[0] if nearest else (ordered[0], ordered[0])
    yield from instants([before])
    # The same instants with another offset: a server that ignores it lists a wrong number of rows.
    yield from instants([before], _EAST)
    yield from instants([after], -_WEST)
    for each in some:
        yield from instants((each, each - _STEP, each + _STEP))


def edge_instants(keys: list[Fraction]) -> Iterator[Value]:
    """Yield present instants, and those one step before and after, with several offsets.

    Instants with a fraction of a second come first: servers often drop the fraction.
    """
    parted = [each for each in keys if each.denominator != 1]
    some = [*spread(sorted(parted), 2), *spread(sorted(keys), _NEAREST)]
    for each in some:
        yield from instants((each, each - _STEP, each + _STEP))
        yield from instants([each], _EAST)
    for each in some[:1]:
        yield from instants((Fraction(each // 1), Fraction(each // 1 + 1)))
        yield from instants([each], -_WEST)


def days(days: Iterable[date]) -> list[Value]:
    return [each.isoformat() for each in days]


def instants(instants: Iterable[Fraction], hours: int = 0) -> list[Value]:
    """Return instants as date-times with an offset, without those outside the calendar."""
    offset = f"{hours:+03}:00" if hours else "Z"
    found: list[Value] = []
    for each in instants:
        with suppress(OverflowError):
            found.append(instant_text(each + hours * 3600).removesuffix("Z") + offset)
    return found
