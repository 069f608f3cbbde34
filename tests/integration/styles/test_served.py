"""A document can be served in the style of its annotations."""

from pathlib import Path

import pytest

import rollcall
from rollcall.spec import read_spec
from tests.support.served import served
from tests.support.specs import GET_BOOKS, GET_SHELVES, REMOVED, build, write

_OPEN = {
    f"{GET_BOOKS}/x-list/parent": REMOVED,
    f"{GET_SHELVES}/x-list/pagination/totalPages": REMOVED,
    "/components/schemas/Shelf/required": ["label"],
}


@pytest.mark.parametrize(("name", "changes"), [("served", {}), ("served_open", _OPEN)])
def test_every_law_holds(
    name: str, changes: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over HTTP and through the client, with a witness for each list."""
    path = write(tmp_path / f"{name}.json", changes)
    build(path, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    spec = read_spec(path)
    config = rollcall.Config(
        seed=1, exclude_laws=("conformance.status_code_conformance",), channels=("http", "client")
    )
    (report,) = (
        each.report
        for each in rollcall.run(spec, served(spec).target, config)
        if isinstance(each, rollcall.RunFinished)
    )
    assert not [f"{each.law}: {each.title}" for each in report.violations]
    assert not report.errors
    proven = {each.operation for each in report.verdicts if each.witnesses}
    assert proven == {"listShelves", "listBooks"}
