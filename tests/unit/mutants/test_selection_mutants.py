"""The mutants of selections: a law that they name fails."""

from collections.abc import Mapping

import attrs
import pytest

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
