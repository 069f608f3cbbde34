"""The laws of authentication, for each place that a credential can have."""

import base64
from collections.abc import Callable, Mapping
from urllib.parse import quote

import httpx
import pytest
from attrs import evolve

from rollcall.laws import Evaluation, find_law
from tests.support.evaluations import evaluate_all, runner_of
from tests.support.guarded import Guarded, given_at, guarded

_TOKEN = "Desk:s3cret/+token= &x"  # noqa: S105 - it opens nothing
_COOKIE = "Desk:s3cret/+token=&x"  # a cookie has no blank
_VALUES = {
    **dict.fromkeys(("bearer", "oauth", "openid"), f"Bearer {_TOKEN}"),
    "basic": f"Basic {base64.b64encode(_TOKEN.encode()).decode()}",
    "header": _TOKEN,
    "query": _TOKEN,
    "cookie": _COOKIE,
}
_PLAIN = {"missing", "empty", "wrong", "prefix", "suffix", "case", "echo"}
_LAWS = {
    **dict.fromkeys(("header", "query", "cookie"), _PLAIN),
    **{key: {*_PLAIN, "scheme"} for key in ("bearer", "oauth", "openid")},
    "basic": {*_PLAIN, "scheme", "user", "encoding"},
}


def _outcomes(api: Guarded, token: str | Mapping[str, str]) -> dict[str, str]:
    found: list[Evaluation] = evaluate_all(runner_of(api, token=token))
    return {each.verdict.law: each.verdict.outcome for each in found}


def _of_auth(outcomes: Mapping[str, str]) -> dict[str, str]:
    return {
        law.removeprefix("auth."): each for law, each in outcomes.items() if law.startswith("auth.")
    }


@pytest.mark.parametrize("scheme", _VALUES)
def test_a_correct_server_passes_the_laws_of_its_place(scheme: str) -> None:
    """Each law has a witness; those that make no sense at the place do not exist there."""
    token = _COOKIE if scheme == "cookie" else _TOKEN
    outcomes = _outcomes(guarded(scheme, lambda given: given == _VALUES[scheme]), token)
    assert {*outcomes.values()} <= {"pass", "vacuous"}
    assert _of_auth(outcomes) == dict.fromkeys(_LAWS[scheme], "pass")
    assert outcomes["filter.sound"] == "pass"


_LAX: Mapping[str, Callable[[str, str], bool]] = {
    "missing": lambda given, _: given == "(none)",
    "wrong": lambda given, _: bool(given),
    "prefix": lambda given, right: bool(given) and right.startswith(given),
    "suffix": lambda given, right: given.startswith(right),
    "case": lambda given, right: given.lower() == right.lower(),
}
"""The values that a server with a defect admits as well, by the law that finds it."""


@pytest.mark.parametrize(
    ("law", "scheme"),
    [
        (law, scheme)
        for law in _LAX
        for scheme in _VALUES
        # The encoded texts of user and password have no such relations.
        if scheme != "basic" or law in {"missing", "wrong"}
    ],
)
def test_a_lax_server_fails_at_each_place(law: str, scheme: str) -> None:
    """The law of the defect fails, wherever the credential is."""
    token = _COOKIE if scheme == "cookie" else _TOKEN
    right = _VALUES[scheme]

    def accepts(given: str | None) -> bool:
        return given == right or _LAX[law]("(none)" if given is None else given, right)

    runner = runner_of(guarded(scheme, accepts), token=token)
    (operation,) = runner.spec.lists
    (found,) = runner.evaluate(find_law(f"auth.{law}"), operation, "http")
    assert found.verdict.outcome == "fail"


def test_a_link_may_have_the_key_that_the_query_requires() -> None:
    """A page that repeats its own address reveals nothing; other texts do."""

    def echoed(text: str) -> str:
        api = evolve(
            guarded("query", lambda given: given == _TOKEN),
            send=lambda _, page: httpx.Response(page.status_code, json=page.json() | {"x": text}),
        )
        return _of_auth(_outcomes(api, _TOKEN))["echo"]

    assert echoed(f"/books?page=2&api%20key={quote(_TOKEN)}&per=5") == "pass"
    assert echoed(f"your key is {_TOKEN}") == "fail"


def test_a_link_must_not_have_a_token_of_the_header() -> None:
    """In a URL, the token is percent-encoded."""
    token = "list-key:a/b=="  # noqa: S105 - it guards made-up rows
    link = f"/books?k={quote(token, safe='')}"
    api = evolve(
        guarded("header", lambda given: given == token),
        send=lambda _, page: httpx.Response(page.status_code, json=page.json() | {"x": link}),
    )
    assert _of_auth(_outcomes(api, token))["echo"] == "fail"


def test_optional_security_admits_requests_without_a_credential() -> None:
    """With an empty requirement, no law of authentication applies."""
    api = Guarded(security=[{"bearer": []}, {}])
    assert not _of_auth(_outcomes(api, _TOKEN))
    assert not _of_auth(_outcomes(Guarded(security=[]), ""))


def test_two_schemes_at_once_are_both_sent() -> None:
    """An operation that requires two credentials gets both, each with its own token."""
    tokens = {"query": "first-token", "cookie": "second-token"}

    def is_open(request: httpx.Request) -> bool:
        return [given_at(each, request) for each in tokens] == [*tokens.values()]

    api = Guarded(security=[{"query": [], "cookie": []}], is_open=is_open)
    outcomes = _outcomes(api, tokens)
    assert _of_auth(outcomes) == dict.fromkeys(_PLAIN, "pass")


@pytest.mark.parametrize("order", [("query", "cookie"), ("cookie", "query")])
@pytest.mark.parametrize("ignored", ["query", "cookie"])
def test_each_of_two_credentials_is_varied(order: tuple[str, str], ignored: str) -> None:
    """A server that ignores one of them fails each law, whichever comes first."""
    tokens = {"query": "First-token", "cookie": "Second-token"}
    (checked,) = {*order} - {ignored}
    api = Guarded(
        security=[{each: [] for each in order}],
        is_open=lambda request: given_at(checked, request) == tokens[checked],
    )
    outcomes = _of_auth(_outcomes(api, tokens))
    assert outcomes == {**dict.fromkeys(_PLAIN, "fail"), "echo": "pass"}


def test_a_link_may_have_the_key_that_comes_second() -> None:
    """A page that repeats its own address reveals no key of its query."""
    tokens = {"query": "first-token", "cookie": "second-token"}
    api = Guarded(
        security=[{"cookie": [], "query": []}],
        is_open=lambda request: all(given_at(each, request) == tokens[each] for each in tokens),
        send=lambda _, page: httpx.Response(
            page.status_code, json=page.json() | {"x": "/books?page=2&api%20key=first-token"}
        ),
    )
    assert _of_auth(_outcomes(api, tokens))["echo"] == "pass"
