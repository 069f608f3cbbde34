"""Copies of a package, sound but for one fault."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import attrs

from ._fault import ClientFault, Edit

__all__ = ["Copy", "UnfoundError", "applies", "apply", "copied"]

_IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")


class UnfoundError(Exception):
    """The source has changed, and a fault does not know it any more."""


@attrs.frozen
class Copy:
    """A faulty package, ready to be imported.

    Attributes:
        packages: The folder that holds it, and others with the same fault.
        scripts: The folder that holds a generator whose packages have the same fault.
    """

    packages: Path
    scripts: Path


def applies(fault: ClientFault, package: Path) -> bool:
    """Say whether a package has what a fault needs, as far as its source shows.

    What packages do not all have, such as a field that may be null, stands in modules of their
    own, or in one that they have only with it.
    """
    if not fault.needs:
        return True
    return all(_stands_in(edit, package) for edit in fault.edits)


def _stands_in(edit: Edit, package: Path) -> bool:
    path = package / edit.module
    return path.is_file() and edit.sound in path.read_text("utf-8")


def copied(
    fault: ClientFault | None, packages: Sequence[Path], scripts: Path, folder: Path
) -> Copy:
    """Copy packages, and what generates packages, and put a fault into all.

    Args:
        fault: The fault; None for a sound copy.
        packages: The packages. The first has to have what the fault changes.
        scripts: The folder of the generator, whose ``generator/runtime`` the packages share.
        folder: Where the copies are put; it is made.

    Raises:
        UnfoundError: The fault does not apply to the first package.
    """
    copy = Copy(folder / "packages", folder / "scripts")
    for package in packages:
        shutil.copytree(package, copy.packages / package.name, ignore=_IGNORED)
    shutil.copytree(scripts, copy.scripts, ignore=_IGNORED)
    runtime = copy.scripts / "generator" / "runtime"
    for edit in fault.edits if fault is not None else ():
        assert fault is not None
        _write(fault, edit, copy.packages / packages[0].name)
        for package in packages[1:]:
            if _stands_in(edit, package):
                _write(fault, edit, copy.packages / package.name)
        if (runtime / edit.module).exists():
            _write(fault, edit, runtime)
    return copy


def apply(fault: ClientFault, package: Path) -> dict[str, str]:
    """Give the modules of a package that a fault changes, as they are with it.

    Args:
        fault: The fault.
        package: The package, which stays as it is.

    Returns:
        The sources by the names of the modules.

    Raises:
        UnfoundError: The fault does not apply to the package.
    """
    sources: dict[str, str] = {}
    for edit in fault.edits:
        path = package / edit.module
        if edit.module not in sources:
            if not path.is_file():
                raise _unfound(fault, edit, f"{package.name} has no such module")
            sources[edit.module] = path.read_text("utf-8")
        sources[edit.module] = _edited(fault, edit, sources[edit.module])
    return sources


def _write(fault: ClientFault, edit: Edit, package: Path) -> None:
    path = package / edit.module
    if not path.is_file():
        raise _unfound(fault, edit, f"{package.name} has no such module")
    path.write_text(_edited(fault, edit, path.read_text("utf-8")), encoding="utf-8")


def _edited(fault: ClientFault, edit: Edit, source: str) -> str:
    count = source.count(edit.sound)
    if not count or (count > 1 and not edit.is_everywhere):
        often = "nowhere" if not count else f"{count} times, not once"
        raise _unfound(fault, edit, f"this stands there {often}: {edit.sound!r}")
    return source.replace(edit.sound, edit.faulty)


def _unfound(fault: ClientFault, edit: Edit, problem: str) -> UnfoundError:
    where = f"contract_tests/faults/client/catalogue/_{fault.group}.py"
    return UnfoundError(f"{fault.kind}: {edit.module}: {problem}; mend the fault in {where}")
