"""The laws on the token API: page tokens, filters with a default, a user and a password."""

import base64
import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen

from rollcall.laws import Evaluation, Law, Runner, registered
from rollcall.spec import Spec, parent_path, parse_spec
from tests.support.evaluations import evaluate, runner_of
from tests.support.laws import token_api
from tests.support.laws.token_api import (
    KIOSKS,
    OPERATION,
    Ask,
    Refusal,
    Rules,
    TokenApi,
    digest,
)

_PARENTS = {"kiosk": KIOSKS}
_TOKEN = TokenApi().token


@frozen
class Mutant:
    """A wrong rule, and the law that reports it."""

    law: str
    id: str
    rules: Rules


@frozen
class Choice:
    """A rule that differs and is as correct, and the law that accepts it."""

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
    given = {"state": token_api.default(ask), **dict(ask.filters)}
    return _bound(ask, filters=tuple((name, str(value)) for name, value in given.items()))


def _gone(token: str, ask: Ask, bind: Callable[[Ask], str]) -> int:
    try:
        return token_api.opened(token, ask, bind)
    except Refusal as refusal:
        raise Refusal(410, str(refusal)) from None


def _at_the_ends(number: int) -> str:
    ends = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59Z")
    return ends[number % 3]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _in_any_case(asked: str) -> str | None:
    return token_api.called(asked.lower())


_CASED = Rules(called=_in_any_case)
_USER, _, _PASSWORD = _TOKEN.partition(":")

MUTANTS = (
    Mutant("auth.wrong", "any password", Rules(lambda each: _token(each).startswith(_USER))),
    Mutant("auth.user", "any user", Rules(lambda each: _token(each).endswith(f":{_PASSWORD}"))),
    Mutant(
        "auth.prefix",
        "a shorter password",
        Rules(lambda each: len(_token(each)) > 18 and _TOKEN.startswith(_token(each))),
    ),
    Mutant("auth.suffix", "a longer password", Rules(lambda each: _token(each).startswith(_TOKEN))),
    Mutant("auth.case", "any case", Rules(lambda each: _token(each).lower() == _TOKEN.lower())),
    Mutant(
        "auth.encoding",
        "without the colon",
        Rules(lambda each: _token(each).replace(":", "") == _TOKEN.replace(":", "")),
    ),
    Mutant(
        "auth.encoding",
        "not encoded",
        Rules(lambda each: _TOKEN in {_token(each), (each or "").partition(" ")[2]}),
    ),
    Mutant("auth.scheme", "any scheme", Rules(lambda each: _token(each) == _TOKEN)),
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
        Rules(default=lambda ask: None if ask.start else token_api.default(ask)),
    ),
    Mutant(
        "filter.boundary",
        "instants to the second",
        Rules(
            later=lambda placed, instant: token_api.later(_to_seconds(placed), _to_seconds(instant))
        ),
    ),
    Mutant(
        "filter.boundary",
        "the instant itself",
        Rules(later=lambda placed, instant: not token_api.later(instant, placed)),
    ),
    Mutant("link.index", "always the first number", Rules(sheet=lambda _: 0)),
    Mutant("link.index", "counted from 1", Rules(sheet=lambda ask: ask.start // ask.per + 1)),
    Mutant("link.index", "counted in orders", Rules(sheet=lambda ask: ask.start)),
    Mutant("link.refused", "an invalid number is the first page", Rules(number=_number)),
    Mutant("value.case", "in any case", Rules(state=str.lower)),
    Mutant("scope.unknown", "in any case", _CASED),
    Mutant("link.token", "ignored", Rules(opened=_opened)),
    Mutant("link.token", "of other filters", Rules(bind=lambda ask: _bound(ask, filters=()))),
    Mutant("link.token", "of another size", Rules(bind=lambda ask: _bound(ask, per=1))),
    Mutant("link.token", "of another parent", Rules(bind=lambda ask: _bound(ask, kiosk=""))),
)

CHOICES = (
    Choice("link.token", "bound to the default in force", Rules(bind=_in_force)),
    Choice("link.token", "refused as gone", Rules(opened=_gone)),
    Choice(
        "link.token",
        "in any case",
        Rules(opened=lambda token, ask, bind: token_api.opened(token.lower(), ask, bind)),
    ),
    *(
        Choice(f"filter.{each}", "at the ends of time", Rules(placed=_at_the_ends))
        for each in ("boundary", "complete", "none")
    ),
)


def _to_seconds(instant: str) -> str:
    head, point, rest = instant.partition(".")
    return f"{head}{rest.lstrip('0123456789')}" if point else instant


def _evaluated(law: str, rules: Rules) -> list[Evaluation]:
    return evaluate(law, TokenApi(rules), OPERATION, _PARENTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.law}-{mutant.id}")
def test_a_mutant_is_killed_by_its_law(mutant: Mutant) -> None:
    """The law fails for one of its subjects."""
    found = _evaluated(mutant.law, mutant.rules)
    assert "fail" in {each.verdict.outcome for each in found}, found


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: f"{choice.law}-{choice.id}")
def test_a_choice_that_the_document_leaves_open_is_accepted(choice: Choice) -> None:
    """The law passes with witnesses."""
    found = _evaluated(choice.law, choice.rules)
    assert {each.verdict.outcome for each in found} == {"pass"}, found


