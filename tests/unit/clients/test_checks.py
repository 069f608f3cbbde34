"""Checks of a client: what they record of a client that fits its spec, and of one that does not."""

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
    """Return the spec with another schema for a parameter of its first list."""
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
    """An id belongs to one check, and every law that has a sentence has a check."""
    found = checks(spec)
    assert len({each.id for each in found}) == len(found)
    assert {each.law for each in found} == {*SENTENCES}


def test_a_spec_without_a_client_has_no_checks(spec: Spec) -> None:
    """The package is looked for by the name of the file."""
    assert not checks(parse_spec(Path("nobody.yaml"), spec.raw))


def test_a_client_that_fits_its_spec_passes(spec: Spec) -> None:
    """Each case is counted, and nothing is violated."""
    results = Results()
    check = _run(spec, "drawn_arguments", results)
    assert not results.violations
    assert results.ran["client", check.operation.id, check.law, ""] == 20


@pytest.mark.parametrize("name", ["drawn_arguments", "edges", "later_pages"])
def test_a_client_that_does_not_fit_its_spec_is_reported(spec: Spec, name: str) -> None:
    """A check records the violation with the call that shows it, and raises nothing."""
    results = Results()
    check = _run(_changed(spec, "page[size]", maximum=300, minimum=260, default=280), name, results)
    (violation,) = results.violations.values()
    assert violation.law == check.law
    assert violation.title == "ArgumentError was raised"
    assert "is greater than 250" in violation.detail
    assert "page_size=" in violation.python
    assert [*results.failed.values()] == [1]


def test_a_check_of_a_server_needs_one(spec: Spec) -> None:
    """Without a target, such a check is an error of its caller."""
    check = next(each for each in checks(spec) if each.needs_target)
    with pytest.raises(ValueError, match="needs a target"):
        check.run(CheckContext(spec, Results(), seed=1, examples=1))
