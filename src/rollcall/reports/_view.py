"""What a page shows: plain values that its template writes, whatever the report is about."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

import attrs
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rollcall.http import Exchange
from rollcall.reports._words import count, visible

__all__ = [
    "LOOKS",
    "Card",
    "Cell",
    "Fact",
    "Group",
    "Item",
    "Matrix",
    "MatrixCell",
    "Page",
    "Row",
    "Section",
    "capitalized",
    "render",
    "states_of",
]

LOOKS: Mapping[str, tuple[str, str]] = {
    "fail": ("fail", "✗"),
    "survived": ("fail", "✗"),
    "incomplete": ("inconclusive", "≈"),
    "inconclusive": ("inconclusive", "≈"),
    "vacuous": ("vacuous", "○"),
    "not covered": ("vacuous", "○"),
    "not tried": ("inconclusive", "…"),
    "pass": ("pass", "✓"),
    "killed": ("pass", "✓"),
    "equivalent": ("none", "≡"),
    "not applicable": ("none", "·"),
}
"""The class and the symbol of each verdict and of each state of a mutant, the worst first."""

_FOLDER = Path(__file__).parent / "html"
# Where a name such as listBooks, filter[lent_at] or /shelves/{id} may go on in the next line.
_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z0-9\]}])(?=[\[{/_.])")
_SHORT = 16
_PHRASES = {int(each): each.phrase for each in HTTPStatus}


@attrs.frozen
class Fact:
    """A name and a text; a fact without a text is not shown."""

    name: str
    text: str
    is_code: bool = False


@attrs.frozen
class Cell:
    """The state of a row through a channel.

    Attributes:
        state: A key of ``LOOKS``.
        note: The text after it.
        card: The number of the card that tells more; 0: none.
    """

    state: str
    note: str = ""
    card: int = 0


@attrs.frozen
class Row:
    """A subject of a law, or a mutant: its cells by channel, and why nothing was established."""

    operation: str
    subject: str
    cells: Mapping[str, Cell]
    reasons: Sequence[str] = ()


@attrs.frozen
class Item:
    """A law, or a kind of mutants, and its rows."""

    id: str
    sentence: str
    rows: Sequence[Row]
    facts: Sequence[Fact] = ()

    @property
    def states(self) -> dict[str, int]:
        """The number of cells by state, the worst first."""
        return states_of(cell.state for row in self.rows for cell in row.cells.values())

    @property
    def has_reasons(self) -> bool:
        """Whether a row has a reason."""
        return any(row.reasons for row in self.rows)


@attrs.frozen
class Group:
    """A family of laws, or a group of mutants."""

    id: str
    title: str
    items: Sequence[Item]


@attrs.frozen
class MatrixCell:
    """A summary; its link shows what the filter leaves, at a place of the page."""

    state: str
    text: str
    detail: str
    place: str = ""
    filter: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Matrix:
    """A table of summaries: bodies with a title, and rows with a head."""

    caption: str
    heads: Sequence[str]
    bodies: Sequence[tuple[str, Sequence[tuple[str, Sequence[MatrixCell | None]]]]]


@attrs.frozen
class Card:
    """A violation, or a mutant that survived."""

    title: str
    state: str
    operation: str
    channel: str
    group: str
    law: str
    sentence: str
    facts: Sequence[Fact]
    detail: str = ""
    listings: Mapping[str, str] = attrs.field(factory=dict)
    exchanges: Sequence[Exchange] = ()


@attrs.frozen
class Section:
    """A section below the results: lists that unfold, a matrix, or a table of texts."""

    id: str
    title: str
    lead: str = ""
    folds: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    matrix: Matrix | None = None
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@attrs.frozen
class Facet:
    """A kind of filter: its options, each with a label and the number of cells it leaves."""

    name: str
    title: str
    options: Sequence[tuple[str, str, int]]


@attrs.frozen(kw_only=True)
class Page:
    """A page: its head, summaries, filters, cards of what is wrong, groups of results, and more.

    Attributes:
        state: The result, a key of ``LOOKS``.
        nouns: What a cell and a card are called.
        facet_titles: The titles of the filters by state, group, operation and channel.
        channels: The titles of the channels, by id.
        rows_caption: What the cells of a row show.
    """

    kind: str
    title: str
    version: str
    state: str
    lead: str = ""
    stopped: str | None = None
    tiles: Mapping[str, int]
    facts: Sequence[Fact]
    notes: Mapping[str, Sequence[str]]
    matrix_title: str
    matrix: Matrix
    nouns: tuple[str, str]
    facet_titles: tuple[str, str, str, str]
    channels: Mapping[str, str]
    cards_title: str
    no_cards: str
    cards: Sequence[Card]
    groups_title: str
    rows_caption: str
    groups: Sequence[Group]
    sections: Sequence[Section]

    @property
    def facets(self) -> list[Facet]:
        """The filters; an option without a cell is left out."""
        counts: list[Counter[str]] = [Counter() for _ in self.facet_titles]
        for group in self.groups:
            for row in (row for item in group.items for row in item.rows):
                for channel, cell in row.cells.items():
                    values = (cell.state, group.id, row.operation, channel)
                    for counter, value in zip(counts, values, strict=True):
                        counter[value] += 1
        labels: tuple[Mapping[str, str], ...] = (
            {state: state for state in LOOKS},
            {group.id: group.title for group in self.groups},
            {operation: operation for operation in counts[2] if operation},
            self.channels,
        )
        names = ("verdict", "family", "operation", "channel")
        return [
            Facet(name, title, [(key, label[key], found[key]) for key in label if found[key]])
            for name, title, label, found in zip(
                names, self.facet_titles, labels, counts, strict=True
            )
        ]


def states_of(states: Iterable[str]) -> dict[str, int]:
    """Return the number of each state that occurs, the worst first."""
    counts = Counter(states)
    return {state: counts[state] for state in LOOKS if counts[state]}


def capitalized(title: str) -> str:
    """Return a title as it begins a line."""
    return title[:1].upper() + title[1:]


def render(page: Page) -> str:
    r"""Write a page as HTML: one file, which loads nothing.

    All text is escaped, and unseen characters are written as in JSON (``\u202e``). The same page
    is written for the same values.
    """
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": _breakable, "count": count, "phrase": _PHRASES.get}
    style, script = (
        Markup((_FOLDER / name).read_text("utf-8"))  # noqa: S704 - ours, not escaped
        for name in ("page.css", "page.js")
    )
    template = environment.get_template("page.html.jinja")
    values = {"page": page, "looks": LOOKS, "style": style, "script": script}
    return template.render(values, policy=_policy(style, script))


def _policy(style: str, script: str) -> str:
    """Return the content security policy: this style, this script, and nothing from anywhere."""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    ]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _seen(value: object) -> object:
    return visible(value) if type(value) is str else value


def _breakable(name: str) -> Markup:
    """Return a name that may break where its words do, unless it is short."""
    parts = [name] if len(name) <= _SHORT else _JOINTS.split(name)
    return Markup("<wbr>").join(visible(each) for each in parts)
