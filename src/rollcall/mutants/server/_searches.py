"""Mutants of parameters that search: other items, all of them, or none."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import retold
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import ListOperation, Search, Spec

__all__ = ["mutants"]


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters that search a list."""
    del spec
    for each in operation.parameters:
        if each.search is not None:
            place = _Place(each.name, each.search, operation)
            yield from derived(operation, "search", _made(place), each.name)


@attrs.frozen
class _Place:
    """A parameter that searches.

    Attributes:
        name: Its name.
        search: Its annotation.
        operation: The operation.
    """

    name: str
    search: Search
    operation: ListOperation

    def lost_when(self, applies: Callable[[Request, Upstream], bool]) -> Responder:
        """Return a mutant that ignores the parameter in some requests that have it."""

        def respond(request: Request, upstream: Upstream) -> Response:
            is_lost = request.get(self.name) and applies(request, upstream)
            return upstream.send(request.without(self.name) if is_lost else request)

        return respond

    def listing(self, choose: Callable[[Listed, str], Sequence[Row]]) -> Responder:
        """Return a mutant that finds other items."""

        def chosen(listed: Listed) -> Sequence[Row]:
            value = listed.request.get(self.name)
            return choose(listed, value) if value else listed.matching

        return relisted(chosen)

    def found(self, listed: Listed, value: str | None) -> list[Row]:
        """Return the items that the server finds by another value, or lists without one."""
        request = listed.request.without(self.name)
        if value is not None:
            request = request.having(self.name, value)
        return attrs.evolve(listed, request=request).matching

    def combined(
        self, combine: Callable[[Iterable[bool]], bool]
    ) -> Callable[[Listed, str], list[Row]]:
        """Return a choice of the items that are found by all words of the value, or by any."""

        def choose(listed: Listed, value: str) -> list[Row]:
            each_found = [self.found(listed, word) for word in value.split()]
            return [
                row
                for row in self.found(listed, None)
                if combine(row in rows for rows in each_found)
            ]

        return choose

    def narrowed(self, finds: Callable[[Row, str], bool]) -> Responder:
        """Return a mutant that finds fewer items."""
        return self.listing(
            lambda listed, value: [row for row in listed.matching if finds(row, value)]
        )


def _made(place: _Place) -> Iterator[Made]:
    search, paging = place.search, place.operation.paging
    if paging.selector is not None:
        index, first = paging.selector, str(place.operation.first_index)
        yield (
            "first-page-only",
            place.lost_when(lambda request, _: request.get(index) not in {None, first}),
        )
    yield "first-twice", place.listing(lambda listed, _: [*listed.matching[:1], *listed.matching])
    if paging.total_items is not None and paging.is_exact:
        yield (
            "not-counted",
            retold(
                lambda listed, _: {paging.total_items: len(place.found(listed, None))},
                lambda request: bool(request.get(place.name)),
            ),
        )
    # Without the fields, it is not known what a word finds.
    if search.fields:
        yield "ignored", place.lost_when(lambda _request, _upstream: True)
        yield "last-lost", place.listing(lambda listed, _: listed.matching[:-1])
        yield (
            "none-gives-all",
            place.lost_when(lambda request, upstream: not upstream.rows(request)),
        )
    for number, field in enumerate(search.fields if len(search.fields) > 1 else ()):
        others = (*search.fields[:number], *search.fields[number + 1 :])
        finds = attrs.evolve(search, fields=others).may_find
        yield f"fieldless-{field.text[1:]}", place.narrowed(finds)
    for each in sorted(search.ignored) if search.fields else ():
        strict = attrs.evolve(search, ignored=search.ignored - {each})
        yield f"{each}-counts", place.narrowed(strict.must_find)
    yield from _words(place)
    yield from _beside(place)


def _beside(place: _Place) -> Iterator[Made]:
    """Yield the mutants of a search with a filter, or in a chosen order."""

    def losing(*names: str) -> Responder:
        def respond(request: Request, upstream: Upstream) -> Response:
            return upstream.send(request.without(*names) if request.get(place.name) else request)

        return respond

    operation = place.operation
    filters = [each.name for each in operation.filters if each.filter and not each.filter.defaults]
    if filters:
        yield "filters-lost", losing(*filters)
        yield (
            "lost-with-filter",
            place.lost_when(lambda request, _: any(request.get(each) for each in filters)),
        )
    if operation.sorts:
        directions = {name for each in operation.sorts.values() for name in each.parameters}
        yield "order-lost", losing(*operation.sorts, *directions)


def _words(place: _Place) -> Iterator[Made]:
    """Yield the mutants of values of several words."""
    if place.search.words == "all":
        yield "any-for-all", place.listing(place.combined(any))
    if place.search.words == "any":
        yield "all-for-any", place.listing(place.combined(all))
    if place.search.words:
        yield (
            "first-word-only",
            place.listing(lambda listed, value: place.found(listed, value.split()[0])),
        )
