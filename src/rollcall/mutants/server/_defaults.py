"""Mutants of filters with defaults: they list other rows if the filter is left out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rollcall.mutants._listed import Condition, Listed, Row, original_of, read_listed
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._conditions import Place
from rollcall.spec import is_match, value_key

__all__ = ["mutants"]


_Holds = Callable[[Condition, Row], bool]
"""Returns whether a row is listed, from the condition of the default."""

_When = Callable[[Listed], bool]
"""Returns whether a mutant changes the default for a request."""


def mutants(place: Place) -> Iterator[ServerMutant]:
    """Yield the mutants of the defaults of a filter, if it has any."""
    if not place.filter.defaults:
        return
    name = place.parameter.name
    made = [
        (f"default-{kind}", _defaulting(name, when, holds)) for kind, when, holds in _table(place)
    ]
    if place.operation.paging.selector is None:
        made.append(("default-lost-later", _lost_later(name)))
    yield from place.mutants(made, stranger=str(next(iter(_strangers(place)), "")))


def _strangers(place: Place) -> list[Any]:
    """Return the values of a filter that are not defaults."""
    return [each for each in place.parameter.states if each not in place.filter.defaults]


def _table(place: Place) -> Iterator[tuple[str, _When, _Holds]]:
    def other(default: Condition, row: Row) -> bool:
        return _other(place, default, row)

    yield "ignored", _always, _all
    yield "lists-nothing", _always, lambda _default, _row: False
    yield "inverted", _always, lambda default, row: not default.holds(row)
    yield "lost-with-others", _has_others, _all
    yield "lost-sized", _is_sized, _all
    if len(place.filter.defaults) > 1:
        yield "other-with-others", _has_others, other
        yield "other-sized", _is_sized, other
    if strangers := _strangers(place):
        key = value_key(place.filter, strangers[0])
        yield (
            "of-another-value",
            _always,
            lambda default, row: is_match(default.filter, default.key(row), key),
        )


def _always(_listed: Listed) -> bool:
    return True


def _has_others(listed: Listed) -> bool:
    return bool(listed.conditions)


def _all(_default: Condition, _row: Row) -> bool:
    return True


def _other(place: Place, default: Condition, row: Row) -> bool:
    """Return whether a row matches the default that does not apply."""
    values = [value_key(place.filter, each) for each in place.filter.defaults]
    other = next(each for each in values if each != default.value)
    return is_match(default.filter, default.key(row), other)


def _is_sized(listed: Listed) -> bool:
    size = listed.operation.paging.size
    return size is not None and listed.request.get(size) is not None


def _defaulting(name: str, when: _When, holds: _Holds) -> Responder:
    """Return a mutant that lists other rows if a filter is left out."""

    def choose(listed: Listed) -> Sequence[Row]:
        default = listed.defaults[name]
        others = [*listed.conditions.values(), *listed.defaults.values()]
        others.remove(default)
        return [
            row
            for row in listed.rows
            if holds(default, row) and all(each.holds(row) for each in others)
        ]

    mutated = relisted(choose)

    def respond(request: Request, upstream: Upstream) -> Response:
        if upstream.send(original_of(request)).status == OK:
            listed = read_listed(request, upstream)
            is_met = listed is not None and name in listed.defaults and when(listed)
            # A page of the same rows would have other links.
            if listed is not None and is_met and [*choose(listed)] != listed.matching:
                return mutated(request, upstream)
        return upstream.send(request)

    return respond


def _lost_later(name: str) -> Responder:
    """Return a mutant whose default applies to the first page only."""

    def choose(listed: Listed) -> Sequence[Row]:
        if not listed.number:
            return listed.matching
        conditions = [*listed.conditions.values()]
        return [row for row in listed.rows if all(each.holds(row) for each in conditions)]

    mutated = relisted(choose, is_paged=True)

    def respond(request: Request, upstream: Upstream) -> Response:
        if upstream.send(original_of(request)).status != OK:
            return upstream.send(request)
        listed = read_listed(request, upstream)
        if listed is None or name not in listed.defaults or len(listed.matching) <= listed.size:
            return upstream.send(request)
        return mutated(request, upstream)

    return respond
