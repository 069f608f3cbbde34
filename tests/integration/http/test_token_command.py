"""Runs with tokens that expire, and a command that prints new ones."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, field, frozen
from httpx import Request

from rollcall.config import Config
from rollcall.http import Target, TokenCommand, serving
from rollcall.mutants import MutationFinished, mutate
from rollcall.reports import MutationReport, mutation_to_json
from rollcall.spec import parse_spec
from tests.support.checks import check
from tests.support.faulty import TOKEN
from tests.support.guarded import Guarded, given_at, guarded

_LIFE = 25
"""How many requests the server accepts with a token."""
_LAWS = ("--law=auth.*", "--law=page.*", "--law=conformance.coverage", "--channel=http", "--seed=1")
# The beginning of the token of tests.support.faulty, which no output may have.
_FIRST = "s3cret-1-token"
_TOKEN = re.compile(r"s3cret-[0-9]{1,9}-token")


@frozen
class _Expiring:
    """Accepts each token a few times."""

    uses: Counter[str] = field(factory=Counter)

    def is_open(self, request: Request) -> bool:
        """Return whether a request has a token that has not expired."""
        token = given_at("query", request) or ""
        if not _TOKEN.fullmatch(token) or self.uses[token] == _LIFE:
            return False
        self.uses[token] += 1
        return True


def _api(expiring: _Expiring) -> Guarded:
    return evolve(guarded("query", lambda _: True), is_open=expiring.is_open)


def _command(folder: Path) -> str:
    calls = folder / "calls"
    return f"echo >> {calls}; echo s3cret-$(wc -l < {calls} | tr -d ' ')-token"


def _calls(folder: Path) -> int:
    return len((folder / "calls").read_text("utf-8").splitlines())


def test_a_run_outlives_its_tokens(tmp_path: Path) -> None:
    """The command runs at the start and when a token has ended; no output has a token."""
    expiring = _Expiring()
    api = _api(expiring)
    (tmp_path / "books.json").write_text(json.dumps(api.document), "utf-8")
    with serving(api.app) as origin:
        outcome = check(
            tmp_path,
            origin,
            *_LAWS,
            f"--token-command={_command(tmp_path)}",
            spec=tmp_path / "books.json",
        )
    assert outcome.status == 0, outcome.output
    assert outcome.witnesses("auth.wrong")
    assert outcome.witnesses("conformance.positive_data_acceptance")
    assert len(expiring.uses) > 4
    assert _calls(tmp_path) == len(expiring.uses)
    assert {expiring.uses[each] for each in [*expiring.uses][:-1]} == {_LIFE}


@pytest.mark.parametrize("option", [(), ("--token-command=exit 3",)], ids=["none", "fails"])
def test_a_refused_token_without_a_new_one_ends_the_run(
    option: tuple[str, ...], tmp_path: Path
) -> None:
    """At the start it is a usage error; later, the run is incomplete and says why."""
    expiring = _Expiring()
    api = _api(expiring)
    (tmp_path / "books.json").write_text(json.dumps(api.document), "utf-8")
    with serving(api.app) as origin:
        outcome = check(
            tmp_path, origin, *_LAWS, *option, token=_FIRST, spec=tmp_path / "books.json"
        )
    if option:
        assert outcome.status == 2
        assert "--token-command: ended with the status 3" in outcome.output
        return
    assert outcome.status == 3, outcome.output
    assert "the server refuses the token that it accepted before" in outcome.report["stopped"]
    assert not outcome.report["violations"]
    assert [each["operation"] for each in outcome.report["causes"]] == [""]


def test_a_mutation_run_outlives_its_tokens(tmp_path: Path) -> None:
    """The workers and their proxy renew the token as well."""
    expiring = _Expiring()
    api = _api(expiring)
    spec = parse_spec(tmp_path / "books.json", api.document)
    report: MutationReport | None = None
    options: dict[str, Any] = {"only": ["* filter.*"], "channels": ["http"], "workers": 1}
    with serving(api.app) as origin:
        target = Target(origin, TokenCommand(_command(tmp_path)))
        for event in mutate(spec, target, Config(seed=1), **options):
            if isinstance(event, MutationFinished):
                report = event.report
    assert report is not None
    assert not report.errors
    assert report.stopped is None
    outcomes = {each.results["http"].outcome for each in report.mutants}
    assert "killed" in outcomes
    assert len(expiring.uses) > 4
    assert TOKEN[:6] not in mutation_to_json(report)
