"""The versions that follow from a change."""

from pathlib import Path

import pytest

from rollcall.diff import Level, Version


@pytest.mark.parametrize(
    ("before", "level", "proposed"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "patch", "0.2.4"),
        ("2.1", "minor", "2.2.0"),
        ("2021-04-01", "major", "2021-04-01"),
    ],
)
def test_a_version_is_proposed(before: str, level: Level, proposed: str) -> None:
    """The level raises a part; before 1.0.0, the part to its right."""
    assert Version("API", Path("api.yaml"), before, before, level).proposed == proposed


@pytest.mark.parametrize(
    ("before", "after", "level", "is_missing"),
    [
        ("1.2.3", "1.3.0", "major", True),
        ("1.2.3", "2.0.0", "major", False),
        ("1.2.3", "3.0.0", "major", False),
        ("1.2.3", "1.2.3", "minor", False),
        ("0.2.3", "0.2.4", "major", True),
        ("0.2.3", "0.3.0", "major", False),
        ("0.2.3", "1.0.0", "major", False),
        ("2021-04-01", "2021-04-01", "major", True),
        ("2021-04-01", "2022-01-01", "major", False),
        ("", "0.1.0", "major", False),
    ],
)
def test_a_breaking_change_needs_its_version(
    before: str, after: str, level: Level, *, is_missing: bool
) -> None:
    """Only a breaking change without its version fails a build."""
    assert Version("API", Path("api.yaml"), before, after, level).is_missing is is_missing
