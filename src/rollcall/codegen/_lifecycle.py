"""Updates the packages of specs, or verifies that they are current."""

import contextlib
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from rollcall.codegen._errors import ToolError
from rollcall.codegen._render import render
from rollcall.spec import Overlay, SpecError, is_attribute, package_name, read_source

__all__ = ["Difference", "find_specs", "leftovers", "update", "verify"]

_MAXIMUM_DIFF_LINES = 60
_TEMPORARY = ".generating-"
_DISTRIBUTION = {"pyproject.toml", "README.md", "LICENSE"}


@attrs.frozen
class Difference:
    """A file that differs from the output of the generator.

    Attributes:
        path: The file.
        kind: ``changed``, ``missing`` or ``extra``.
        diff: A unified diff from the file to the generated file.
    """

    path: Path
    kind: str
    diff: str

    def __str__(self) -> str:
        """Return the difference, with a long diff shortened."""
        lines = [f"{self.path}: {self.kind}", *self.diff.splitlines()]
        left_out = len(lines) - 1 - _MAXIMUM_DIFF_LINES
        if left_out > 0:
            lines[-left_out:] = [f"... and {left_out} more lines"]
        return "\n".join(lines)


def find_specs(folder: Path) -> list[Path]:
    """Return the OpenAPI documents in a folder, sorted by name.

    Raises:
        SpecError: The folder has no OpenAPI document.
    """
    # A file that is not UTF-8 counts, so that reading it raises the error.
    found = [
        path
        for path in sorted(folder.glob("*.yaml"))
        if "openapi:" in path.read_text(encoding="utf-8", errors="replace")
    ]
    if not found:
        raise SpecError("no OpenAPI document (*.yaml) in this folder", folder)
    return found


def update(
    specs: Sequence[Path],
    output: Path,
    note: Callable[[str], None] = lambda _note: None,
    *,
    overlays: Sequence[Overlay] = (),
    is_strict: bool = False,
) -> list[Path]:
    """Write the package of each spec, and replace the earlier package.

    Packages are replaced after all have been generated and imported. If one cannot be replaced, the
    others are restored.

    Args:
        specs: The documents.
        output: The folder that holds the packages.
        note: Called with each part of a document that is left out, or of an overlay.
        overlays: The overlays to apply to each document.
        is_strict: Whether to refuse a document of which a part would be left out.

    Returns:
        The folders of the packages.

    Raises:
        SpecError: A document is not valid or not supported.
        ToolError: A tool is missing or has another version, or a package cannot be imported.
        OSError: The folder cannot be written.
    """
    output.mkdir(parents=True, exist_ok=True)
    for leftover in output.glob(f"{_TEMPORARY}*"):
        # An earlier update was killed.
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=output) as temporary:
        fresh = Path(temporary) / "new"
        old = Path(temporary) / "old"
        fresh.mkdir()
        old.mkdir()
        names = _generate_all(specs, fresh, overlays, note, is_strict=is_strict)
        _replace(names, fresh, output, old)
    return [output / name for name in names]


def verify(
    specs: Sequence[Path],
    output: Path,
    *,
    overlays: Sequence[Overlay] = (),
    is_strict: bool = False,
) -> list[Difference]:
    """Compare the packages of a folder with newly generated ones, and write nothing there.

    Args:
        specs: The documents.
        output: The folder that holds the packages.
        overlays: The overlays to apply to each document.
        is_strict: Whether to refuse a document of which a part would be left out.

    Raises:
        SpecError: A document is not valid or not supported.
        ToolError: A tool is missing or has another version, or a package cannot be imported.
    """
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        names = _generate_all(specs, fresh, overlays, is_strict=is_strict)
        return [
            difference for name in names for difference in _compare(output / name, fresh / name)
        ]


def leftovers(specs: Iterable[Path], output: Path) -> list[Path]:
    """Return the paths in a folder that belong to no spec.

    Hidden files and the files of a distribution are left out.
    """
    names = {package_name(spec) for spec in specs} | {"__pycache__"} | _DISTRIBUTION
    found = output.iterdir() if output.is_dir() else ()
    return sorted(path for path in found if path.name not in names and path.name[0] != ".")


def _generate_all(
    specs: Sequence[Path],
    folder: Path,
    overlays: Sequence[Overlay],
    note: Callable[[str], None] = lambda _note: None,
    *,
    is_strict: bool,
) -> list[str]:
    for number, spec in enumerate(specs):
        if package_name(spec) in map(package_name, specs[:number]):
            problem = f"another spec has the package name {package_name(spec)}; rename this one"
            raise SpecError(problem, spec)
    return [_generate(spec, folder, overlays, note, is_strict=is_strict) for spec in specs]


def _generate(
    path: Path,
    folder: Path,
    overlays: Sequence[Overlay],
    note: Callable[[str], None],
    *,
    is_strict: bool,
) -> str:
    source = read_source(path, is_strict=True, overlays=overlays)
    name = package_name(path)
    if not is_attribute(name):
        problem = f"{path.name} cannot name a package: use lower-case letters, digits and dashes"
        source.fail((), problem)
    render(source, name, folder / name, note, is_strict=is_strict)
    _import(name, folder)
    return name


def _import(name: str, folder: Path) -> None:
    # A new process, because this one may have imported another version of the package; and
    # without the working folder, which may have another one.
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
    # Line endings are escaped, because a terminal does not show them.
    old, new = (
        content.decode("utf-8", "replace").replace("\r", "\\r").split("\n")
        for content in (before, after)
    )
    names = f"{path} (now)", f"{path} (generated)"
    return "\n".join(difflib.unified_diff(old, new, *names, lineterm=""))
