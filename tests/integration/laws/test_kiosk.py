"""The kiosk has what the depot lacks: the laws hold on it, and each kills its mutant."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from attrs import evolve, frozen

from rollcall.laws import Law, find_law, registered
from rollcall.runs import Session
from rollcall.spec import UsageError
from tests.support.evaluations import law_session
from tests.support.laws import _kiosk
from tests.support.laws._kiosk import KIOSKS, SPEC, TOKEN, Ask, Refusal, Rules, digest, serve

OPERATION = "listOrders"
_PARENTS = {"kiosk": tuple(KIOSKS)}


@frozen
class Mutant:
    """A kiosk with one rule that is wrong, and the law that is meant to notice it."""

    law: str
    id: str
    rules: Rules


@frozen
class Choice:
    """A kiosk with a rule that is another one, and as right, and the law that is to accept it."""

    law: str
    id: str
    rules: Rules


def _token(given: str | None) -> str:
    encoded = (given or "").partition(" ")[2]
    try:
        return base64.b64decode(encoded).decode()
    except ValueError:
        return ""


def _opened(token: str, ask: Ask, bind: object) -> int:
    del bind
    start = token.partition("-")[0]
    return min(int(start), 1000) if start.isdecimal() else ask.per


def _bound(ask: Ask, **others: Any) -> str:  # noqa: ANN401 - whatever an ask has
    return digest(evolve(ask, **others))


def _in_force(ask: Ask) -> str:
    given = {"state": _kiosk.default(ask), **dict(ask.filters)}
    return _bound(ask, filters=tuple((name, str(value)) for name, value in given.items()))


def _gone(token: str, ask: Ask, bind: Callable[[Ask], str]) -> int:
    try:
        return _kiosk.opened(token, ask, bind)
    except Refusal as refusal:
        raise Refusal(410, str(refusal)) from None


def _at_the_ends(number: int) -> str:
    ends = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59Z")
    return ends[number % 3]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


_USER, _, _PASSWORD = TOKEN.partition(":")

MUTANTS = (
    Mutant("auth.wrong", "any password", Rules(lambda each: _token(each).startswith(_USER))),
    Mutant("auth.user", "any user", Rules(lambda each: _token(each).endswith(f":{_PASSWORD}"))),
    Mutant(
        "auth.prefix",
        "a shorter password",
        Rules(lambda each: len(_token(each)) > 18 and TOKEN.startswith(_token(each))),
    ),
    Mutant("auth.suffix", "a longer password", Rules(lambda each: _token(each).startswith(TOKEN))),
    Mutant("auth.case", "any case", Rules(lambda each: _token(each).lower() == TOKEN.lower())),
    Mutant(
        "auth.encoding",
        "without the colon",
        Rules(lambda each: _token(each).replace(":", "") == TOKEN.replace(":", "")),
    ),
    Mutant(
        "auth.encoding",
        "not encoded",
        Rules(lambda each: TOKEN in {_token(each), (each or "").partition(" ")[2]}),
    ),
    Mutant("auth.scheme", "any scheme", Rules(lambda each: _token(each) == TOKEN)),
    Mutant("filter.default", "no default", Rules(default=lambda _: None)),
    Mutant("filter.default", "another state", Rules(default=lambda _: "void")),
    Mutant(
        "filter.default",
        "another default beside a filter",
        Rules(default=lambda ask: "done" if ask.filters else "open"),
    ),
    Mutant(
        "filter.default",
        "another default of small pages",
        Rules(default=lambda ask: "done" if ask.per < 4 else "open"),
    ),
    Mutant(
        "link.filters",
        "no default on later pages",
        Rules(default=lambda ask: None if ask.start else _kiosk.default(ask)),
    ),
    Mutant(
        "filter.boundary",
        "instants to the second",
        Rules(later=lambda placed, moment: _kiosk.later(_whole(placed), _whole(moment))),
    ),
    Mutant(
        "filter.boundary",
        "the instant itself",
        Rules(later=lambda placed, moment: not _kiosk.later(moment, placed)),
    ),
    Mutant("link.index", "always the first", Rules(sheet=lambda _: 0)),
    Mutant("link.index", "counted from 1", Rules(sheet=lambda ask: ask.start // ask.per + 1)),
    Mutant("link.index", "counted in orders", Rules(sheet=lambda ask: ask.start)),
    Mutant("link.refused", "what is none is the first", Rules(number=_number)),
    Mutant("link.token", "not looked at", Rules(opened=_opened)),
    Mutant("link.token", "of other filters", Rules(bind=lambda ask: _bound(ask, filters=()))),
    Mutant("link.token", "of another size", Rules(bind=lambda ask: _bound(ask, per=1))),
    Mutant("link.token", "of another parent", Rules(bind=lambda ask: _bound(ask, kiosk=""))),
)

CHOICES = (
    Choice("link.token", "bound to what is in force", Rules(bind=_in_force)),
    Choice("link.token", "refused as gone", Rules(opened=_gone)),
    Choice(
        "link.token",
        "in any case",
        Rules(opened=lambda token, ask, bind: _kiosk.opened(token.lower(), ask, bind)),
    ),
    Choice(
        "scope.unknown", "in any case", Rules(called=lambda asked: _kiosk.called(asked.lower()))
    ),
    *(
        Choice(f"filter.{each}", "at the ends of time", Rules(placed=_at_the_ends))
        for each in ("boundary", "complete", "none")
    ),
)


def _whole(moment: str) -> str:
    head, point, rest = moment.partition(".")
    return f"{head}{rest.lstrip('0123456789')}" if point else moment


@contextmanager
def _evaluating(rules: Rules | None = None) -> Iterator[Session]:
    with serve(rules) as base_url, law_session(SPEC, base_url, TOKEN, parents=_PARENTS) as run:
        yield run


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.law}-{mutant.id}")
def test_a_mutant_is_killed_by_its_law(mutant: Mutant) -> None:
    """The law meant for a mutant fails."""
    with _evaluating(mutant.rules) as run:
        operation = run.spec.list_operation(OPERATION)
        found = run.runner.evaluate(find_law(mutant.law), operation, "http")
    assert "fail" in {each.verdict.outcome for each in found}, found


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: f"{choice.law}-{choice.id}")
def test_what_is_as_right_is_accepted(choice: Choice) -> None:
    """A law passes, with witnesses, on a kiosk that does otherwise what the law leaves open."""
    with _evaluating(choice.rules) as run:
        operation = run.spec.list_operation(OPERATION)
        found = run.runner.evaluate(find_law(choice.law), operation, "http")
    assert {each.verdict.outcome for each in found} == {"pass"}, found


@pytest.fixture(scope="module")
def healthy() -> Iterator[Session]:
    """Return a run on the kiosk as it should be."""
    with _evaluating() as run:
        yield run


@pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)
def test_a_law_holds_on_the_healthy_server(law: Law, healthy: Session) -> None:
    """Every law passes with witnesses, or is about what the kiosk has not."""
    found = healthy.runner.evaluate(law, healthy.spec.list_operation(OPERATION), "http")
    for each in found:
        verdict = each.verdict
        assert (verdict.outcome, verdict.reason) == ("pass", None), (verdict, each.violation)
        assert verdict.witnesses
    assert not healthy.results.violations


def test_the_whole_list_is_of_all_states(healthy: Session) -> None:
    """What a default hides is known, and which default is in force is found out."""
    operation = healthy.spec.list_operation(OPERATION)
    for kiosk, count, in_force in (("v1", 36, "open"), ("south", 18, "done"), ("west", 0, None)):
        known = healthy.runner.baselines.of(operation, kiosk)
        assert len(known.rows) == count
        assert known.is_whole
        assert in_force in {None, known.in_force["state"]}


def test_a_single_parent_shares_nothing() -> None:
    """With one parent that is given, the laws of two have no witness, and say so."""
    alone = {"kiosk": ("v1",)}
    with serve() as base_url, law_session(SPEC, base_url, TOKEN, parents=alone) as run:
        (found,) = run.runner.evaluate(
            find_law("scope.disjoint"), run.spec.list_operation(OPERATION), "http"
        )
    assert found.verdict.outcome == "vacuous"
    assert found.verdict.reason == "needs a second parent with items"


def test_parents_that_nothing_lists_are_asked_for() -> None:
    """Without a parent there is one message, which says how to name one."""
    said = r"no operation of .*_kiosk\.yaml lists; .*--parent kiosk=…"
    with (
        serve() as base_url,
        pytest.raises(UsageError, match=said),
        law_session(SPEC, base_url, TOKEN),
    ):
        pass