@pytest.fixture(scope="module")
def correct() -> Runner:
    """Return a runner on the correct API."""
    return runner_of(TokenApi(), _PARENTS)


@pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)
def test_a_law_passes_on_the_correct_api(law: Law, correct: Runner) -> None:
    """A law that applies has witnesses."""
    for each in correct.evaluate(law, correct.spec.list_operation(OPERATION), "http"):
        verdict = each.verdict
        assert (verdict.outcome, verdict.reason) == ("pass", None), (verdict, each.violation)
        assert verdict.witnesses


@frozen
class _Patterned(TokenApi):
    """The API, with a pattern for the names of kiosks."""

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        raw: Any = deepcopy(super().spec.raw)
        raw["paths"]["/kiosks/{kiosk}/orders"]["get"]["parameters"][0]["schema"] = {
            "type": "string",
            "pattern": "^[a-z0-9]+$",
        }
        raw["x-strictness"]["malformedParent"] = "refused"
        return parse_spec(super().spec.path, raw)


@pytest.mark.parametrize(("rules", "outcome"), [(Rules(), "pass"), (_CASED, "fail")])
def test_an_identifier_in_another_case_is_malformed_if_its_schema_says_so(
    rules: Rules, outcome: str
) -> None:
    """A server that ignores the case lists the orders of a similar kiosk."""
    (found,) = evaluate("scope.malformed", _Patterned(rules), OPERATION, _PARENTS)
    assert found.verdict.outcome == outcome
    if found.violation is not None:
        assert "kiosk=V1, is that of a similar one" in found.violation.title


class _Trimming(TokenApi):
    """The API, which ignores blanks around a buyer; one buyer has open orders, and only those."""

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        url, buyer = request.url, request.url.params.get("buyer")
        if buyer is not None:
            url = url.copy_with(params=url.params.set("buyer", buyer.strip()))
        sent = super().respond(httpx.Request(request.method, url, headers=request.headers))
        body = sent.json()
        if "orders" not in body:
            return sent
        body["orders"] = [
            order
            for order in body["orders"]
            if (order["state"] == "open") == (order["buyer"] == "50%")
        ]
        return httpx.Response(sent.status_code, json=body)


def test_blanks_are_sent_around_a_text_that_has_items() -> None:
    """The default hides the items of the most frequent text, so that it would show nothing."""
    (found,) = (
        each
        for each in evaluate("value.blanks", _Trimming(), OPERATION, _PARENTS)
        if each.verdict.subject == "buyer"
    )
    assert found.violation is not None
    assert "is compared without" in found.violation.title


class _Twin(TokenApi):
    """The API, with one more kiosk, called V1, that has orders of its own."""

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        url = str(request.url).replace("/kiosks/V1/", "/kiosks/v1/")
        sound = super().respond(httpx.Request(request.method, url, headers=request.headers))
        if url == str(request.url):
            return sound
        text = sound.text.replace('"v1"', '"V1"').replace("OR-0", "OR-9")
        return httpx.Response(sound.status_code, json=json.loads(text))


def test_an_identifier_in_another_case_may_be_that_of_another_parent() -> None:
    """Its items name it, so that it exists, though the run does not know it."""
    (found,) = evaluate("scope.unknown", _Twin(), OPERATION, _PARENTS)
    assert found.verdict.outcome == "pass", found.violation


def test_the_baseline_holds_the_rows_that_a_default_hides(correct: Runner) -> None:
    """The default in force is read from the rows."""
    operation = correct.spec.list_operation(OPERATION)
    for kiosk, count, in_force in (("v1", 36, "open"), ("south", 18, "done"), ("west", 0, None)):
        known = correct.baselines.of(operation, parent_path(operation, kiosk))
        assert len(known.rows) == count
        assert known.is_complete
        assert in_force in {None, known.in_force["state"]}


def test_a_law_of_two_parents_is_vacuous_with_one() -> None:
    """The reason names the missing parent."""
    (found,) = evaluate("scope.disjoint", TokenApi(), OPERATION, {"kiosk": ("v1",)})
    assert found.verdict.outcome == "vacuous"
    assert found.verdict.reason == "needs a second parent with items"


def test_a_parent_that_no_operation_lists_is_named_in_the_reason() -> None:
    """The reason names the option for a parent."""
    (found,) = evaluate("page.length", TokenApi(), OPERATION)
    assert found.verdict.outcome == "vacuous"
    assert "--parent kiosk=" in str(found.verdict.reason)
