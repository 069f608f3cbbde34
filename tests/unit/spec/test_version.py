"""The version of the annotations that a document states."""

from pathlib import Path

import pytest

from rollcall.codegen import update
from rollcall.spec import SpecError, read_spec
from tests.support.specs import GET_BOOKS, write


@pytest.mark.parametrize("version", ["1.0.0", "1.0.7"])
def test_a_known_version_is_read(version: str, tmp_path: Path) -> None:
    """A patch version changes no meaning."""
    assert read_spec(write(tmp_path / "library.json", {"/x-rollcall": version})).notices == ()


def test_a_newer_minor_version_is_read_with_a_notice(tmp_path: Path) -> None:
    """A word that this version does not have is ignored, and the user is told."""
    path = write(
        tmp_path / "library.json",
        {"/x-rollcall": "1.7.0", f"{GET_BOOKS}/parameters/0/x-later": {"field": "/id"}},
    )
    (notice,) = read_spec(path).notices
    assert "/x-rollcall: the annotations have the version 1.7.0; Rollcall reads 1.0.0" in notice


def test_an_unknown_key_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """The version is told beside the key, because the key may be a later one."""
    path = write(
        tmp_path / "library.json",
        {"/x-rollcall": "1.7.0", f"{GET_BOOKS}/x-list/later": "/id"},
    )
    with pytest.raises(SpecError) as refusal:
        read_spec(path)
    told = [each.split(": ", 2)[2] for each in refusal.value.problems]
    assert sorted(each.partition(";")[0] for each in told) == [
        "the annotations have the version 1.7.0",
        "unknown key 'later'",
    ]


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        ("2.0.0", "the annotations have the version 2.0.0; Rollcall reads version 1"),
        ("0.9.0", "the annotations have the version 0.9.0; Rollcall reads version 1"),
        ("1.0", "'1.0' does not match; expected three numbers with dots between them"),
        (1.0, "1.0 is not of type 'string'"),
    ],
)
def test_another_version_is_refused(version: object, problem: str, tmp_path: Path) -> None:
    """A major version changes the meaning of annotations, so no other problem is told."""
    changes = {"/x-rollcall": version, f"{GET_BOOKS}/x-list/later": "/id"}
    with pytest.raises(SpecError) as refusal:
        read_spec(write(tmp_path / "library.json", changes))
    found = [each for each in refusal.value.problems if "later" not in each]
    assert len(found) == 1
    assert problem in found[0]
    assert len(refusal.value.problems) == (1 if "version" in problem else 2)


def test_the_generator_tells_of_a_newer_version(tmp_path: Path) -> None:
    """``rollcall generate`` prints the notice, as the other commands do."""
    notes: list[str] = []
    update(
        [write(tmp_path / "library.json", {"/x-rollcall": "1.7.0"})],
        tmp_path / "clients",
        note=lambda each: notes.append(str(each)),
    )
    assert any("version 1.7.0" in each for each in notes)
