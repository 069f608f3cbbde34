"""Whole runs against servers whose credential is in the query, in a cookie, or mixed."""

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from rollcall.config import Config
from rollcall.http import Target, serving
from rollcall.mutants import MutationFinished, mutate
from rollcall.reports import MutationReport
from rollcall.spec import parse_spec
from tests.support.checks import check
from tests.support.faulty import TOKEN
from tests.support.guarded import Guarded, given_at, guarded
from tests.support.specs import build

_LAWS = (
    "--law=auth.*",
    "--law=filter.sound",
    "--law=conformance.coverage",
    "--channel=http",
    "--seed=1",
)


def _documented(folder: Path, api: Guarded) -> Path:
    spec = folder / "books.json"
    spec.write_text(json.dumps(api.document), "utf-8")
    return spec


@pytest.mark.parametrize("scheme", ["query", "cookie", "oauth"])
def test_a_correct_server_passes_and_the_token_stays_secret(scheme: str, tmp_path: Path) -> None:
    """Laws and generated requests carry the token; no output holds it."""
    right = f"Bearer {TOKEN}" if scheme == "oauth" else TOKEN
    api = guarded(scheme, lambda given: given == right)
    with serving(api.app) as origin:
        outcome = check(tmp_path, origin, *_LAWS, spec=_documented(tmp_path, api))
    assert outcome.status == 0, outcome.output
    assert outcome.witnesses("auth.wrong")
    assert outcome.witnesses("conformance.ignored_auth")
    assert outcome.witnesses("conformance.positive_data_acceptance")


@pytest.mark.parametrize("scheme", ["query", "cookie"])
def test_an_open_server_fails_and_the_lines_name_the_variable(scheme: str, tmp_path: Path) -> None:
    """The reproduction of a wrong filter has the token's variable at its place."""
    api = evolve(guarded(scheme, lambda _: True), keeps=lambda *_: True)
    with serving(api.app) as origin:
        outcome = check(tmp_path, origin, *_LAWS, spec=_documented(tmp_path, api))
    assert outcome.status == 1, outcome.output
    assert {"auth.missing", "auth.wrong", "conformance.ignored_auth"} <= {
        law for _, law in outcome.failed
    }
    shown = {
        "query": '--get --data-urlencode "api%20key=$ROLLCALL_TOKEN"',
        "cookie": '--header "Cookie: session=$ROLLCALL_TOKEN"',
    }
    again = outcome.failure("listBooks", "filter.sound")
    assert shown[scheme] in again["curl"]
    assert 'os.environ["ROLLCALL_TOKEN"]' in again["python"]


def test_alternatives_have_tokens_of_their_own(tmp_path: Path) -> None:
    """The user says which token belongs to which scheme; the other alternative is named."""
    tokens = {"query": f"{TOKEN}q", "cookie": f"{TOKEN}c"}
    api = Guarded(
        security=[{"bearer": []}, {"query": [], "cookie": []}],
        is_open=lambda request: {each: given_at(each, request) for each in tokens} == tokens,
    )
    options = [f"--token={name}={token}" for name, token in tokens.items()]
    with serving(api.app) as origin:
        outcome = check(tmp_path, origin, *_LAWS, *options, spec=_documented(tmp_path, api))
    assert outcome.status == 0, outcome.output
    assert any(
        each.startswith("listBooks was sent the credential query and cookie, and not bearer")
        for each in outcome.report["not_checked"]
    )


def _outcomes(api: Guarded, pattern: str, **given: str) -> dict[str, str]:
    spec = parse_spec(Path("books.json"), api.document)
    report: MutationReport | None = None
    with serving(api.app) as origin:
        target = Target(origin, TOKEN, params=given)
        options: dict[str, Any] = {"only": [pattern], "channels": ["http"], "workers": 1}
        for event in mutate(spec, target, Config(seed=1), **options):
            if isinstance(event, MutationFinished):
                report = event.report
    assert report is not None
    return {each.id: each.results["http"].outcome for each in report.mutants}


@pytest.mark.parametrize("scheme", ["query", "cookie"])
def test_mutants_of_each_place_are_killed(scheme: str) -> None:
    """The proxy reads and replaces the credential at its place."""
    outcomes = _outcomes(guarded(scheme, lambda given: given == TOKEN), "* auth.*")
    assert len(outcomes) > 15
    assert {*outcomes.values()} == {"killed"}, outcomes


def test_a_mutation_run_carries_the_given_parameters() -> None:
    """The proxy reads the rows of a list with them too."""
    api = Guarded(is_open=lambda request: request.url.params.get("tenant") == "acme")
    outcomes = _outcomes(api, "* filter.*kind*", tenant="acme")
    assert "killed" in outcomes.values()
    assert {*outcomes.values()} <= {"killed", "not covered"}, outcomes


@pytest.mark.parametrize("scheme", ["query", "cookie"])
def test_laws_of_a_credential_run_through_the_client(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The generated client sends right and wrong keys at the place; an open server fails."""
    monkeypatch.syspath_prepend(tmp_path)
    correct = guarded(scheme, lambda given: given == TOKEN)
    spec = tmp_path / f"books_{scheme}.json"
    spec.write_text(json.dumps(correct.document), "utf-8")
    build(spec, tmp_path)
    laws = ("--law=auth.*", "--law=filter.sound", "--channel=client", "--seed=1")
    outcomes = []
    for api in (correct, guarded(scheme, lambda _: True)):
        with serving(api.app) as origin:
            outcomes.append(check(tmp_path, origin, *laws, spec=spec))
    right, wrong = outcomes
    assert right.status == 0, right.output
    assert {each["channel"] for each in right.verdicts("auth.wrong")} == {"client"}
    assert right.witnesses("auth.wrong")
    assert right.witnesses("filter.sound")
    assert ("listBooks", "auth.wrong") in wrong.failed
