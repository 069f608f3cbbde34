"""Parameters that take several values."""

from collections.abc import Iterable
from typing import cast

import attrs

from ._errors import ArgumentError, shown
from ._parameters import Parameter

__all__ = ["Several"]


@attrs.frozen(eq=False, repr=False)
class Several:
    """Several values, repeated with the name of the parameter, or written as one text.

    Attributes:
        one: The parameter for one of the values.
        delimiter: What stands between the values; empty: each has the name of the parameter.
        count: How many values there must be; 0: at least one.
        always: The values that are sent even if they are not given.
    """

    one: Parameter
    delimiter: str
    count: int = 0
    always: tuple[str, ...] = ()

    @property
    def argument(self) -> str:
        """The name of the Python argument."""
        return self.one.argument

    def encode(self, value: object) -> list[str]:
        """Check the values, and return their texts."""
        if isinstance(value, str | bytes) or not isinstance(value, Iterable):
            raise ArgumentError(self.argument, f"expected a list, got {shown(value)}")
        values = cast("Iterable[object]", value)
        texts = [str(self.one.encode(each)) for each in values]
        if not texts:
            raise ArgumentError(self.argument, "the list is empty")
        if self.count and len(texts) != self.count:
            problem = f"expected {self.count} values, got {len(texts)}"
            raise ArgumentError(self.argument, problem)
        texts += [each for each in self.always if each not in texts]
        if not self.delimiter:
            return texts
        for each in texts:
            if self.delimiter in each:
                problem = f"{shown(each)} holds {self.delimiter!r}, which separates the values"
                raise ArgumentError(self.argument, problem)
        return [self.delimiter.join(texts)]
