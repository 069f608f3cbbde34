"""The checks of a client record passes and violations."""

from copy import deepcopy
from pathlib import Path

import pytest

from rollcall.clients import SENTENCES, CheckContext, ClientCheck, checks
from rollcall.laws import Results
from rollcall.spec import Spec, parse_spec, read_spec

_PATH = Path(__file__).parents[3] / "openapi" / "telnyx-video.yaml"


@pytest.fixture(scope="module")
def spec() -> Spec:
    """Return the spec that ``telnyx_video`` is generated from."""
    return read_spec(_PATH)


def _changed(spec: Spec, parameter: str, **schema: object) -> Spec:
    """Return the spec with another schema for a parameter."""
    raw = deepcopy(spec.raw)
    for each in raw["components"]["parameters"].values():
        if each["name"] == parameter:
            each["schema"] |= schema
    return parse_spec(_PATH, raw)


def _run(spec: Spec, name: str, results: Results) -> ClientCheck:
    check = next(each for each in checks(spec) if each.name == name)
    check.run(CheckContext(spec, results, seed=1, examples=20))
    return check


def test_each_check_has_an_id_and_a_law(spec: Spec) -> None:
    """Ids are unique, and every law has a check."""
    found = checks(spec)
    assert len({each.id for each in found}) == len(found)
    assert {each.law for each in found} == {*SENTENCES}


def test_a_spec_without_a_client_has_no_checks(spec: Spec) -> None:
    """The package has the name of the file."""
    assert not checks(parse_spec(Path("nobody.yaml"), spec.raw))


def test_a_correct_client_passes(spec: Spec) -> None:
    """Each case is counted."""
    results = Results()
    check = _run(spec, "drawn_arguments", results)
    assert not results.violations
    assert results.ran["client", check.operation.id, check.law, ""] == 20


@pytest.mark.parametrize("name", ["drawn_arguments", "edges", "later_pages"])
def test_a_client_of_another_spec_is_reported(spec: Spec, name: str) -> None:
    """The violation has the call that shows it."""
    results = Results()
    check = _run(
        _changed(spec, "page[size]", maximum=10_000, minimum=9_000, default=9_500), name, results
    )
    (violation,) = results.violations.values()
    assert violation.law == check.law
    assert violation.title == "ArgumentError was raised"
    assert "is greater than" in violation.detail
    assert "page_size=" in violation.python
    assert [*results.failed.values()] == [1]


_TWILIO = read_spec(_PATH.with_name("twilio-video.yaml"))


@pytest.mark.parametrize(
    "check",
    [each for each in checks(_TWILIO) if not each.needs_target],
    ids=lambda each: each.id,
)
def test_a_generated_client_passes_each_check(check: ClientCheck) -> None:
    """Its package is the one that the spec describes."""
    results = Results()
    check.run(CheckContext(_TWILIO, results, seed=1, examples=2))
    assert not results.violations
    assert sum(results.ran.values())


def test_a_check_of_a_server_needs_a_target(spec: Spec) -> None:
    """A missing target is an error of the caller."""
    check = next(each for each in checks(spec) if each.needs_target)
    with pytest.raises(ValueError, match="needs a target"):
        check.run(CheckContext(spec, Results(), seed=1, examples=1))


def test_a_check_without_enough_identities_says_so(spec: Spec) -> None:
    """A page of 20 rooms needs more identities than ten digits; the check is not an error."""
    raw = deepcopy(spec.raw)
    raw["components"]["schemas"]["Room"]["properties"]["id"] = {
        "type": "string",
        "pattern": "^[0-9]$",
    }
    changed = parse_spec(_PATH, raw)
    results = Results()
    check = next(each for each in checks(changed) if each.id == "limit-listRooms")
    reason = check.run(CheckContext(changed, results, seed=1, examples=20))
    assert reason.startswith("no pages can be made up: there are too few identities like '0'")
    assert not results.violations


def test_a_violation_is_reproduced_without_a_server(
    spec: Spec, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program of a violation has the response, and prints the error of the client."""
    raw = deepcopy(spec.raw)
    raw["components"]["schemas"]["Room"]["properties"]["max_participants"]["type"] = "string"
    results = Results()
    check = _run(parse_spec(_PATH, raw), "drawn_bodies", results)
    (violation,) = results.violations.values()
    assert violation.law == check.law
    exec(violation.python, {})  # noqa: S102 - written by the check
    printed = capsys.readouterr().out
    assert printed.startswith("SchemaError(")
    assert "expected int, got str, at $.data[0].max_participants" in printed


@pytest.mark.parametrize("path", [_PATH, _PATH.with_name("twilio-video.yaml")], ids=str)
def test_a_client_passes_the_checks_of_drawn_bodies(path: Path) -> None:
    """Each valid body is read, also with 10.0 for an integer."""
    results = Results()
    read = read_spec(path)
    for name in ("drawn_bodies", "drawn_bodies_async"):
        check = next(each for each in checks(read) if each.name == name)
        assert not check.run(CheckContext(read, results, seed=1, examples=60))
    assert not results.violations, results.violations
    assert sum(results.ran.values()) == 120
