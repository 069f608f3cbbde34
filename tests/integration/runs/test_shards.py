"""``--shard`` and ``rollcall report join``: the shards of a run are the whole run."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import httpx
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from rollcall.cli import main
from rollcall.http import serving
from tests.support.api import Api
from tests.support.checks import ROOT, Outcome, check
from tests.support.faulty import TOKEN

pytestmark = pytest.mark.xdist_group("runs")

_SCHEMA = json.loads((ROOT / "src/rollcall/reports/run-report.schema.json").read_text("utf-8"))
_COUNTED = {"witnesses", "cases"}


def _malformed(_request: httpx.Request, response: httpx.Response) -> httpx.Response:
    body = response.json()
    if response.is_success and "books" in body:
        body["total"] = "many"
    return httpx.Response(response.status_code, json=body)


_APIS = {
    "sound": Api(token=TOKEN),
    "a wrong filter": Api(token=TOKEN, keeps=lambda *_: True),
    "a wrong schema": Api(token=TOKEN, send=_malformed),
}


@attrs.frozen
class _Served:
    """An example API that is served, with its document in a folder."""

    folder: Path
    spec: Path
    origin: str

    def check(self, *options: str) -> Outcome:
        """Check it with the seed of all shards, unless the options have another."""
        return check(self.folder, self.origin, *options, spec=self.spec)

    def shards(self, count: int, *options: str) -> list[Path]:
        """Check it in shards, and return their reports."""
        return [self.shard(f"{index}/{count}", *options) for index in range(1, count + 1)]

    def shard(self, shard: str, *options: str) -> Path:
        """Check a shard, and return its report."""
        path = self.folder / f"{len([*self.folder.iterdir()])}.json"
        path.write_text(json.dumps(self.check(f"--shard={shard}", *options).report), "utf-8")
        return path


@pytest.fixture(name="served")
def api_that_is_served(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[_Served]:
    """Serve the API that the test names; the sound one if it names none."""
    api = _APIS[getattr(request, "param", "sound")]
    spec = tmp_path / "books.json"
    spec.write_text(json.dumps(api.document), "utf-8")
    with serving(api.app) as origin:
        yield _Served(tmp_path, spec, origin)


def _join(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["report", "join", *map(str, arguments)])


def _essence(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report without what depends on the number of processes: times and requests."""
    verdicts = [
        {key: value for key, value in each.items() if key not in _COUNTED}
        if each["law"].startswith("conformance.")
        else each
        for each in report["verdicts"]
    ]
    shown = "law", "subject", "channel", "title", "curl", "unit", "parameters"
    return {
        **{name: report[name] for name in ("result", "exit_code", "counts", "causes", "notes")},
        **{name: report[name] for name in ("not_checked", "channels", "families", "laws")},
        **{name: report[name] for name in ("spec", "seed", "profile", "stopped", "baselines")},
        "verdicts": verdicts,
        "violations": [{name: each[name] for name in shown} for each in report["violations"]],
        "units": [(each["id"], each["outcome"], each["reason"]) for each in report["units"]],
    }


@pytest.mark.parametrize("served", _APIS, indirect=True)
def test_joined_shards_are_the_whole_run(served: _Served) -> None:
    """The verdicts, causes, notes and exit status are the same, in the same order."""
    whole = served.check("--seed=1")
    shards = served.shards(3)
    done = _join(*reversed(shards), "-o", served.folder / "joined")
    assert done.exit_code == whole.status
    joined = json.loads((served.folder / "joined" / "report.json").read_text("utf-8"))
    Draft202012Validator(_SCHEMA).validate(joined)
    assert _essence(joined) == _essence(whole.report)
    cases = [
        [(case.get("classname"), case.get("name"), [child.tag for child in case]) for case in cases]
        for text in (whole.junit, (served.folder / "joined" / "report.xml").read_text("utf-8"))
        for cases in [ET.fromstring(text).iter("testcase")]  # noqa: S314 - written by the run
    ]
    assert cases[0] == cases[1]
    told = ("FAIL", "note", "not checked", joined["result"])
    printed = [
        [line for line in text.splitlines() if line.startswith(told)]
        for text in (whole.output, done.output)
    ]
    assert printed[0][:-1] == printed[1][:-1] != []
    assert {each.name for each in (served.folder / "joined").iterdir()} == {
        f"report.{suffix}" for suffix in ("json", "xml", "html", "md", "sarif")
    }


