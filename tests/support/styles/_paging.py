"""How pages are requested, and what they say about themselves."""

from typing import Literal

import attrs

__all__ = ["After", "Fact", "Link", "Number", "Numbered", "Offset", "Paging", "Size", "Token"]

Number = Literal["total", "atLeast", "pages", "count", "page", "size", "offset"]
"""A number about a page: ``count`` is that of its items, ``atLeast`` a lower bound of the total."""
Link = Literal["next", "prev", "first", "last", "self"]
"""A link to a page."""
Fact = Number | Link | Literal["items", "more", "done", "token"]
"""A part of a page: ``token`` leads to the next one, and ``done`` is the opposite of ``more``."""


@attrs.frozen
class Size:
    """The page size.

    Attributes:
        parameter: The parameter that chooses it; None: it is fixed.
        default: The size without the parameter.
        maximum: The largest size.
        too_large: Whether a size above the maximum is refused, counts as the maximum, or counts as
            absent.
        invalid: Whether a size that is no positive integer is refused, or counts as absent.
        least: The smallest size, which smaller ones count as.
        below: Whether a size below 1 is invalid, or counts as the smallest one.
    """

    parameter: str | None
    default: int
    maximum: int
    too_large: Literal["refused", "clamped", "ignored"] = "refused"
    invalid: Literal["refused", "ignored"] = "refused"
    least: int = 1
    below: Literal["refused", "clamped"] = "refused"


@attrs.frozen
class Numbered:
    """Pages are requested by number, counted from ``first``."""

    size: Size
    parameter: str
    first: int = 1


@attrs.frozen
class Offset:
    """Pages are requested by the number of items before them."""

    size: Size
    parameter: str


@attrs.frozen
class Token:
    """Pages are requested by an opaque token.

    Attributes:
        size: The page size.
        parameter: The parameter of the token.
        carries: Whether the token stands for the filters and the order too, which no request with
            a token may then name.
    """

    size: Size
    parameter: str
    carries: bool = False


@attrs.frozen
class After:
    """Pages are requested by the last item of the page before.

    Attributes:
        size: The page size.
        parameter: The parameter that names the item.
        field: The field of an item that the parameter holds.
        numeric: Whether the parameter may be any number: the page begins with the first item whose
            field is greater, and the list is in the order of that field.
    """

    size: Size
    parameter: str
    field: str = "id"
    numeric: bool = False


Paging = Numbered | Offset | Token | After
