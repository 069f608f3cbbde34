"""The mutants of selections, of servers and of documents: a law that they name fails."""

from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import httpx
import pytest

from rollcall.mutants import document_mutants
from rollcall.spec import Spec, SpecError, parse_spec
from tests.support.evaluations import outcome
from tests.support.killed import fate, mutants_of
from tests.support.selected import LISTED, NESTED, Selected

PLAIN = (
    "ignored first-page-only first-name-alone field-added field-lost value-null rows-reordered "
    "row-lost row-twice size-ignored filters-ignored total-of-fields unknown-fails empty-fails"
)
BOUND = {"invalidValue": "refused", "emptyValue": "refused"}
APIS: Mapping[str, tuple[Selected, str]] = {
    "always": (attrs.evolve(Selected(), strictness=BOUND), f"{PLAIN} always-lost"),
    "within": (attrs.evolve(NESTED, strictness=BOUND), f"{PLAIN} others-lost"),
    "default": (
        attrs.evolve(LISTED, strictness=BOUND),
        f"{PLAIN} always-lost default-added default-whole",
    ),
}


@pytest.mark.parametrize("name", APIS)
def test_each_mutant_of_a_selection_is_killed(name: str) -> None:
    """The mutants are those that the keys of the annotation allow."""
    api, kinds = APIS[name]
    fates = {each.kind.partition(".")[2]: fate(api, each) for each in mutants_of(api, "select")}
    known = f"{kinds} unknown-ignored empty-ignored"
    assert fates == dict.fromkeys(known.split(), "killed")


@attrs.frozen
class _Described:
    """A correct server with another document."""

    spec: Spec
    respond: Callable[[httpx.Request], httpx.Response]
    token: str = ""
    base_url: str = "http://api.test"


DOCUMENTS: Mapping[str, tuple[Selected, str]] = {
    "always": (Selected(), "always separator"),
    "within": (NESTED, "within separator"),
    "default": (LISTED, "always default field"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_mutant_of_a_document_is_killed(name: str) -> None:
    """The document is refused, or the law fails."""
    api, kinds = DOCUMENTS[name]
    mutants = [each for each in document_mutants(api.spec) if each.kind.startswith("list.select-")]
    assert {each.kind.partition("-")[2] for each in mutants} == {*kinds.split()}
    for each in mutants:
        try:
            spec = parse_spec(Path("selected.json"), each.of(api.spec))
        except SpecError:
            continue
        assert outcome("select.fields", _Described(spec, api.respond)) == "fail", each.id
