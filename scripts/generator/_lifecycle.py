"""Keeps generated/ the same as what the specs say."""

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from ._document import Document
from ._render import ToolError, render
from ._validation import validate

__all__ = ["Difference", "find_specs", "update", "verify"]


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


def find_specs(folder: Path) -> list[Path]:
    """List the OpenAPI documents in a folder, in the order of their names."""
    return [
        path
        for path in sorted(folder.glob("*.yaml"))
        if any(line.startswith("openapi:") for line in path.read_text("utf-8").splitlines())
    ]


def update(specs: Sequence[Path], annotations: Path, output: Path) -> list[Path]:
    """Write the package of each spec, replacing the one that is there.

    Nothing is replaced until every package has been generated and imported.

    Args:
        specs: The documents.
        annotations: The JSON Schema of their annotations.
        output: The folder that holds the packages.

    Returns:
        The folders that were written.

    Raises:
        SpecError: A document is not valid, or holds what is not supported.
        ToolError: A tool is missing or of another version, or the package cannot be imported.
    """
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".generating-", dir=output) as temporary:
        fresh = Path(temporary)
        names = [_generate(spec, annotations, fresh) for spec in specs]
        for name in names:
            _replace(fresh / name, output / name, fresh / f"{name}.old")
    return [output / name for name in names]


def verify(specs: Sequence[Path], annotations: Path, output: Path) -> list[Difference]:
    """Compare the packages of a folder with what their specs say; nothing is written there.

    Args:
        specs: The documents.
        annotations: The JSON Schema of their annotations.
        output: The folder that holds the packages.

    Raises:
        SpecError: A document is not valid, or holds what is not supported.
        ToolError: A tool is missing or of another version, or the package cannot be imported.
    """
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        names = [_generate(spec, annotations, fresh) for spec in specs]
        return [
            difference for name in names for difference in _compare(output / name, fresh / name)
        ]


def _generate(spec: Path, annotations: Path, folder: Path) -> str:
    document = Document.read(spec)
    validate(document, annotations)
    name = spec.stem.replace("-", "_")
    if not name.isidentifier():
        problem = f"{spec.name} cannot name a package: use lower-case letters, digits and dashes"
        document.fail((), problem)
    render(document, name, folder / name)
    _import(name, folder)
    return name


def _import(name: str, folder: Path) -> None:
    # In a process of its own, since this one may hold another version of the same package.
    done = subprocess.run(  # noqa: S603 - the command is fixed, the name is an identifier
        [sys.executable, "-W", "error", "-B", "-c", f"import {name}"],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ToolError(f"the generated package {name} cannot be imported:\n{done.stderr}")


def _replace(fresh: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    if old.exists():
        shutil.rmtree(old)


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
        if path.is_file() and "__pycache__" not in path.parts
    }


def _diff(path: Path, before: bytes, after: bytes) -> str:
    old, new = (
        content.decode("utf-8", "replace").splitlines(keepends=True) for content in (before, after)
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for line in difflib.unified_diff(old, new, f"{path} (now)", f"{path} (from the spec)")
    )
