"""Filters with a default: what a server may list when they are left out, and it should not."""

from collections.abc import Callable, Iterator, Sequence

from rollcall.mutants._listed import OFFSET, Condition, Listed, Row, relisted
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._conditions import Place, read_listed
from rollcall.spec._matching import is_match, value_key

__all__ = ["mutants"]

_OK = 200
_LAWS = ("filter.default", "link.filters", "page.partition")
_HIDDEN = "an item that the default holds back"
_SHOWN = "an item that the default lets through"

_Holds = Callable[[Condition, Row], bool]
"""Says whether a row is listed, from the condition that the default is."""

_When = Callable[[Listed], bool]
"""Says for which requests a fault has the filter's default otherwise."""


def mutants(place: Place) -> Iterator[ServerMutant]:
    """Derive what a server may get wrong about a filter that holds by default."""
    if not place.filter.defaults:
        return
    always: _When = lambda _: True  # noqa: E731 - a row of the table below
    strangers = [each for each in place.parameter.states if each not in place.filter.defaults]
    others = "items of two of the defaults below one parent"
    table: list[tuple[str, str, _When, _Holds, tuple[str, ...], str]] = [
        ("ignored", "Left out, the filter holds nothing back.", always, _all, _LAWS, _HIDDEN),
        ("lists-nothing", "Left out, the filter lists nothing.", always, _none, _LAWS, _SHOWN),
        (
            "inverted",
            "Left out, the filter lists what its default holds back.",
            always,
            lambda default, row: not default.holds(row),
            _LAWS,
            _HIDDEN,
        ),
        (
            "lost-with-others",
            "The default is lost when another filter is given.",
            lambda listed: bool(listed.conditions),
            _all,
            ("filter.default", "filter.complete", "filter.conjunction"),
            _HIDDEN,
        ),
        (
            "lost-sized",
            "The default is lost when a page size is given.",
            _is_sized,
            _all,
            _LAWS,
            _HIDDEN,
        ),
    ]
    if len(place.filter.defaults) > 1:
        table += [
            (
                "other-with-others",
                "Another default is in force when another filter is given.",
                lambda listed: bool(listed.conditions),
                lambda default, row: _other(place, default, row),
                ("filter.default", "filter.complete"),
                others,
            ),
            (
                "other-sized",
                "Another default is in force when a page size is given.",
                _is_sized,
                lambda default, row: _other(place, default, row),
                _LAWS,
                others,
            ),
        ]
    if strangers:
        key = value_key(place.filter, strangers[0])
        table.append(
            (
                "of-another-value",
                "Left out, the filter has a value in force that is no default.",
                always,
                lambda default, row: is_match(default.filter, default.key(row), key),
                _LAWS,
                f"an item that {strangers[0]} matches, or one that the default lets through",
            )
        )
    for kind, sentence, when, holds, laws, needs in table:
        answer = _defaulting(place.parameter.name, when, holds)
        yield place.mutant(f"filter.default-{kind}", sentence, laws, answer, needs)
    if place.operation.paging.next:
        yield place.mutant(
            "filter.default-lost-later",
            "The default is lost on every page but the first.",
            ("link.filters", "page.partition", "filter.default"),
            _lost_later(place.parameter.name),
            f"{_HIDDEN}, and a list of more than one page",
        )


def _all(default: Condition, row: Row) -> bool:
    del default, row
    return True


def _none(default: Condition, row: Row) -> bool:
    del default, row
    return False


def _other(place: Place, default: Condition, row: Row) -> bool:
    """Return whether a row is one of the default that is not in force."""
    values = [value_key(place.filter, each) for each in place.filter.defaults]
    other = next(each for each in values if each != default.value)
    return is_match(default.filter, default.key(row), other)


def _is_sized(listed: Listed) -> bool:
    size = listed.operation.paging.size
    return size is not None and listed.request.get(size) is not None


def _defaulting(name: str, when: _When, holds: _Holds) -> Answerer:
    """Make a fault that lists otherwise where a filter is left out."""

    def choose(listed: Listed) -> Sequence[Row]:
        default = listed.defaults[name]
        others = [*listed.conditions.values(), *listed.defaults.values()]
        others.remove(default)
        return [
            row
            for row in listed.rows
            if holds(default, row) and all(each.holds(row) for each in others)
        ]

    faulty = relisted(choose)

    def answer(request: Request, upstream: Upstream) -> Response:
        if upstream.send(request.without(OFFSET)).status == _OK:
            listed = read_listed(request, upstream)
            is_met = listed is not None and name in listed.defaults and when(listed)
            # Pages of the same rows would have other links.
            if listed is not None and is_met and [*choose(listed)] != listed.matching:
                return faulty(request, upstream)
        return upstream.send(request)

    return answer


def _lost_later(name: str) -> Answerer:
    """Make a fault by which a page that a link leads to holds what a default should hold back."""

    def choose(listed: Listed) -> Sequence[Row]:
        if not listed.number:
            return listed.matching
        conditions = [*listed.conditions.values()]
        return [row for row in listed.rows if all(each.holds(row) for each in conditions)]

    faulty = relisted(choose)

    def answer(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request.without(OFFSET))
        if sound.status != _OK:
            return upstream.send(request)
        listed = read_listed(request, upstream)
        if listed is None or name not in listed.defaults or len(listed.matching) <= listed.size:
            return upstream.send(request)
        return faulty(request, upstream)

    return answer
