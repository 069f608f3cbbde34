"""What a law is given: a list, a way to ask for it, and what is known of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.channels import Channel, HttpChannel, Query, Response, size_in_force
from rollcall.laws._baseline import Baseline, Baselines, largest_size
from rollcall.laws._identity import identity_of
from rollcall.laws._law import ViolationError
from rollcall.spec import Expand, ListOperation, Parameter, Spec

__all__ = [
    "Context",
    "Effort",
    "Expected",
    "Unreadable",
    "describe",
    "must_be_page",
]

_MOST_PAGES = 4


class Unreadable(Exception):  # noqa: N818 - nothing is known, which is no error
    """The list that a law needs cannot be read."""


@attrs.frozen
class Effort:
    """How hard a law is tried, for each of its subjects.

    Attributes:
        edges: How many of the cases that were thought of are tried at most.
        examples: How many more Hypothesis draws.
        seed: What everything that is drawn follows from.
    """

    edges: int
    examples: int
    seed: int


@attrs.frozen
class Expected:
    """What a query is to list, by the baseline.

    Attributes:
        rows: The rows; the first ones where the baseline is not whole.
        is_whole: Whether these are all.
        others: How many rows of the baseline are not among them.
    """

    rows: Sequence[Mapping[str, Any]]
    is_whole: bool
    others: int


@attrs.define
class Context:
    """A list that laws are tried on, through one channel.

    Attributes:
        spec: The contract.
        operation: What lists it.
        parent: Whose children it holds, if anybody's.
        parents: The parents that are known, those with most items first.
        channel: The way to the server.
        http: Plain HTTP, for what the channel is compared with.
        baselines: What is known of the lists.
        effort: How hard a law is tried.
        subject: What the law is about that is tried, such as a filter; empty: the list itself.
        secrets: What no answer may hold: the token, or what is made of it.
    """

    spec: Spec
    operation: ListOperation
    parent: str | None
    parents: tuple[str, ...]
    channel: Channel
    http: HttpChannel
    baselines: Baselines
    effort: Effort
    subject: str = ""
    secrets: tuple[str, ...] = attrs.field(default=(), repr=False)

    @property
    def query(self) -> Query:
        """The query for the list as it is."""
        return Query(self.operation, self.parent)

    @property
    def widest(self) -> Query:
        """The query for the list in the largest pages."""
        return self.sized(self.query)

    @property
    def baseline(self) -> Baseline:
        """The list as it was read once.

        Raises:
            Unreadable: It cannot be read.
        """
        return self.baseline_of(self.operation, self.parent)

    def baseline_of(self, operation: ListOperation, parent: str | None) -> Baseline:
        """Return another list as it was read once.

        Raises:
            Unreadable: It cannot be read.
        """
        baseline = self.baselines.of(operation, parent)
        if baseline.failure is not None and not baseline.rows:
            msg = f"{operation.id} cannot be listed: {describe(baseline.failure)}"
            raise Unreadable(msg)
        return baseline

    def parameter(self, name: str) -> Parameter:
        """Return a parameter of the operation."""
        found = self.operation.parameter(name)
        assert found is not None
        return found

    def sized(self, query: Query, size: int | None = None) -> Query:
        """Return the query with a page size, the largest unless told, where there are sizes."""
        name = self.operation.paging.size
        size = largest_size(self.operation) if size is None else size
        return query if name is None or size is None else query.having(name, size)

    def numbered(self, query: Query, number: int) -> Query:
        """Return the query for a page by its number; the first page is number 1."""
        name = self.operation.paging.number
        if name is None:
            raise ValueError(f"the pages of {self.operation.id} have no numbers")
        return query.having(name, number - 1 + self.operation.first_index)

    def page_count(self, query: Query) -> int:
        """Return how many pages a query has, as far as the baseline knows; 1 at least."""
        size = size_in_force(query)
        return max(1, -(-len(self.expected(query).rows) // size)) if size else 1

    def page(self, query: Query) -> Response:
        """Ask for a page.

        Raises:
            Breach: The answer is none.
        """
        return must_be_page(self.channel.page(query))

    def walk(self, query: Query, most: int) -> list[Response]:
        """Ask for one page after the other.

        Raises:
            Breach: An answer is no page.
        """
        return [must_be_page(each) for each in self.channel.walk(query, most)]

    def expected(self, query: Query) -> Expected:
        """Return what a query is to list, whatever page it asks for."""
        baseline = self.baseline
        rows = baseline.select(self.matching(query))
        return Expected(rows, baseline.is_whole, len(baseline.rows) - len(rows))

    def matching(self, query: Query, *lifted: str) -> int:
        """Return the set of the rows that a query is to list, of those of the baseline.

        Args:
            query: The query.
            lifted: The filters that are to hold nothing back: neither the value that the query
                has for them, nor their default.
        """
        baseline = self.baseline
        mask = baseline.all
        for name, value in {**baseline.in_force, **dict(query.values)}.items():
            parameter = self.operation.parameter(name)
            if parameter is None or parameter.filter is None or name in lifted:
                continue
            mask &= baseline.matching(parameter.filter, value)
        return mask

    def count(self, query: Query, *lifted: str) -> int:
        """Return how many rows a query is to list; see ``matching``."""
        return self.matching(query, *lifted).bit_count()

    def views(self, query: Query) -> list[Query]:
        """Return queries that together list what a query lists, whatever is hidden by default.

        Each has a state of each filter that has a default, and which the query leaves out.
        """
        found = [query]
        for parameter in self.operation.parameters:
            is_hiding = parameter.filter is not None and bool(parameter.filter.defaults)
            if is_hiding and query.get(parameter.name) is None:
                found = [
                    each.having(parameter.name, value)
                    for each in found
                    for value in parameter.states
                ]
        return found

    def shown(self, query: Query) -> Query:
        """Return the query, or that view of it that lists most where the default hides it all."""
        if self.count(query):
            return query
        return max([query, *self.views(query)], key=self.count)

    @property
    def fullest(self) -> Query:
        """The query for the list in the largest pages, or for its largest view."""
        return max([self.widest, *self.views(self.widest)], key=self.count)

    def known_pages(self, query: Query) -> Iterator[tuple[int, Response]]:
        """Ask for pages of a query whose rows are known, with the position of their first row.

        All of them if they are few, and otherwise the first two, one amid them, and the last.
        """
        size = size_in_force(query)
        count = len(self.expected(query).rows)
        if not size or not self.operation.paging.number:
            start = 0
            for answer in self.walk(query, _MOST_PAGES):
                yield start, answer
                start += len(answer.items)
            return
        pages = max(1, -(-count // max(1, size)))
        some = {1, 2, (pages + 1) // 2, pages} if pages > _MOST_PAGES else {*range(1, pages + 1)}
        for number in sorted(some):
            yield (number - 1) * size, self.page(self.numbered(query, number))

    def is_same(self, known: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
        """Return whether an item is the one that is known, but for the children that flags add."""
        return self.channel.is_same(self.operation, self.bare(known), self.bare(item))

    def bare(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an item without the children that flags add."""
        fields = {str(each.field).split("/")[1] for each in self.expands().values()}
        return {name: value for name, value in item.items() if name not in fields}

    def expands(self) -> Mapping[str, Expand]:
        """Return what the flags of the operation add, by their names."""
        return {each.name: each.expand for each in self.operation.parameters if each.expand}

    def identity(self, item: Mapping[str, Any]) -> str:
        """Return what tells an item from every other, as text."""
        return identity_of(self.operation, item)


def must_be_page(answer: Response) -> Response:
    """Return the answer, which is a page.

    Raises:
        Breach: It is none.
    """
    if answer.kind != "page":
        msg = f"expected a page, got {describe(answer)}"
        # What is not found may have been removed.
        is_proven = not answer.is_shift and answer.status != 404  # noqa: PLR2004
        raise ViolationError(msg, "", answer, is_proven=is_proven)
    return answer


def describe(answer: Response) -> str:
    """Return what an answer is, in a few words."""
    if answer.problem is not None:
        return answer.problem
    if answer.status is None:
        return "nothing"
    if answer.status != 200:  # noqa: PLR2004 - 200 OK
        return f"the status {answer.status}"
    return f"{len(answer.items)} items"