def test_shards_have_each_unit_once_and_similar_shares(served: _Served) -> None:
    """A shard says in its report which one it is."""
    whole = served.check("--seed=1")
    reports = [json.loads(each.read_text("utf-8")) for each in served.shards(3)]
    units = [[each["id"] for each in report["units"]] for report in reports]
    every = sorted(unit for each in units for unit in each)
    assert every == sorted(each["id"] for each in whole.report["units"])
    assert [(each["shard"]["index"], each["shard"]["count"]) for each in reports] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    assert min(map(len, units)) * 3 > max(map(len, units))


def test_the_only_shard_is_the_whole_run(served: _Served) -> None:
    """Its report can be joined, too."""
    whole, only = served.check("--seed=1"), served.check("--shard=1/1")
    assert _essence(only.report) == _essence(whole.report)
    path = served.shard("1/1")
    assert _join(path).exit_code == whole.status


@pytest.mark.parametrize("shard", ["0/3", "4/3", "x", "1/", "1/0", "-1/3"])
def test_a_shard_that_does_not_exist(shard: str, served: _Served) -> None:
    """The message has the form and the value."""
    done = served.check(f"--shard={shard}")
    assert done.status == 2
    assert f"--shard: expected I/N, a part from 1/N to N/N, got {shard}" in done.output


def test_a_run_has_a_largest_number_of_shards(served: _Served) -> None:
    """No shard is empty, and the baseline file needs the whole run."""
    done = served.check("--shard=9/9", "--law=page.length")
    assert (done.status, done.report) == (2, {})
    assert "--shard: the run has 1 parts, so expected at most I/1, got 9/9" in done.output
    done = served.check("--shard=1/2", "--baseline=known.toml", "--update-baseline")
    assert done.status == 2
    assert "--update-baseline: needs the whole run; leave --shard out" in done.output


def test_an_incomplete_shard_makes_the_run_incomplete(served: _Served) -> None:
    """The reason names the shard."""
    first = served.shard("1/2", "--require-complete", "--max-requests=40")
    second = served.shard("2/2", "--require-complete", "--max-requests=40")
    done = _join(first, second)
    assert done.exit_code == 3, done.output
    assert "shard 1/2: 40 requests were sent" in done.output


def _changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Write a changed copy of a report."""
    report = json.loads(path.read_text("utf-8"))
    change(report)
    copy = path.with_name(f"copy-{path.name}")
    copy.write_text(json.dumps(report), "utf-8")
    return copy


def test_reports_that_cannot_be_joined(served: _Served) -> None:
    """One message has all reasons: what differs, what is missing, what is there twice."""
    laws = "--law=page.*"
    first, second = served.shard("1/3", laws), served.shard("2/3", laws)
    other = served.shard("2/3", laws, "--seed=2", "--profile=smoke")
    whole = served.folder / "whole.json"
    whole.write_text(json.dumps(served.check(laws).report), "utf-8")
    no_report = served.folder / "books.json"
    older = _changed(second, lambda report: report["shard"]["part"].pop("plan"))
    done = _join(first, second, other, whole, no_report, older)
    assert done.exit_code == 2
    problems = done.output.removeprefix("Error: ").splitlines()
    expected: Sequence[str] = (
        f"{whole}: not the report of a shard; pass --shard I/N to the run",
        f"{no_report}: not a JSON report of rollcall check or rollcall mutate",
        f"{older}: the report cannot be read; join reports with the version of Rollcall that wrote",
        f"{other}: shard 2/3 is also {second}",
        f"{other}: --seed: 2, but 1 in {first}",
        "the report of shard 3/3 is missing",
    )
    assert [each[: len(start)] for each, start in zip(problems, expected, strict=True)] == [
        *expected
    ]


def test_a_file_of_another_format_is_refused(served: _Served) -> None:
    """The message has the suffixes."""
    (only,) = served.shards(1, "--law=page.*")
    done = _join(only, "-o", "report.pdf")
    assert done.exit_code == 2
    assert "--output: report.pdf: expected a folder, or a file with .json, .html, .xml" in (
        done.output
    )
