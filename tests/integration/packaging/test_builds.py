"""Two builds of the same files have the same bytes, and hold the listed files only."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.integration.packaging._wheel import ROOT

pytestmark = pytest.mark.xdist_group("packaging")

_PROJECTS = {
    "rollcall_contract": (ROOT, ("src", "README.md", "CHANGELOG.md", "LICENSE")),
    "rollcall_video": (
        ROOT / "generated",
        ("telnyx_video", "twilio_video", "README.md", "LICENSE"),
    ),
}
_PACKAGES = {
    "rollcall_contract": {"rollcall"},
    "rollcall_video": {"telnyx_video", "twilio_video"},
}
_SUFFIXES = {".py", ".typed", ".json", ".jinja", ".css", ".js", ".md", ".toml"}


def _copy(project: str, folder: Path) -> Path:
    source, names = _PROJECTS[project]
    folder.mkdir(parents=True)
    for name in ("pyproject.toml", *names):
        if (source / name).is_dir():
            unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(source / name, folder / name, ignore=unwanted)
        else:
            shutil.copy(source / name, folder / name)
    return folder


def _use(folder: Path) -> None:
    """Leave what work leaves behind: other times and permissions, caches, a file of secrets."""
    for package in folder.glob("**/__init__.py"):
        (package.parent / "__pycache__").mkdir()
        (package.parent / "__pycache__" / "module.pyc").touch()
        (package.parent / ".env").write_text("TOKEN=secret", encoding="utf-8")
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000))


def _build(project: Path, folder: Path, *, umask: int) -> dict[str, Path]:
    """Build a source distribution, and from it a wheel; return both by their names."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True, umask=umask, timeout=300)
    return {path.name: path for path in folder.iterdir()}


@pytest.fixture(scope="module", params=_PROJECTS)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Path]]:
    """Build a project in a folder of its own."""
    project: str = request.param
    folder = tmp_path_factory.mktemp(project)
    return project, _build(_copy(project, folder / "source"), folder / "dist", umask=0o022)


def test_two_builds_have_the_same_bytes(built: tuple[str, dict[str, Path]], tmp_path: Path) -> None:
    """Neither folder, times, permissions, caches nor hidden files make a difference."""
    project, first = built
    source = _copy(project, tmp_path / "elsewhere" / "deeper")
    _use(source)
    second = _build(source, tmp_path / "dist", umask=0o077)
    assert {Path(name).suffix for name in first} == {".gz", ".whl"}
    assert first.keys() == second.keys()
    for name, path in first.items():
        assert path.read_bytes() == second[name].read_bytes(), name


def test_the_source_distribution_builds_the_wheel_of_the_repository(
    built: tuple[str, dict[str, Path]], tool_wheel: Path, clients_wheel: Path
) -> None:
    """A wheel from the source distribution has the bytes of one from the working tree."""
    _, paths = built
    (wheel,) = (path for name, path in paths.items() if name.endswith(".whl"))
    (direct,) = (path for path in (tool_wheel, clients_wheel) if path.name == wheel.name)
    assert wheel.read_bytes() == direct.read_bytes()


def _top(names: Iterable[str]) -> set[str]:
    return {name.split("/")[0] for name in names}


def test_a_wheel_has_its_packages_and_metadata_only(built: tuple[str, dict[str, Path]]) -> None:
    """No test, no hidden file, no file of another kind than code and its data."""
    project, paths = built
    (wheel,) = (path for name, path in paths.items() if name.endswith(".whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    metadata = f"{project}-{wheel.name.split('-')[1]}.dist-info"
    assert _top(names) == _PACKAGES[project] | {metadata}
    assert {name for name in names if name.startswith(metadata)} == {
        f"{metadata}/{name}"
        for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    }
    _check_names(name for name in names if not name.startswith(metadata))


def test_a_source_distribution_has_the_listed_files_only(
    built: tuple[str, dict[str, Path]],
) -> None:
    """It has the packages, the project file, README, licence and, of the tool, the changes."""
    project, paths = built
    (name,) = (name for name in paths if name.endswith(".tar.gz"))
    with tarfile.open(paths[name]) as archive:
        found = [member.name.partition("/")[2] for member in archive if member.isfile()]
        assert {(member.uid, member.gid, member.uname) for member in archive} == {(0, 0, "")}
    files = {"pyproject.toml", "PKG-INFO", ".gitignore", *_PROJECTS[project][1]}
    assert _top(found) <= files
    assert _top(found) >= files - {".gitignore"}
    _check_names(each for each in found if "/" in each)


def _check_names(names: Iterable[str]) -> None:
    for path in map(Path, names):
        assert path.suffix in _SUFFIXES, path
        assert not any(part.startswith(".") or part == "tests" for part in path.parts), path
