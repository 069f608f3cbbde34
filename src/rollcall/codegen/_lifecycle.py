"""Keeps generated/ the same as what the specs say."""

import contextlib
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from rollcall.codegen._errors import ToolError
from rollcall.codegen._names import is_attribute
from rollcall.codegen._render import render
from rollcall.codegen._validation import read_valid
from rollcall.spec import SpecError, package_name

__all__ = ["Difference", "find_specs", "leftovers", "update", "verify"]

_MAXIMUM_DIFF_LINES = 60
_TEMPORARY = ".generating-"
_DISTRIBUTION = {"pyproject.toml", "README.md", "LICENSE"}


@attrs.frozen
class Difference:
    """A file of generated/ that is not what the spec says.

    Attributes:
        path: The file.
        kind: ``changed``, ``missing`` or ``extra``.
        diff: The lines that differ, as a unified diff from the file to what it should be.
    """

    path: Path
    kind: str
    diff: str

    def __str__(self) -> str:
        """Return what differs, cut where it is long."""
        lines = [f"{self.path}: {self.kind}", *self.diff.splitlines()]
        left_out = len(lines) - 1 - _MAXIMUM_DIFF_LINES
        if left_out > 0:
            lines[-left_out:] = [f"... and {left_out} more lines"]
        return "\n".join(lines)


def find_specs(folder: Path) -> list[Path]:
    """List the OpenAPI documents in a folder, in the order of their names.

    Raises:
        SpecError: There is none.
    """
    # What cannot be decoded is a document too: reading it gives the message.
    found = [
        path
        for path in sorted(folder.glob("*.yaml"))
        if "openapi:" in path.read_text(encoding="utf-8", errors="replace")
    ]
    if not found:
        raise SpecError("no OpenAPI document (*.yaml) is there", folder)
    return found


def update(specs: Sequence[Path], output: Path) -> list[Path]:
    """Write the package of each spec, replacing the one that is there.

    Nothing is replaced until every package has been generated and imported; where one cannot be
    replaced, all stay as they were.

    Args:
        specs: The documents.
        output: The folder that holds the packages.

    Returns:
        The folders that were written.

    Raises:
        SpecError: A document is not valid, or holds what is not supported.
        ToolError: A tool is missing or of another version, or the package cannot be imported.
        OSError: The folder cannot be written.
    """
    output.mkdir(parents=True, exist_ok=True)
    for leftover in output.glob(f"{_TEMPORARY}*"):
        # An update was ended from outside while it ran.
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=output) as temporary:
        fresh = Path(temporary) / "new"
        old = Path(temporary) / "old"
        fresh.mkdir()
        old.mkdir()
        names = _generate_all(specs, fresh)
        _replace(names, fresh, output, old)
    return [output / name for name in names]


def verify(specs: Sequence[Path], output: Path) -> list[Difference]:
    """Compare the packages of a folder with what their specs say; nothing is written there.

    Args:
        specs: The documents.
        output: The folder that holds the packages.

    Raises:
        SpecError: A document is not valid, or holds what is not supported.
        ToolError: A tool is missing or of another version, or the package cannot be imported.
    """
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        names = _generate_all(specs, fresh)
        return [
            difference for name in names for difference in _compare(output / name, fresh / name)
        ]


def leftovers(specs: Iterable[Path], output: Path) -> list[Path]:
    """Return the paths of a folder that belong to no spec.

    Hidden files and the files that build a distribution of the packages are left out.
    """
    names = {package_name(spec) for spec in specs} | {"__pycache__"} | _DISTRIBUTION
    found = output.iterdir() if output.is_dir() else ()
    return sorted(path for path in found if path.name not in names and path.name[0] != ".")


def _generate_all(specs: Sequence[Path], folder: Path) -> list[str]:
    for number, spec in enumerate(specs):
        if package_name(spec) in map(package_name, specs[:number]):
            problem = f"another spec is the package {package_name(spec)} already; rename this one"
            raise SpecError(problem, spec)
    return [_generate(spec, folder) for spec in specs]


def _generate(path: Path, folder: Path) -> str:
    spec, name = read_valid(path), package_name(path)
    if not is_attribute(name):
        problem = f"{path.name} cannot name a package: use lower-case letters, digits and dashes"
        spec.fail((), problem)
    render(spec, name, folder / name)
    _import(name, folder)
    return name


def _import(name: str, folder: Path) -> None:
    # In a process of its own, since this one may hold another version of the same package;
    # and without the working folder, which may hold another still.
    done = subprocess.run(  # noqa: S603 - the command is fixed, the name is an identifier
        [sys.executable, "-P", "-W", "error", "-B", "-c", f"import {name}"],
        env={**os.environ, "PYTHONPATH": str(folder.absolute())},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        problem = (done.stderr.splitlines() or ["no reason given"])[-1]
        raise ToolError(f"the generated package {name} cannot be imported: {problem}")


def _replace(names: Iterable[str], fresh: Path, output: Path, old: Path) -> None:
    with contextlib.ExitStack() as undo:
        for name in names:
            target = output / name
            if target.exists():
                target.rename(old / name)
                undo.callback((old / name).rename, target)
            (fresh / name).rename(target)
            undo.callback(target.rename, fresh / name)
        undo.pop_all()


def _compare(actual: Path, expected: Path) -> Iterator[Difference]:
    for name in sorted(_files(actual) | _files(expected)):
        path = actual / name
        before = path.read_bytes() if path.is_file() else None
        after = (expected / name).read_bytes() if (expected / name).is_file() else None
        if before != after:
            kind = "missing" if before is None else "extra" if after is None else "changed"
            yield Difference(path, kind, _diff(path, before or b"", after or b""))


def _files(folder: Path) -> set[Path]:
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.relative_to(folder).parts
    }


def _diff(path: Path, before: bytes, after: bytes) -> str:
    # Line endings are written out, since a terminal does not show them.
    old, new = (
        content.decode("utf-8", "replace").replace("\r", "\\r").split("\n")
        for content in (before, after)
    )
    names = f"{path} (now)", f"{path} (from the spec)"
    return "\n".join(difflib.unified_diff(old, new, *names, lineterm=""))
