"""The baseline file: the known causes of a server."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest

from rollcall.config import Config, ConfigError
from rollcall.http import Target
from rollcall.laws import Verdict
from rollcall.reports import update_baseline
from rollcall.runs import Report, RunFinished, run, write_known
from rollcall.spec import UsageError
from tests.support.api import Api

_LAWS = ("page.totals", "page.length", "filter.sound", "filter.totals")
_WRONG = Api(total=lambda items: len(items) + 1)


def _report(api: Api, path: Path, **options: object) -> Report:
    """Return the report of a run with a baseline file, which is updated if the options say so."""
    given: dict[str, Any] = {"laws": _LAWS, "baseline": path, "seed": 1, **options}
    config = Config.load(environ={}, **given)
    target = Target(api.base_url, transport=httpx.MockTransport(api.respond))
    *_, last = run(api.spec, target, config)
    assert isinstance(last, RunFinished)
    return update_baseline(last.report)[0]


@pytest.fixture(name="path")
def baseline_of_a_wrong_server(tmp_path: Path) -> Path:
    """Write the baseline file of a server whose totals are wrong."""
    path = tmp_path / "baseline.toml"
    report = _report(_WRONG, path, update_baseline=True)
    assert report.exit_code == 0
    assert report.known_causes
    return path


def test_known_causes_do_not_fail_a_run(path: Path) -> None:
    """Another seed and other requests find the same causes; the file is not written."""
    before = path.read_bytes()
    for seed in (2, 3):
        report = _report(_WRONG, path, seed=seed)
        assert report.exit_code == 0
        assert (report.new_causes, report.gone_causes) == ((), ())
        assert {each.id for each in report.known_causes} == {*report.known}
    assert path.read_bytes() == before


def test_a_new_cause_fails_a_run(path: Path) -> None:
    """The known ones do not hide it."""
    both = attrs.evolve(_WRONG, keeps=lambda *_: True)
    report = _report(both, path)
    assert report.exit_code == 1
    assert report.new_causes
    assert report.known_causes
    assert not {each.id for each in report.new_causes} & {*report.known}


def test_a_known_cause_hides_no_other_of_the_same_check(tmp_path: Path) -> None:
    """The server fails for the value of one parameter, and then of another one, too."""
    path = tmp_path / "baseline.toml"
    options = {"laws": ("conformance.*",), "channels": ("http",)}
    known = _report(_failing("per"), path, **options, update_baseline=True)
    assert {*known.known} == {"server-error listBooks per"}
    report = _report(_failing("per", "kind"), path, **options)
    assert [each.id for each in report.new_causes] == ["server-error listBooks kind"]
    assert report.exit_code == 1


def _failing(*names: str) -> Api:
    """Return a server that fails for an invalid value of some parameters."""
    valid = {"kind": {"map", "atlas", "globe"}, "per": {*map(str, range(1, 11))}}

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        pairs = request.url.params.multi_items()
        is_bad = any(name in names and value not in valid[name] for name, value in pairs)
        return httpx.Response(500, json={}) if is_bad else response

    return Api(send=send)


def test_known_causes_hide_no_missing_witness(tmp_path: Path) -> None:
    """Where witnesses are required, a filter that nothing decides fails the run."""
    path, base = tmp_path / "baseline.toml", Api()
    api = attrs.evolve(
        base,
        fields={**base.fields, "note": {"type": ["string", "null"]}},
        filters={**base.filters, "note": ("note", "eq")},
        values={"note": {"type": "string", "pattern": "^n"}},
        items=[{**each, "note": None} for each in base.items],
        keeps=lambda item, name, value: name == "kind" or item[name] == value,
    )
    options = {"laws": ("filter.sound",), "channels": ("http",)}
    assert _report(api, path, **options, update_baseline=True).exit_code == 0
    report = _report(api, path, **options, require_witnesses=True)
    assert {each.subject: each.outcome for each in report.verdicts if each.subject} == {
        "kind": "fail",
        "note": "vacuous",
    }
    assert (report.exit_code, report.new_causes) == (1, ())
    assert not any(map(report.is_known, report.units))


def test_a_cause_that_is_gone_is_told_and_removed(path: Path) -> None:
    """It stays in the file until an update."""
    known = {*tomllib.loads(path.read_text("utf-8"))}
    report = _report(Api(), path)
    assert report.exit_code == 0
    assert {each.id for each in report.gone_causes} == known
    assert {*tomllib.loads(path.read_text("utf-8"))} == known
    assert _report(Api(), path, update_baseline=True).gone_causes == ()
    assert tomllib.loads(path.read_text("utf-8")) == {}


@pytest.mark.parametrize(
    "options",
    [
        {"laws": ("filter.sound",)},
        {"laws": ("page.l*", "page.t*"), "exclude_laws": ("page.totals",)},
        {"max_requests": 3},
    ],
    ids=["another law", "an excluded law", "a budget"],
)
def test_a_run_that_did_not_check_a_cause_keeps_it(path: Path, options: dict[str, object]) -> None:
    """Neither the run nor an update takes it for gone."""
    before = path.read_bytes()
    report = _report(Api(), path, update_baseline=True, **options)
    assert report.gone_causes == ()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("profile", "is_gone"),
    [("smoke", False), ("live", False), ("ci", True), ("nightly", True)],
)
def test_a_run_that_tries_less_than_the_one_that_found_a_cause_keeps_it(
    path: Path, profile: str, *, is_gone: bool
) -> None:
    """It may not have met the cause, and an update does not remove it."""
    known = [attrs.evolve(each, profile="ci") for each in _report(_WRONG, path).known.values()]
    write_known(path, known)
    report = attrs.evolve(_report(Api(), path), config=Config(profile=profile))
    assert {each.id for each in report.gone_causes} == {each.id for each in known if is_gone}
    assert len(report.updated().known) == len(known) * (not is_gone)


def test_a_cause_has_the_profile_that_found_it_first(path: Path) -> None:
    """A later run with another profile does not change it; an old file may have none."""
    first = tomllib.loads(path.read_text("utf-8"))
    assert {each["profile"] for each in first.values()} == {"smoke"}
    write_known(
        path, [attrs.evolve(each, profile="") for each in _report(_WRONG, path).known.values()]
    )
    report = _report(_WRONG, path, profile="ci", update_baseline=True)
    assert {each.profile for each in report.known.values()} == {""}
    assert _report(Api(), path, profile="live").gone_causes


def test_a_cause_of_another_operation_or_channel_is_kept(path: Path) -> None:
    """The same law was checked, but not there."""
    (known, *_) = _report(_WRONG, path).known.values()
    elsewhere = [
        attrs.evolve(known, id="1", channel="client"),
        attrs.evolve(known, id="2", law="page.none"),
        attrs.evolve(known, id="3", operation="listMaps"),
        attrs.evolve(known, id="4", operation=""),
    ]
    write_known(path, elsewhere)
    assert {each.id for each in _report(Api(), path).gone_causes} == {"3", "4"}
    report = _report(Api(), path, operations=("listBooks",))
    assert report.gone_causes == ()


def test_a_law_that_is_not_decided_keeps_its_cause(path: Path) -> None:
    """The law of the cause had no witness, or the run ended before it was done with it."""
    report = _report(Api(), path)
    assert attrs.evolve(report, stopped="it was interrupted").gone_causes == ()
    known = report.gone_causes[0]
    place = known.channel, known.operation, known.law, known.subject
    open_ = Verdict(*place, "vacuous", witnesses=0, cases=1, reason="no item")
    others = tuple(each for each in report.verdicts if each.key != place)
    changed = attrs.evolve(report, verdicts=(*others, open_))
    assert known not in changed.gone_causes


def test_an_update_keeps_reasons_dates_and_titles(path: Path) -> None:
    """Only causes are added and removed; the file is sorted and ends with a line feed."""
    (known, *others) = _report(_WRONG, path).known.values()
    changed = attrs.evolve(
        known, title="as it was", first_seen=date(2020, 2, 29), reason='say "why"\n\\ \x7f ü'
    )
    write_known(path, [changed, *others])
    both = attrs.evolve(_WRONG, keeps=lambda *_: True)
    report = _report(both, path, update_baseline=True)
    assert report.known[known.id] == changed
    assert len(report.known) > 1 + len(others)
    read = tomllib.loads(path.read_text("utf-8"))
    assert [*read] == sorted(report.known)
    assert read[known.id]["reason"] == changed.reason
    assert path.read_bytes().endswith(b'"\n')
    assert [*path.parent.iterdir()] == [path]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("[[", ["not valid TOML: "]),
        ("version = 1", ["version: expected a table such as ["]),
        ("[a]\ntitle = 1", ["title: expected a text, got 1", "operation is missing"]),
        ("[a]\nnote = ''", ["unknown key note; the keys are title, operation, law"]),
        ("[a]\nfirst_seen = 2026-01-31T10:00:00", ["first_seen: expected a date such as 2026-"]),
        (
            '[a]\nprofile = "fast"',
            ["profile: expected one of smoke, ci, nightly, live"],
        ),
        ('[a]\nfirst_seen = "2026-01-31"', ["first_seen: expected a date such as 2026-01-31"]),
    ],
)
def test_a_wrong_file_is_a_usage_error(tmp_path: Path, text: str, messages: list[str]) -> None:
    """All wrong values are named together, before the first request."""
    path = tmp_path / "baseline.toml"
    path.write_text(text, "utf-8")
    for update in (False, True):
        with pytest.raises(UsageError) as caught:
            _report(attrs.evolve(Api(), send=_never), path, update_baseline=update)
        assert all(each.startswith(f"{path}: ") for each in str(caught.value).splitlines())
        for message in messages:
            assert message in str(caught.value)


def _never(_request: httpx.Request, _response: httpx.Response) -> httpx.Response:
    raise AssertionError("a request was sent")


def test_a_file_that_does_not_exist_is_written_by_an_update_only(tmp_path: Path) -> None:
    """The message names the option that writes it."""
    path = tmp_path / "new.toml"
    with pytest.raises(UsageError, match="no such file; --update-baseline writes it"):
        _report(Api(), path)
    _report(Api(), path, update_baseline=True)
    assert tomllib.loads(path.read_text("utf-8")) == {}
    with pytest.raises(UsageError, match="is not a writable folder"):
        _report(Api(), tmp_path / "none" / "new.toml", update_baseline=True)


def test_an_update_needs_a_file() -> None:
    """The message names the option."""
    with pytest.raises(ConfigError, match="--update-baseline: pass the file to write"):
        Config(update_baseline=True)


def test_a_file_that_cannot_be_written_is_unchanged(path: Path) -> None:
    """The new content replaces the old one in a single step."""
    before = path.read_bytes()
    (known, *_) = _report(_WRONG, path).known.values()
    broken = attrs.evolve(known, title=None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        write_known(path, [broken])
    assert path.read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} == {"baseline.toml"}
