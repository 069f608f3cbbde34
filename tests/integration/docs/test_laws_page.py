"""The page for law authors: its excerpts are of the document, its claims and commands hold."""

import copy
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from ruamel.yaml import YAML

from rollcall.laws import Law, applies, registered
from rollcall.spec import read_spec
from tests.support.example_api import ROOT, SPEC, RunningExample, serving

PAGE = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")
EXAMPLE: dict[str, Any] = YAML(typ="safe", pure=True).load(SPEC.read_text(encoding="utf-8"))

_STEP = re.compile(r"^### [0-9]+\. (.*?)\n(.*?)(?=^##)", flags=re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"^```yaml\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"^```sh\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
_LAW = re.compile(r"`([a-z]+\.[a-z_]+)`")
STEPS: dict[str, str] = dict(_STEP.findall(PAGE))
COMMANDS = [line for block in _SHELL.findall(PAGE) for line in block.splitlines()]

_ADDRESS = "http://127.0.0.1:8017/v1"
_SECONDS = 300


def _excerpt(step: str) -> Any:  # noqa: ANN401 - YAML
    (text,) = _YAML.findall(step)
    return YAML(typ="safe", pure=True).load(text)


def _bare(node: Any) -> Any:  # noqa: ANN401 - YAML
    """Return a document without its annotations."""
    if isinstance(node, dict):
        return {key: _bare(value) for key, value in node.items() if str(key)[:2] != "x-"}
    return [_bare(each) for each in node] if isinstance(node, list) else node


def _merge(spec: Any, excerpt: Any) -> Any:  # noqa: ANN401 - YAML
    """Write an excerpt into a document; the parameters of a list go by their names."""
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
    """Return the places of an excerpt at which the document has something else, or nothing."""
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
    """Return the laws that apply to a document: law, operation and subject."""
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
    """A step that is no longer found would no longer be tested."""
    assert len(STEPS) == 10
    assert len(_YAML.findall(PAGE)) == 10


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_excerpt_is_a_part_of_the_document(step: str) -> None:
    """What the page shows stands in example_api.yaml, at the same place and in the same words."""
    assert [*_foreign(_excerpt(step), EXAMPLE)] == []
    (text,) = _YAML.findall(step)
    lines = {line.strip() for line in SPEC.read_text(encoding="utf-8").splitlines()}
    for line in text.splitlines():
        assert line.strip() in lines or re.search("pageSize|pageIndex", line), line


def test_the_steps_make_the_document(tmp_path: Path) -> None:
    """Step by step, the bare document becomes the whole one, and each step proves what it says."""
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
    """The page names every law there is, and none that there is not."""
    assert set(_LAW.findall(PAGE)) == {law.id for law in registered()}


def test_the_parts_of_a_law_are_those_it_has() -> None:
    """The table of what a law has is complete."""
    (table,) = re.findall(r"^\| part \|.*?(?=\n\n)", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"^\| `([a-z_]+)` ", table, flags=re.MULTILINE)
    assert set(re.findall(r"^\| `([a-z_]+)` ", table, flags=re.MULTILINE)) == {
        each.name for each in attrs.fields(Law)
    }


def test_links_lead_somewhere() -> None:
    """Every relative link leads to a file, and every file that is named is there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
    for name in ("_visit", "_opened"):
        assert f"def {name}(" in (SPEC.parent / "server.py").read_text(encoding="utf-8")
    assert (ROOT / "src" / "rollcall" / "laws").is_dir()


def test_the_options_exist() -> None:
    """Every option on the page is one of the command or of the server."""
    printed = "".join(
        subprocess.run(
            [sys.executable, *command, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        for command in (
            ("-m", "rollcall", "check"),
            ("-m", "rollcall", "generate"),
            ("docs/example_api/server.py",),
        )
    )
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    assert len(options) > 10
    assert not [option for option in options if not re.search(rf"{option}(?![\w-])", printed)]
    for profile in re.findall(r"`([a-z]+)` for an? ", PAGE):
        assert re.search(rf"\b{profile}\b", printed), profile


@pytest.fixture(scope="module")
def server() -> Iterator[RunningExample]:
    """Start the server as the page does, but on a free port."""
    command = next(each for each in COMMANDS if "server.py" in each)
    program, *arguments = shlex.split(command)[1:]
    assert ROOT / program == SPEC.parent / "server.py"
    arguments[arguments.index("--port") + 1] = "0"
    with serving(*arguments) as running:
        assert running.base_url.replace(str(running.port), "8017") == _ADDRESS
        yield running


def test_the_commands_run(server: RunningExample, tmp_path: Path) -> None:
    """Every command of the page succeeds, in order; the checks are limited to a few laws."""
    ran = [each for each in COMMANDS if "server.py" not in each]
    assert len(ran) == 3
    for command in ran:
        text = command.replace(_ADDRESS, server.base_url).replace("build/", f"{tmp_path}/")
        words = shlex.split(text)
        variables = dict(each.split("=", 1) for each in words if re.match("[A-Z]+=", each))
        program, *arguments = words[len(variables) :]
        arguments += ["--law=page.*"] if "check" in arguments else []
        # Another tester's environment may lie elsewhere than in .venv.
        done = subprocess.run(
            [str(Path(sys.executable).parent / Path(program).name), *arguments],
            cwd=ROOT,
            env={**os.environ, **variables, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    assert {each.name for each in tmp_path.iterdir()} >= {
        "example_api.html",
        "example_api.json",
        "clients",
    }
    assert (tmp_path / "clients" / "example_api" / "py.typed").exists()
