"""A law: its parts, the place where it applies, and the cases that it is tried with."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs
from hypothesis.strategies import SearchStrategy

from rollcall.laws._context import Context
from rollcall.laws._results import Basis
from rollcall.spec import CONVENTIONS, ListOperation, Parameter, Spec, item_schema

__all__ = [
    "EVERY_CHANNEL",
    "HTTP_ONLY",
    "ONE_PAGE",
    "SYNC",
    "Cases",
    "Law",
    "Place",
    "Subjects",
    "filters_where",
    "lists_where",
    "the_list",
]

HTTP_ONLY = ("http",)
"""The channels of a law about requests that no client sends."""

SYNC = ("http", "client")
"""The channels of a law that need not be repeated through the asynchronous client."""

ONE_PAGE = ("http", "client", "client-async")
"""The channels of a law that reads one page at a time."""

EVERY_CHANNEL = ("http", "client", "client-async", "client-ahead")
"""The channels of a law that reads several pages."""

_OF_CHOICES = "strictness-"
"""What the name of a statement about a key of ``strictness`` begins with."""


@attrs.frozen
class Place:
    """A list operation of a spec, where a law may apply.

    Attributes:
        spec: The spec.
        operation: The operation.
    """

    spec: Spec
    operation: ListOperation

    @property
    def item(self) -> Mapping[str, Any]:
        """The schema of an item."""
        return item_schema(self.spec, self.operation)


Subjects = Callable[[Place], Iterable[str]]
"""A function that returns the subjects of a law in a list: ``""``, the list itself, or names."""


@attrs.frozen
class Cases:
    """The cases that a law is tried with.

    Attributes:
        edges: The cases that are tried first, in the order of the defects that they detect.
        drawn: The strategy from which Hypothesis draws more cases, if there is one.
        least: How many of the edges are tried even with the least effort, because each detects a
            defect of its own.
    """

    edges: Sequence[Any] = ()
    drawn: SearchStrategy[Any] | None = None
    least: int = 0


@attrs.frozen
class Law:
    """A property of a list API.

    Attributes:
        id: The family, a dot and the name.
        sentence: What must hold, in a sentence.
        source: The annotation, the standard or the guideline that requires it.
        needs: The data without which there is no witness; the reason of a vacuous verdict
            is "needs …".
        channels: The channels through which it is evaluated.
        subjects: Returns its subjects in a list.
        cases: Returns the cases that it is tried with.
        holds: Tries one case, and returns whether the case is a witness: whether a server that
            violates the law would have responded differently.
        is_rowless: Whether it is tried even if the list cannot be read, or no parent is known.
        basis: What the law rests on.
        statements: The names of the statements of openapi/ANNOTATIONS.md that it tests.
    """

    id: str
    sentence: str
    source: str
    needs: str
    channels: tuple[str, ...]
    subjects: Subjects
    cases: Callable[[Context], Cases]
    holds: Callable[[Context, Any], bool]
    is_rowless: bool = False
    basis: Basis = "document"
    statements: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def comparison(self) -> str:
        """The first line of the docstring of ``holds``: what is compared."""
        return (inspect.getdoc(self.holds) or "").partition("\n")[0]

    @property
    def choices(self) -> tuple[str, ...]:
        """The keys of ``strictness`` that change what it accepts."""
        named = (each.partition(_OF_CHOICES) for each in self.statements)
        return tuple(key for _, start, key in named if start and key in CONVENTIONS)

    @property
    def location(self) -> str:
        """The file and the line where the law is defined."""
        code = getattr(self.holds, "__code__", None)
        return f"{code.co_filename}:{code.co_firstlineno}" if code else repr(self.holds)


def the_list(place: Place) -> Iterable[str]:
    """Return the list itself as the only subject."""
    del place
    return [""]


def lists_where(condition: Callable[[Place], object]) -> Subjects:
    """Return subjects: the list itself, where a condition holds."""
    return lambda place: [""] if condition(place) else []


def filters_where(condition: Callable[[Parameter], object]) -> Subjects:
    """Return subjects: the filters for which a condition holds."""
    return lambda place: [each.name for each in place.operation.filters if condition(each)]
