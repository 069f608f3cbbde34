"""A document whose parts have wrong types is an error with places, and never a crash."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from rollcall.spec import Location, SpecError, parse_spec, read_spec, walk
from tests.support.specs import GET_SHELVES, write

_PATH = Path(__file__).parents[3] / "docs" / "example_api" / "example_api.yaml"
_RAW: Any = YAML(typ="safe", pure=True).load(_PATH)
_PLACES = [location for location, _ in walk(_RAW) if location]
_WRONG: tuple[object, ...] = (None, True, 5, "x", [], [None], ["x"], {}, {"a": 1})


def test_each_wrong_type_is_told(tmp_path: Path) -> None:
    """All of them at once, each with its line and the expected type."""
    changes = {
        f"{GET_SHELVES}/tags": "shelves",
        f"{GET_SHELVES}/parameters/1/schema/type": 5,
        "/components/schemas/Shelf/properties": [{}],
    }
    path = write(tmp_path / "library.json", changes)
    with pytest.raises(SpecError) as caught:
        read_spec(path)
    told = dict(each.split(": ", 2)[1:] for each in caught.value.problems)
    assert told == {
        f"{GET_SHELVES}/tags": "expected an array, got a string",
        f"{GET_SHELVES}/parameters/1/schema/type": "expected an array or a string, got an integer",
        "/components/schemas/Shelf/properties": "expected an object, got an array",
    }


@pytest.mark.parametrize("keywords", [{"items": [{}]}, {"allOf": {"type": "object"}}])
def test_a_mistake_that_no_reader_minds_is_accepted(
    keywords: dict[str, object], tmp_path: Path
) -> None:
    """Slack and PagerDuty publish such schemas."""
    path = write(tmp_path / "library.json", {"/components/schemas/Odd": keywords})
    assert read_spec(path).lists


@given(st.sampled_from(_PLACES), st.sampled_from(_WRONG))
@example(("components", "schemas"), None)
def test_any_value_at_any_place_is_read_or_refused(location: Location, wrong: object) -> None:
    """No other error is raised, whether the value is allowed or not."""
    raw = deepcopy(_RAW)
    holder = raw
    for key in location[:-1]:
        holder = holder[key]
    holder[location[-1]] = deepcopy(wrong)
    try:
        lists = parse_spec(_PATH, raw).lists
    except SpecError:
        return
    assert all(isinstance(each.default_index, int) for each in lists)
