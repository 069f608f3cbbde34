"""The shards of a mutation run, joined, are the whole run."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from rollcall.cli import main
from rollcall.http import Target
from tests.support.example_api import SPEC
from tests.support.mutants import serving_example

_MUTANTS = [f"listBerths {each}" for each in ("filter.ignored*", "total.*", "filter.day*")]


@attrs.frozen
class _Run:
    """The command ``rollcall mutate`` for the example API."""

    folder: Path
    target: Target

    def __call__(self, *options: str) -> dict[str, Any]:
        """Run a few mutants, and return the report."""
        path = self.path(f"{len([*self.folder.iterdir()])}")
        few = [f"--only={each}" for each in _MUTANTS]
        arguments = [str(SPEC), self.target.base_url, *few, "--channel=http", "--law=filter.*"]
        ran = self.invoke("mutate", *arguments, f"--json={path}", *options)
        assert ran.exit_code < 2, ran.output
        report: dict[str, Any] = json.loads(path.read_text("utf-8"))
        assert str(self.target.token) not in path.read_text("utf-8")
        return report

    def invoke(self, *arguments: str) -> Result:
        """Run a command with the token of the API."""
        environ = {"ROLLCALL_TOKEN": str(self.target.token)}
        return CliRunner(env=environ).invoke(main, [*arguments])

    def path(self, name: str) -> Path:
        """Return the path of a report."""
        return self.folder / f"{name}.json"

    def join(self, *reports: dict[str, Any]) -> Result:
        """Join reports, and write the result."""
        for number, each in enumerate(reports):
            self.path(f"part-{number}").write_text(json.dumps(each), "utf-8")
        paths = [str(self.path(f"part-{number}")) for number in range(len(reports))]
        return self.invoke("report", "join", *paths, "-o", str(self.folder / "joined"))


@pytest.fixture(scope="module", name="run")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Run]:
    """Serve the example API."""
    with serving_example() as target:
        yield _Run(tmp_path_factory.mktemp("shards"), target)


@pytest.fixture(scope="module", name="shards")
def reports_of_shards(run: _Run) -> list[dict[str, Any]]:
    """Return the reports of the shards of a run."""
    return [run(f"--shard={index}/3") for index in (1, 2, 3)]


def _essence(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report without times, and without the notes about them."""
    results = [
        (each["id"], {name: one["outcome"] for name, one in each["results"].items()})
        for each in report["mutants"]
    ]
    timed = {"seconds", "finished_at", "notes", "mutants"}
    return {"results": results, **{k: v for k, v in report.items() if k not in timed}}


def test_joined_shards_are_the_whole_run(run: _Run, shards: list[dict[str, Any]]) -> None:
    """Each mutant is in one shard, and the controls of all shards are told once."""
    whole = run()
    done = run.join(*reversed(shards))
    assert done.exit_code == 0, done.output
    joined = json.loads((run.folder / "joined" / "report.json").read_text("utf-8"))
    assert _essence(joined) == _essence(whole)
    assert (run.folder / "joined" / "report.html").exists()
    sizes = [len(each["mutants"]) for each in shards]
    assert max(sizes) - min(sizes) <= 1 < len(whole["mutants"]) // 3
    assert len(joined["notes"]) == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda report: report.update(is_interrupted=True, stopped="it was interrupted"), 3),
        (lambda report: report.update(is_incomplete=True, stopped="a worker ended"), 3),
        (lambda report: report.update(errors=["a mutant could not be checked"]), 3),
        (
            lambda report: report["mutants"][0]["results"]["http"].update(
                outcome="survived", law=""
            ),
            1,
        ),
    ],
    ids=["interrupted", "incomplete", "with an error", "with a survivor"],
)
def test_a_shard_decides_the_exit_status(
    change: Callable[[dict[str, Any]], object],
    expected: int,
    run: _Run,
    shards: list[dict[str, Any]],
) -> None:
    """A run is as complete as each of its shards."""
    second = json.loads(json.dumps(shards[1]))
    change(second)
    done = run.join(shards[0], second, shards[2])
    assert done.exit_code == expected, done.output
    assert second["stopped"] is None or f"shard 2/3: {second['stopped']}" in done.output


def test_reports_that_cannot_be_joined(run: _Run, shards: list[dict[str, Any]]) -> None:
    """The message names a missing shard, and the option that differs."""
    other = json.loads(json.dumps(shards[2]))
    other["shard"]["run"]["--only"] = "('*',)"
    done = run.join(shards[0], other)
    assert done.exit_code == 2
    assert "--only: ('*',), but (" in done.output
    assert "the report of shard 2/3 is missing" in done.output


def test_the_mutants_of_a_shard_are_listed(run: _Run, shards: list[dict[str, Any]]) -> None:
    """More shards than mutants are refused."""
    few = [f"--only={each}" for each in _MUTANTS]
    arguments = "mutate", str(SPEC), run.target.base_url, "--list", *few
    listed = run.invoke(*arguments, "--shard=2/3")
    names = [line.split(": ")[0] for line in listed.output.splitlines()]
    assert names == [each["id"] for each in shards[1]["mutants"]]
    refused = run.invoke(*arguments, "--shard=1/9999")
    assert refused.exit_code == 2
    assert "too few for 1/9999" in refused.output
