"""What a law is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Response
from rollcall.spec import ListOperation, Spec, item_schema

if TYPE_CHECKING:
    from rollcall.laws._context import Context

__all__ = [
    "CLIENT",
    "PAGE",
    "WALK",
    "WIRE",
    "Cases",
    "Law",
    "Place",
    "ViolationError",
    "law",
    "whole",
]

WIRE = ("http",)
"""The channels of a law about what no client sends."""

CLIENT = ("http", "client")
"""The channels of a law that the asynchronous client cannot answer otherwise."""

PAGE = ("http", "client", "client-async")
"""The channels of a law that looks at one page at a time."""

WALK = ("http", "client", "client-async", "client-ahead")
"""The channels of a law that goes from page to page."""


class ViolationError(Exception):
    """A law is broken.

    Args:
        title: What is wrong, in a line.
        detail: What was expected, and what came.
        answers: The answers that show it, the telling one last.
        is_proven: Whether these answers prove it, even if the data changed while they came.
    """

    def __init__(
        self, title: str, detail: str = "", *answers: Response, is_proven: bool = False
    ) -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.answers = answers
        self.is_proven = is_proven


@attrs.frozen
class Place:
    """An operation of a document.

    Attributes:
        spec: The document.
        operation: The operation.
    """

    spec: Spec
    operation: ListOperation

    @property
    def item(self) -> Mapping[str, Any]:
        """The schema of an item."""
        return item_schema(self.spec, self.operation)


@attrs.frozen
class Cases:
    """What a law is tried with.

    Attributes:
        edges: The cases that are tried first, the simplest and most telling ones in front.
        drawn: Where Hypothesis draws others from, if there are any.
        least: How many of the edges are tried with the least effort, since each of them tells of
            another fault.
    """

    edges: Sequence[Any] = ()
    drawn: SearchStrategy[Any] | None = None
    least: int = 0


@attrs.frozen
class Law:
    """A property of a list API.

    Attributes:
        id: The family, a dot and the name.
        sentence: What must hold, for a person to read.
        source: Where it comes from.
        needs: The data that a witness takes, for a person to read.
        channels: The channels that can tell.
        subjects: Gives what it is about in a list, ``""`` being the list itself.
        cases: Gives what it is tried with.
        holds: Tries it with a case, and says whether the case could have told right from wrong.
        is_rowless: Whether it is tried though the list cannot be read, or no parent is known.
    """

    id: str
    sentence: str
    source: str
    needs: str
    channels: tuple[str, ...]
    subjects: Callable[[Place], Iterable[str]]
    cases: "Callable[[Context, str], Cases]"
    holds: "Callable[[Context, Any], bool]"
    is_rowless: bool = False

    @property
    def family(self) -> str:
        """The family."""
        return self.id.partition(".")[0]


def law(  # noqa: PLR0913 - what there is to say of a law
    id: str,  # noqa: A002 - it is called so
    sentence: str,
    *,
    source: str,
    needs: str,
    subjects: Callable[[Place], Iterable[str]],
    cases: "Callable[[Context, str], Cases]",
    channels: tuple[str, ...] = PAGE,
    is_rowless: bool = False,
) -> "Callable[[Callable[[Context, Any], bool]], Law]":
    """Make a law of what tries it; the arguments are the attributes of ``Law``."""

    def make(holds: "Callable[[Context, Any], bool]") -> Law:
        return Law(id, sentence, source, needs, channels, subjects, cases, holds, is_rowless)

    return make


def whole(place: Place) -> Iterable[str]:
    """Return the operation itself as the only subject."""
    del place
    return [""]
