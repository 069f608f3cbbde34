"""The check of partitions tells a client that divides a list from one that does not."""

from copy import deepcopy
from pathlib import Path

import pytest

from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import Spec, parse_spec, read_spec

_OPENAPI = Path(__file__).parents[3] / "openapi"


def _titles(spec: Spec) -> list[str]:
    """Run the check on each list, and return the titles of the violations."""
    results = Results()
    for each in checks(spec):
        if each.name == "partitions":
            assert not each.run(CheckContext(spec, results, seed=1, examples=1))
    assert sum(results.ran.values()) > 1
    return [each.title for each in results.violations.values()]


@pytest.mark.parametrize("name", ["telnyx-video", "twilio-video"])
def test_a_generated_client_divides_its_lists(name: str) -> None:
    """Pages with numbers and totals, and linked pages without, are divided."""
    assert not _titles(read_spec(_OPENAPI / f"{name}.yaml"))


def test_a_client_of_other_operators_is_reported() -> None:
    """Ranges that end on the day before the next one leave a day out if their end is exclusive."""
    path = _OPENAPI / "telnyx-video.yaml"
    raw = deepcopy(read_spec(path).raw)
    for each in raw["components"]["parameters"].values():
        if each.get("x-filter", {}).get("operator") == "lte":
            each["x-filter"]["operator"] = "lt"
    for operation in raw["paths"].values():
        for each in operation["get"]["parameters"]:
            if each.get("x-filter", {}).get("operator") == "lte":
                each["x-filter"]["operator"] = "lt"
    titles = _titles(parse_spec(path, raw))
    assert titles
    assert all("partitions by" in each and "items together" in each for each in titles)
