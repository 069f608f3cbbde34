"""The content of an HTML page as plain values, for runs and mutation runs alike."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from rollcall.http import Exchange

__all__ = [
    "LOOKS",
    "Card",
    "Fact",
    "Item",
    "Matrix",
    "MatrixCell",
    "Page",
    "Result",
    "Section",
    "capitalized",
    "states_of",
]

LOOKS: Mapping[str, tuple[str, str]] = {
    "fail": ("fail", "✗"),
    "known": ("none", "="),
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
"""The CSS class and the symbol of each verdict and each state of a mutant, the worst first."""


@attrs.frozen
class Fact:
    """A name and a text; the page shows no fact without a text."""

    name: str
    text: str
    is_code: bool = False


@attrs.frozen
class Result:
    """A verdict, or the state of a mutant through a channel.

    Attributes:
        group: The family of the law, or the group of the mutant.
        item: The id of the law, or the kind of the mutant.
        row: The key of its row among the rows of the item.
        operation: The operationId.
        subject: The parameter, field or schema; empty: the operation.
        channel: The id of the channel.
        state: A key of ``LOOKS``.
        note: The text after the state.
        card: The number of its card; 0: none.
        reasons: The reasons why the law is undecided, or the mutant not killed.
    """

    group: str
    item: str
    row: object
    operation: str
    subject: str
    channel: str
    state: str
    note: str = ""
    card: int = 0
    reasons: Sequence[str] = ()


@attrs.frozen
class Item:
    """A law, or a kind of mutants."""

    sentence: str
    facts: Sequence[Fact] = ()


@attrs.frozen
class Table:
    """The results of an item: a row for each subject, the worst first."""

    id: str
    item: Item
    rows: Sequence[Sequence[Result]]

    @property
    def states(self) -> dict[str, int]:
        """The number of results by state, the worst first."""
        return states_of(each.state for row in self.rows for each in row)

    @property
    def reasons(self) -> list[list[str]]:
        """The reasons of each row; empty if no row has one."""
        found = [
            [*dict.fromkeys(text for each in row for text in each.reasons)] for row in self.rows
        ]
        return found if any(found) else []


@attrs.frozen
class MatrixCell:
    """A summary, with a link that sets a filter and leads to a place of the page."""

    state: str
    text: str
    detail: str
    place: str = ""
    filter: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Matrix:
    """A table of summaries: bodies with a title, and rows with a header."""

    caption: str
    heads: Sequence[str]
    bodies: Sequence[tuple[str, Sequence[tuple[str, Sequence[MatrixCell | None]]]]]


@attrs.frozen
class Card:
    """A cause, or a mutant that survived.

    Attributes:
        title: The defect, in a line.
        state: A key of ``LOOKS``.
        verdict: The state of its results, for the filter.
        operation: The operationId.
        channels: The ids of the channels.
        groups: The families of its laws, or the group of the mutant.
        law: The id of the law, or the kind of the mutant.
        sentence: The law.
        facts: Further facts.
        detail: The expected and the received values.
        listings: The reproductions, by language.
        exchanges: The requests and their responses.
        others: The other violations of the cause: the title and the reproduction of each.
    """

    title: str
    state: str
    verdict: str
    operation: str
    channels: Sequence[str]
    groups: Sequence[str]
    law: str
    sentence: str
    facts: Sequence[Fact]
    detail: str = ""
    listings: Mapping[str, str] = attrs.field(factory=dict)
    exchanges: Sequence[Exchange] = ()
    others: Sequence[tuple[str, str]] = ()


@attrs.frozen
class Section:
    """A section below the results: lines, texts with code, lists, a matrix, or a table."""

    id: str
    title: str
    lead: str = ""
    lines: Sequence[str] = ()
    snippets: Sequence[tuple[str, str]] = ()
    folds: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    matrix: Matrix | None = None
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@attrs.frozen
class Facet:
    """A filter: its options, each with a value, a label and the number of results."""

    name: str
    title: str
    options: Sequence[tuple[str, str, int]]


@attrs.frozen(kw_only=True)
class Page:
    """A page: head, cards, summaries, filters, groups of results, and sections.

    Attributes:
        state: The result, a key of ``LOOKS``.
        stopped: Why the run is incomplete, or ended early; empty if it is whole.
        nouns: The names of a result and a card, in the singular.
        facet_titles: The titles of the filters by state, group, operation and channel.
        channels: The titles of the channels, by id.
        groups: The titles of the groups, by id.
        rows_caption: The caption of each table of results.
        items: The laws, or the kinds of mutants, by id.
    """

    kind: str
    title: str
    version: str
    state: str
    lead: str = ""
    stopped: str = ""
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
    groups: Mapping[str, str]
    rows_caption: str
    items: Mapping[str, Item]
    results: Sequence[Result]
    sections: Sequence[Section]

    @property
    def tables(self) -> dict[str, list[Table]]:
        """The tables of each group that has results."""
        found: dict[str, dict[str, dict[object, list[Result]]]] = {each: {} for each in self.groups}
        for each in self.results:
            rows = found[each.group].setdefault(each.item, {})
            rows.setdefault(each.row, []).append(each)
        return {
            group: [
                Table(id_, item, sorted(items[id_].values(), key=_rank))
                for id_, item in self.items.items()
                if id_ in items
            ]
            for group, items in found.items()
            if items
        }

    @property
    def facets(self) -> list[Facet]:
        """The filters; an option without a result is left out."""
        facets = []
        operations = {each.operation: each.operation for each in self.results if each.operation}
        labels = ({each: each for each in LOOKS}, self.groups, operations, self.channels)
        names = ("state", "group", "operation", "channel")
        for name, title, label in zip(names, self.facet_titles, labels, strict=True):
            counts = Counter(str(getattr(each, name)) for each in self.results)
            options = [(key, label[key], counts[key]) for key in label if counts[key]]
            facets.append(
                Facet({"state": "verdict", "group": "family"}.get(name, name), title, options)
            )
        return facets


def _rank(row: Sequence[Result]) -> int:
    order = [*LOOKS]
    return min(order.index(each.state) for each in row)


def states_of(states: Iterable[str]) -> dict[str, int]:
    """Return the number of each state that occurs, the worst first."""
    counts = Counter(states)
    return {state: counts[state] for state in LOOKS if counts[state]}


def capitalized(title: str) -> str:
    """Return a title with its first letter capitalized."""
    return title[:1].upper() + title[1:]
