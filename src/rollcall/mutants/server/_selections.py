"""Mutants of parameters that select fields: other fields, other values, or another list."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from rollcall.mutants._message import OK, REMOVED, Request, Response, put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._places import has_later, is_later
from rollcall.mutants.server._responses import FAILED
from rollcall.spec import ListOperation, Parameter, Select, Spec

__all__ = ["mutants"]

_Names = Sequence[str]
_Item = dict[str, Any]


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters that select the fields of items."""
    del spec
    for each in operation.parameters:
        if each.select is not None and each.select.fields:
            place = _Place(each, each.select, operation)
            made = (*_fields(place), *_lists(place), *_values(place))
            yield from derived(operation, "select", made, each.name)


@attrs.frozen
class _Place:
    """A parameter that selects fields.

    Attributes:
        parameter: The parameter.
        select: Its annotation.
        operation: The operation.
    """

    parameter: Parameter
    select: Select
    operation: ListOperation

    def names(self, request: Request) -> list[str]:
        """Return the names that a request has; none if it leaves the parameter out."""
        sent = [text for name, text in request.pairs if name == self.parameter.name]
        return [name for text in sent for name in self.parameter.texts_of(text)]

    def asking(self, request: Request, names: _Names) -> Request:
        """Return a request for other names; without any, it leaves the parameter out."""
        delimiter, plain = self.parameter.delimiter, request.without(self.parameter.name)
        texts = [delimiter.join(names)] if delimiter and names else names
        return plain.with_pairs([*plain.pairs, *((self.parameter.name, each) for each in texts)])

    def whole(self, request: Request) -> Request:
        """Return the request for whole items."""
        return self.asking(request, [*self.select.fields] if self.select.default else [])

    def is_selection(self, request: Request) -> bool:
        """Return whether a request selects fields, and not all of them."""
        names = {*self.names(request)}
        return bool(names) and names < self.select.fields.keys()

    def resent(
        self, other: Callable[[Request, _Names], Request], *, later: bool = False
    ) -> Responder:
        """Return a mutant that responds to a selection as to another request.

        Args:
            other: Returns the other request, for a request and its names.
            later: Whether it does so after the first page only.
        """

        def respond(request: Request, upstream: Upstream) -> Response:
            original = upstream.send(request)
            if original.status != OK or not self.is_selection(request):
                return original
            if later and not is_later(request, original):
                return original
            return upstream.send(other(request, self.names(request)))

        return respond

    def reworked(self, change: Callable[[_Item, _Item, _Names], None]) -> Responder:
        """Return a mutant that changes the items of a selection.

        Args:
            change: Changes an item in place, given the whole item and the selected names.
        """

        def respond(request: Request, upstream: Upstream) -> Response:
            original = upstream.send(request)
            if original.status != OK or not self.is_selection(request):
                return original
            whole = self._items(upstream.send(self.whole(request)).json())
            names = self.names(request)

            def rework(body: Any) -> None:  # noqa: ANN401 - JSON
                for item, complete in zip(self._items(body), whole, strict=False):
                    change(item, complete, names)

            return original.reworked(rework)

        return respond

    def relisted(self, change: Callable[[list[Any]], list[Any]]) -> Responder:
        """Return a mutant that lists other items on a page of a selection."""

        def respond(request: Request, upstream: Upstream) -> Response:
            original = upstream.send(request)
            if original.status != OK or not self.is_selection(request):
                return original
            return original.with_values(
                {self.operation.items: change(self._items(original.json()))}
            )

        return respond

    def more(self, item: _Item, whole: _Item, names: _Names) -> None:
        """Add a field that is not selected."""
        others = [each for each in self.select.fields if each not in names]
        part = self.select.part(whole, [*names, *others[:1]])
        item.clear()
        item.update(part)

    def fewer(self, item: _Item, _whole: _Item, names: _Names) -> None:
        """Remove the last selected field."""
        put(item, self.select.fields[names[-1]], REMOVED)

    def inner(self, item: _Item, _whole: _Item, _names: _Names) -> None:
        """Remove the fields outside of the object whose fields are selected."""
        for name in [each for each in item if each != self.select.within.location[0]]:
            del item[name]

    def nulled(self, item: _Item, _whole: _Item, names: _Names) -> None:
        """Set the selected fields to null."""
        for name in names:
            put(item, self.select.fields[name], None)

    def _items(self, body: object) -> list[Any]:
        found = self.operation.items.read(body, [])
        return found if isinstance(found, list) else []


def _fields(place: _Place) -> Iterator[Made]:
    """Yield the mutants that select other fields."""
    select = place.select
    yield "ignored", place.resent(lambda request, _: place.whole(request))
    if has_later(place.operation):
        yield "first-page-only", place.resent(lambda asked, _: place.whole(asked), later=True)
    yield "first-name-alone", place.resent(lambda asked, names: place.asking(asked, names[:1]))
    yield "field-added", place.reworked(place.more)
    yield "field-lost", place.reworked(place.fewer)
    if select.always:
        yield "always-lost", place.reworked(lambda item, *_: put(item, select.always[0], REMOVED))
    if select.within.text:
        yield "others-lost", place.reworked(place.inner)
    if select.default:
        yield (
            "default-added",
            place.resent(lambda asked, names: place.asking(asked, [*names, *select.default])),
        )
        yield "default-whole", _when_left_out(place)


def _when_left_out(place: _Place) -> Responder:
    """Return a mutant that lists whole items if the parameter is left out."""

    def respond(request: Request, upstream: Upstream) -> Response:
        return upstream.send(request if place.names(request) else place.whole(request))

    return respond


def _lists(place: _Place) -> Iterator[Made]:
    """Yield the mutants that change more than the fields of items."""
    operation, paging = place.operation, place.operation.paging
    yield "value-null", place.reworked(place.nulled)
    yield "rows-reordered", place.relisted(lambda items: [*items[1:], *items[:1]])
    yield "row-lost", place.relisted(lambda items: items[:-1])
    yield "row-twice", place.relisted(lambda items: [*items[:1], *items])
    if paging.size is not None:
        name = paging.size
        yield "size-ignored", place.resent(lambda asked, _: asked.without(name))
    if operation.filters:
        names = [each.name for each in operation.filters]
        yield "filters-ignored", place.resent(lambda asked, _: asked.without(*names))
    if paging.total_items is not None and paging.is_exact:
        yield "total-of-fields", _miscounted(place)


def _miscounted(place: _Place) -> Responder:
    """Return a mutant whose total counts the selected fields."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK or not place.is_selection(request):
            return original
        count = len(place.names(request))
        return original.with_values({place.operation.paging.total_items: count})

    return respond


def _values(place: _Place) -> Iterator[Made]:
    """Yield the mutants that read names of no field."""
    known = place.select.fields

    def is_unknown(names: _Names) -> bool:
        return any(each not in known for each in names if each)

    def is_empty(names: _Names) -> bool:
        return bool(names) and not any(names)

    def when(applies: Callable[[_Names], bool], *, fails: bool) -> Responder:
        def respond(request: Request, upstream: Upstream) -> Response:
            names = place.names(request)
            if not applies(names):
                return upstream.send(request)
            found = [each for each in names if each in known]
            return FAILED if fails else upstream.send(place.asking(request, found))

        return respond

    for kind, applies in (("unknown", is_unknown), ("empty", is_empty)):
        yield f"{kind}-fails", when(applies, fails=True)
        yield f"{kind}-ignored", when(applies, fails=False)
