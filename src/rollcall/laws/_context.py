"""The context of a law: a list, a channel to request it, and its baseline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.channels import Channel, HttpChannel, Query, Response, size_in_force
from rollcall.laws._baseline import Baseline, Baselines
from rollcall.laws._items import filter_of, identity_of, named, without_children
from rollcall.laws._limits import largest_size
from rollcall.laws._notes import Sighting
from rollcall.laws._symptom import Symptom
from rollcall.laws._violation import describe, must_be_page
from rollcall.spec import Filter, ListOperation, Parameter, ParentPath, Spec

__all__ = ["Context", "Effort", "Unreadable"]

_MOST_PAGES = 4


class Unreadable(Exception):  # noqa: N818 - it makes a verdict inconclusive, and is no failure
    """The list that a law needs cannot be read.

    Attributes:
        response: The response that shows it.
    """

    def __init__(self, response: Response) -> None:
        super().__init__(f"{response.query.operation.id} cannot be listed: {describe(response)}")
        self.response = response


@attrs.frozen
class Effort:
    """How many cases a law is tried with, for each of its subjects.

    Attributes:
        edges: How many of the prepared cases at most.
        examples: How many more cases Hypothesis draws.
        pages: How many pages a law reads in a row at most.
        seed: The seed of everything that is drawn.
    """

    edges: int
    examples: int
    pages: int
    seed: int


@attrs.define
class Context:
    """A list that a law is evaluated on, through one channel.

    Attributes:
        spec: The spec.
        parent: The parent, where the list has one.
        parents: The known parents, those with most items first.
        channel: The channel.
        http: Plain HTTP, with which other channels are compared.
        baselines: The lists as they were read once.
        effort: How many cases a law is tried with.
        subject: The subject of the law, such as a filter; empty: the list itself.
        is_strict: Whether a choice that the spec leaves to the server is a violation.
        secrets: The texts that no response may hold: the token, and its encoded form.
        sightings: What the server does where the spec makes no choice.
        malformed: The operations whose responses do not conform to their schemas, each with the
            symptom.
    """

    spec: Spec
    _operation: ListOperation
    parent: ParentPath | None
    parents: tuple[ParentPath, ...]
    channel: Channel
    http: HttpChannel
    baselines: Baselines
    effort: Effort
    subject: str = ""
    is_strict: bool = False
    secrets: tuple[str, ...] = attrs.field(default=(), repr=False)
    sightings: list[Sighting] = attrs.field(factory=list, repr=False)
    malformed: Mapping[str, Symptom] = attrs.field(factory=dict, repr=False)

    @property
    def operation(self) -> ListOperation:
        """The operation, with the bounds of the server that were learned meanwhile."""
        return self.baselines.limits.of(self._operation)

    @property
    def query(self) -> Query:
        """The query for the list with whole items, and without any other parameter."""
        return Query.whole(self.operation, self.parent)

    @property
    def widest(self) -> Query:
        """The query for the list in the largest pages."""
        return self.sized(self.query)

    @property
    def fullest(self) -> Query:
        """The query for the list in the largest pages, or for its largest view."""
        return max([self.widest, *self.views(self.widest)], key=self.count)

    @property
    def baseline(self) -> Baseline:
        """The baseline of the list.

        Raises:
            Unreadable: The list cannot be read.
        """
        return self.baseline_of(self.operation, self.parent)

    def baseline_of(self, operation: ListOperation, parent: ParentPath | None) -> Baseline:
        """Return the baseline of another list.

        Raises:
            Unreadable: The list cannot be read.
        """
        baseline = self.baselines.of(operation, parent)
        failure = baseline.failure
        if failure is not None and (failure.body_problem or not baseline.rows):
            raise Unreadable(failure)
        return baseline

    def parameter(self, name: str) -> Parameter:
        """Return a parameter of the operation."""
        found = self.operation.parameter(name)
        assert found is not None
        return found

    def is_filter(self, name: str) -> bool:
        """Return whether a parameter is a filter."""
        return any(each.name == name for each in self.operation.filters)

    def filter(self, name: str) -> Filter:
        """Return the meaning of a filter of the operation."""
        return filter_of(self.parameter(name))

    def filters_of(self, query: Query) -> dict[str, Filter]:
        """Return the filters that a query has a value for, by name."""
        return {name: self.filter(name) for name, _ in query.values if self.is_filter(name)}

    def sized(self, query: Query, size: int | None = None) -> Query:
        """Return the query with a page size, by default the largest, where there are page sizes."""
        name = self.operation.paging.size
        size = largest_size(self.operation) if size is None else size
        return query if name is None or size is None else query.having(name, size)

    def numbered(self, query: Query, number: int) -> Query:
        """Return the query for a page by its number; the first page is number 1."""
        name = self.operation.paging.selector
        assert name is not None
        size = max(1, self.page_size(query))
        return query.having(name, self.operation.position((number - 1) * size, size))

    def page_size(self, query: Query) -> int:
        """Return how many items a page of a query holds at most; 0 if that is not known."""
        return size_in_force(query) or self.baseline.page_size

    def page_count(self, query: Query) -> int:
        """Return how many pages a query has by the baseline, at least 1."""
        size = self.page_size(query)
        return max(1, -(-len(self.expected(query)) // size)) if size else 1

    def page(self, query: Query) -> Response:
        """Request a page.

        Raises:
            ViolationError: The response is not a page.
        """
        return must_be_page(self.channel.page(query))

    def walk(self, query: Query, most: int) -> list[Response]:
        """Request one page after the other, up to ``most`` pages.

        Raises:
            ViolationError: A response is not a page.
        """
        return [must_be_page(each) for each in self.channel.walk(query, most)]

    def known_pages(self, query: Query) -> Iterator[tuple[int, Response]]:
        """Yield pages of a query, each with the position of its first row.

        All pages if there are few; otherwise the first two, one in the middle, and the last.
        """
        size = self.page_size(query)
        if not size or not self.operation.paging.selector:
            start = 0
            for response in self.walk(query, _MOST_PAGES):
                yield start, response
                start += len(response.items)
            return
        pages = self.page_count(query)
        some = {1, 2, (pages + 1) // 2, pages} if pages > _MOST_PAGES else {*range(1, pages + 1)}
        for number in sorted(some):
            yield (number - 1) * size, self.page(self.numbered(query, number))

    def expected(self, query: Query) -> Sequence[Mapping[str, Any]]:
        """Return the rows that a query must list on all its pages together.

        Only the first rows, if the baseline is not complete.
        """
        return self.baseline.select(self.matching(query))

    def matching(self, query: Query, *ignored_filters: str) -> int:
        """Return the set of the rows of the baseline that a query must list.

        Args:
            query: The query.
            ignored_filters: The filters whose values and defaults are ignored.
        """
        baseline = self.baseline
        mask = baseline.all
        for name, value in {**baseline.in_force, **dict(query.values)}.items():
            if self.is_filter(name) and name not in ignored_filters:
                mask &= baseline.matching(self.filter(name), value)
        return mask

    def count(self, query: Query, *ignored_filters: str) -> int:
        """Return how many rows a query must list; see ``matching``."""
        return self.matching(query, *ignored_filters).bit_count()

    def views(self, query: Query) -> list[Query]:
        """Return queries that together list all rows of a query, including those hidden by default.

        Each adds a value for each filter that has a default and is not in the query.
        """
        found = [query]
        for parameter in self.operation.filters:
            if filter_of(parameter).defaults and query.get(parameter.name) is None:
                found = [
                    each.having(parameter.name, value)
                    for each in found
                    for value in parameter.states
                ]
        return found

    def shown(self, query: Query) -> Query:
        """Return the query, or its largest view if a default hides all of its rows."""
        return query if self.count(query) else max([query, *self.views(query)], key=self.count)

    def total(self, response: Response) -> Any:  # noqa: ANN401 - JSON
        """Return the total that a page reports; None if it reports no total."""
        return response.read(self.operation.paging.total_items)

    def identity(self, item: Mapping[str, Any]) -> str:
        """Return the identity of an item, as text."""
        return identity_of(self.operation, item)

    def identities(self, items: Iterable[Mapping[str, Any]]) -> list[str]:
        """Return the identities of items, in their order."""
        return [*map(self.identity, items)]

    def named(self, identity: str) -> str:
        """Return an identity after the name of its field, such as ``id 7``."""
        return named(self.operation, identity)

    def called(self, item: Mapping[str, Any]) -> str:
        """Return the identity of an item after the name of its field."""
        return self.named(self.identity(item))

    def is_same(self, known: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
        """Return whether an item is the known one, apart from the children that flags add."""
        return self.channel.is_same(self.operation, self.bare(known), self.bare(item))

    def are_equal(self, one: Response, other: Response) -> bool:
        """Return whether two pages list the same items, in the same order, with the same totals."""
        paging = self.operation.paging
        places = [paging.total_items, paging.size_echo, paging.index_echo, paging.total_pages]
        reported = [[page.read(each) for each in places] for page in (one, other)]
        return (
            one.kind == other.kind == "page"
            and reported[0] == reported[1]
            and self.identities(one.items) == self.identities(other.items)
        )

    def bare(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an item without the children that flags add."""
        return without_children(self.operation, item)
