"""Parameters that are numbers, with or without a fraction."""

from decimal import Decimal

import attrs

from ._errors import ArgumentError, shown

__all__ = ["NumberParameter"]

_MOST_DIGITS = 308
"""The largest power of ten of a double, which servers read at most."""


@attrs.frozen(eq=False, repr=False)
class NumberParameter:
    """A number, sent in decimal digits without an exponent.

    Attributes:
        argument: The name of the Python argument.
        minimum: The least number.
        maximum: The largest number.
        above: The number that it must exceed.
        below: The number that it must not reach.
    """

    argument: str
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None

    def encode(self, value: object) -> str:
        """Return the number's decimal digits."""
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            raise ArgumentError(self.argument, f"expected a number, got {shown(value)}")
        number = _decimal(value)
        if not number.is_finite():
            raise ArgumentError(self.argument, f"{number} is not finite")
        if abs(number.adjusted()) > _MOST_DIGITS:
            raise ArgumentError(self.argument, "the number has too many digits")
        if self.minimum is not None and number < _decimal(self.minimum):
            raise ArgumentError(self.argument, f"{number} is less than {self.minimum}")
        if self.maximum is not None and number > _decimal(self.maximum):
            raise ArgumentError(self.argument, f"{number} is greater than {self.maximum}")
        if self.above is not None and number <= _decimal(self.above):
            raise ArgumentError(self.argument, f"{number} is not greater than {self.above}")
        if self.below is not None and number >= _decimal(self.below):
            raise ArgumentError(self.argument, f"{number} is not less than {self.below}")
        return format(number, "f")


def _decimal(value: float | Decimal) -> Decimal:
    # The digits that a user writes: 0.1, not the binary fraction next to it.
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
