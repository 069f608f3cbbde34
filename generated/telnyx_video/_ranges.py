# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Ranges of a date or an instant, which divide a list."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

import attrs

__all__ = ["Divider", "Range"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STEPS: Final = {"day": timedelta(days=1), "instant": timedelta(microseconds=1)}


@attrs.frozen(eq=False, repr=False)
class Divider:
    """A field, with the two filters that divide a list by it.

    Positions are integers: the days, or the microseconds, since the beginning of 1970.

    Attributes:
        field: The attributes that lead to the field, with dots between them.
        unit: Whether the filters compare days or instants.
        lower: The query parameter of the lower bound.
        upper: The query parameter of the upper bound.
        operators: How an item compares with the lower bound, and with the upper.
        null: The query parameter that lists the items without the field, if there is one.
        is_nullable: Whether the field may be null or absent.
    """

    field: str
    unit: Literal["day", "instant"]
    lower: str
    upper: str
    operators: tuple[Literal["gt", "gte"], Literal["lt", "lte"]]
    null: str | None = None
    is_nullable: bool = False

    @property
    def overlaps(self) -> bool:
        """Whether ranges that meet at a position may both list items next to it.

        The value that both bounds have is in both ranges or in none, and between it and the next
        microsecond there may be an item.
        """
        return self.unit == "instant" and self.operators in {("gte", "lte"), ("gt", "lt")}

    @property
    def ends(self) -> tuple[int, int]:
        """The first and the last position that a bound can have."""
        last = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _STEPS[self.unit]
        return (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _STEPS[self.unit] + 1, last

    @property
    def day(self) -> int:
        """The positions of a day."""
        return timedelta(days=1) // _STEPS[self.unit]

    def position(self, item: object) -> int | None:
        """Return the position of an item; None if its field is null or absent."""
        value: Any = item
        for name in self.field.split("."):
            value = getattr(value, name, None)
        return self.position_of(value)

    def position_of(self, value: object) -> int | None:
        """Return the position of a date or a datetime; None of any other value."""
        if isinstance(value, datetime):
            aware = value.replace(tzinfo=UTC) if value.utcoffset() is None else value
            return (aware - _EPOCH) // _STEPS[self.unit]
        return (value - _EPOCH.date()).days if isinstance(value, date) else None

    def bounds(self, low: int | None, high: int | None) -> dict[str, object]:
        """Return the values of the filters for a range, by the names of their parameters.

        Args:
            low: The first position of the range; None: it has no lower bound.
            high: The first position after the range; None: it has no upper bound.
        """
        shifts = (-1, 0) if self.overlaps else self._shifts
        ends = ((self.lower, low, shifts[0]), (self.upper, high, shifts[1]))
        return {name: self._value(at + shift) for name, at, shift in ends if at is not None}

    def given(self, query: Mapping[str, object]) -> tuple[int | None, int | None]:
        """Return the range that a query's own bounds leave: its ``low`` and its ``high``."""
        low, high = (self._given(query.get(name)) for name in (self.lower, self.upper))
        lower, upper = self._shifts
        return (
            None if low is None else low - lower,
            None if high is None else high - upper,
        )

    def _given(self, value: object) -> int | None:
        """Return the position of an argument, which may be the text of a date or an instant."""
        if isinstance(value, str):
            kind = date if self.unit == "day" else datetime
            return self.position_of(kind.fromisoformat(value))
        return self.position_of(value)

    @property
    def _shifts(self) -> tuple[int, int]:
        """What is added to a position for the values of the bounds."""
        return -int(self.operators[0] == "gt"), -int(self.operators[1] == "lte")

    def _value(self, position: int) -> object:
        if self.unit == "day":
            return _EPOCH.date() + timedelta(days=position)
        return _EPOCH + timedelta(microseconds=position)


@attrs.frozen(eq=False, repr=False)
class Range:
    """A range of a list.

    Attributes:
        divider: The field and its filters.
        low: The first position; None if there is no lower bound.
        high: The first position after it; None if there is no upper bound.
    """

    divider: Divider
    low: int | None
    high: int | None

    def has(self, item: object) -> bool:
        """Return whether an item belongs to the range, and to no neighbour of it."""
        # An item next to a bound is listed by both ranges. Its model has one position in both.
        position = self.divider.position(item) if self.divider.overlaps else None
        if position is None:
            return True
        is_above = self.low is None or position >= self.low
        return is_above and (self.high is None or position < self.high)
