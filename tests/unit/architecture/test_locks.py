"""The locks in requirements/: every dependency, at a version that fits, with hashes."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ROOT = Path(__file__).parents[3]
_FOLDER = _ROOT / "requirements"
_NAMES = ["clients", "dev", "mutation", "ray", "supply", "tool"]
_TOOL = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_CLIENTS = tomllib.loads((_ROOT / "generated" / "pyproject.toml").read_text(encoding="utf-8"))


def _group(name: str) -> Iterator[str]:
    for each in _TOOL["dependency-groups"][name]:
        if isinstance(each, str):
            yield each
        else:
            yield from _group(each["include-group"])


def _with_extras(project: Mapping[str, Any]) -> Iterator[str]:
    yield from project["project"]["dependencies"]
    for extra in project["project"]["optional-dependencies"].values():
        # An extra may include another one, by the name of the project.
        yield from (each for each in extra if not each.startswith(project["project"]["name"]))


def _expected(lock: str) -> list[str]:
    match lock:
        case "tool":
            return [*_with_extras(_TOOL)]
        case "clients":
            return [*_with_extras(_CLIENTS)]
        case "dev":
            return [*_with_extras(_TOOL), *_with_extras(_CLIENTS), *_group("dev")]
        case _:
            return [*_group(lock)]


def _entries(lock: str) -> list[str]:
    text = (_FOLDER / f"{lock}.lock").read_text(encoding="utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _versions(lock: str) -> dict[str, set[str]]:
    """Return the versions of each package, several if they differ between Pythons."""
    found: dict[str, set[str]] = {}
    for entry in _entries(lock):
        name, _, rest = entry.partition("==")
        found.setdefault(canonicalize_name(name), set()).add(rest.split()[0])
    return found


def test_every_group_has_a_lock() -> None:
    """A new group is part of ``dev``, or has a lock of its own."""
    assert sorted(path.stem for path in _FOLDER.iterdir()) == _NAMES
    groups = _TOOL["dependency-groups"]
    within_dev = {each["include-group"] for each in groups["dev"]}
    assert groups.keys() == within_dev | {"dev", "mutation", "ray", "supply"}


@pytest.mark.parametrize("lock", _NAMES)
def test_a_lock_satisfies_the_project(lock: str) -> None:
    """The version of each dependency is within the bounds that ``pyproject.toml`` states."""
    versions = _versions(lock)
    for requirement in map(Requirement, _expected(lock)):
        for version in versions[canonicalize_name(requirement.name)]:
            assert requirement.specifier.contains(version, prereleases=True), requirement


@pytest.mark.parametrize("lock", _NAMES)
def test_every_entry_has_a_hash_and_no_address(lock: str) -> None:
    """No entry can be replaced by another file, and none names an index."""
    for entry in _entries(lock):
        assert re.fullmatch(
            r"[\w.-]+==[^\s/@]+( ;[^#/@]*?)?( +--hash=sha256:[0-9a-f]{64})+ *", entry
        )


@pytest.mark.parametrize("lock", ["clients", "mutation", "ray", "tool"])
def test_locks_of_one_environment_agree(lock: str) -> None:
    """A package that ``dev.lock`` has too is at the same version."""
    dev = _versions("dev")
    other = _versions(lock)
    shared = other.keys() & dev.keys()
    assert shared
    assert {name: other[name] for name in shared} == {name: dev[name] for name in shared}
    if lock in {"clients", "tool"}:
        assert other.keys() <= dev.keys()
