"""docs/tutorials/annotations.md: its excerpts are parts of the spec, and its statements hold."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from rollcall.cli import main
from rollcall.laws import Law, applies, registered
from rollcall.spec import read_spec
from tests.support.example_api import ROOT, SPEC

PAGE = (ROOT / "docs" / "tutorials" / "annotations.md").read_text(encoding="utf-8")
EXAMPLE: dict[str, Any] = YAML(typ="safe", pure=True).load(SPEC.read_text(encoding="utf-8"))

_STEP = re.compile(r"^### [0-9]+\. (.*?)\n(.*?)(?=^##)", flags=re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"^```yaml\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
_LAW = re.compile(r"`([a-z]+\.[a-z_]+)`")
STEPS: dict[str, str] = dict(_STEP.findall(PAGE))


def _excerpt(step: str) -> Any:  # noqa: ANN401 - YAML
    (text,) = _YAML.findall(step)
    return YAML(typ="safe", pure=True).load(text)


def _bare(node: Any) -> Any:  # noqa: ANN401 - YAML
    """Return a document without its annotations."""
    if isinstance(node, dict):
        return {key: _bare(value) for key, value in node.items() if str(key)[:2] != "x-"}
    return [_bare(each) for each in node] if isinstance(node, list) else node


def _merge(spec: Any, excerpt: Any) -> Any:  # noqa: ANN401 - YAML
    """Merge an excerpt into a document; items of a list are matched by their names."""
    if isinstance(spec, dict) and isinstance(excerpt, dict):
        for key, value in excerpt.items():
            spec[key] = _merge(spec.get(key), value)
        return spec
    if isinstance(spec, list) and _is_named(excerpt):
        known = {each.get("name"): each for each in spec}
        for each in excerpt:
            _merge(known[each["name"]], each)
        return spec
    return copy.deepcopy(excerpt)


def _is_named(excerpt: object) -> bool:
    return isinstance(excerpt, list) and all(
        isinstance(each, dict) and "name" in each for each in excerpt
    )


def _foreign(excerpt: Any, whole: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401 - YAML
    """Return the places of an excerpt at which the document differs."""
    if isinstance(excerpt, dict) and isinstance(whole, dict):
        for key, value in excerpt.items():
            yield from _foreign(value, whole.get(key), f"{place}/{key}")
    elif _is_named(excerpt) and isinstance(whole, list):
        known = {each.get("name"): each for each in whole}
        for each in excerpt:
            yield from _foreign(each, known.get(each["name"]), f"{place}/{each['name']}")
    elif excerpt != whole:
        yield f"{place}: {excerpt!r}"


def _turned_on(spec: dict[str, Any], folder: Path) -> set[tuple[str, str, str]]:
    """Return the law, operation and subject of each law that applies to a document."""
    path = folder / "example_api.yaml"
    path.write_text(json.dumps(spec), encoding="utf-8")
    read = read_spec(path)
    return {
        (law.id, operation.id, subject)
        for operation in read.operations
        for law in registered()
        for subject in applies(law, read, operation)
    }


def test_there_are_steps() -> None:
    """The pattern finds the steps of the page, with an excerpt each."""
    assert len(_YAML.findall(PAGE)) == len(STEPS) > 5


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_an_excerpt_is_a_part_of_the_spec(step: str) -> None:
    """The spec has each line of the excerpt, at the same place."""
    assert [*_foreign(_excerpt(step), EXAMPLE)] == []
    (text,) = _YAML.findall(step)
    lines = {line.strip() for line in SPEC.read_text(encoding="utf-8").splitlines()}
    for line in text.splitlines():
        assert line.strip() in lines or re.search("pageSize|pageIndex", line), line


def test_the_steps_make_the_spec(tmp_path: Path) -> None:
    """The steps turn the bare spec into the annotated one; each turns on the laws it names."""
    spec = _bare(EXAMPLE)
    before: set[tuple[str, str, str]] = set()
    laws: set[str] = set()
    for title, step in STEPS.items():
        _merge(spec, _excerpt(step))
        after = _turned_on(spec, tmp_path)
        claimed = set(_LAW.findall(step.partition("Turns on:")[2].partition("\n\n")[0]))
        new = {law for law, _, _ in after} - laws
        added = {law for law, _, _ in after - before}
        if "Turns on:" not in step:
            assert not added, title
            continue
        assert new <= claimed <= added, (title, new - claimed, claimed - added)
        before, laws = after, laws | new
    assert spec == EXAMPLE
    assert before == _turned_on(EXAMPLE, tmp_path)


def test_every_law_is_on_the_page() -> None:
    """The page names exactly the registered laws."""
    assert set(_LAW.findall(PAGE)) == {law.id for law in registered()}


def test_every_part_of_a_law_is_on_the_page() -> None:
    """The table names exactly the attributes of ``Law``."""
    page = (ROOT / "docs" / "howto" / "own_law.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| part \| what.*?(?=\n\n)", page, flags=re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"^\| `([a-z_]+)` ", table, flags=re.MULTILINE)) == {
        each.name for each in attrs.fields(Law)
    }


def test_functions_of_the_server_exist() -> None:
    """The page names functions that the example server has."""
    server = (SPEC.parent / "server.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "howto" / "data.md").read_text(encoding="utf-8")
    for name in ("_visit", "_opened"):
        assert f"`{name}`" in page
        assert f"def {name}(" in server


def test_options_exist() -> None:
    """Each option and profile on the page is one of ``rollcall`` or of the example server."""
    run = CliRunner().invoke
    known = (SPEC.parent / "server.py").read_text(encoding="utf-8")
    known += "".join(run(main, [command, "--help"]).output for command in ("check", "generate"))
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    assert len(options) > 10
    for name in options | set(re.findall(r"`([a-z]+)` for an? ", PAGE)):
        assert re.search(rf"{name}(?![\w-])", known), name
