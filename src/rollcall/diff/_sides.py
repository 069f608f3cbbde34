"""The two versions of a document: files, or revisions of git."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import attrs

from rollcall.spec import Overlay, Spec, SpecError, UsageError, parse_spec, parse_text, read_file

__all__ = ["Pair", "Side", "pairs_of"]

_DOCUMENTS = {".yaml", ".yml", ".json"}
_SIDES = 2


@attrs.frozen
class Side:
    """Where one version of some files is.

    Attributes:
        revision: The revision of git; empty: the working tree.
    """

    revision: str = ""

    def read(self, address: str) -> str:
        """Return the text of a file.

        Raises:
            SpecError: It cannot be read.
        """
        if not self.revision:
            return read_file(address)
        try:
            return _git("show", f"{self.revision}:./{os.path.relpath(address)}")
        except UnicodeDecodeError:
            raise SpecError("not encoded in UTF-8", self._named(address)) from None

    def has(self, address: str) -> bool:
        """Return whether the file exists."""
        if not self.revision:
            return Path(address).exists()
        return bool(_git("ls-tree", "--name-only", self.revision, "--", os.path.relpath(address)))

    def spec(self, address: str, overlays: Sequence[str]) -> Spec | None:
        """Read a document with the overlays that exist; None if it does not exist.

        Raises:
            SpecError: A file cannot be read.
        """
        if not self.has(address):
            return None
        found = [
            Overlay(str(self._named(each)), self.read(each)) for each in overlays if self.has(each)
        ]
        return parse_text(
            self._named(address), self.read(address), address, self.read, overlays=found
        )

    def _named(self, address: str) -> Path:
        return Path(f"{self.revision}:{address}" if self.revision else address)


@attrs.frozen
class Pair:
    """Two versions of a document.

    Attributes:
        path: The file of the later version, or else of the earlier one.
        before: The earlier version; of a new document, one without operations.
        after: The later version; of a removed document, one without operations.
    """

    path: Path
    before: Spec
    after: Spec


def pairs_of(
    arguments: Sequence[str], overlays: Sequence[str] = ()
) -> tuple[Side, Side, list[Pair]]:
    """Return the sides, and the documents, of the arguments of ``rollcall diff``.

    A file that exists, or whose name ends with .yaml, .yml or .json, is a document; what stands
    before the documents is a revision of git.

    Raises:
        UsageError: The arguments name no two versions.
        SpecError: Documents cannot be read; the message has all of them.
    """
    revisions = [*takewhile(lambda each: not _is_document(each), arguments)]
    documents = [*arguments][len(revisions) :]
    problem = _problem(revisions, documents)
    if problem:
        raise UsageError(problem)
    if not revisions:
        before, after = Side(), Side()
        files = [(documents[0], documents[1])]
    else:
        before, after = Side(revisions[0]), Side("".join(revisions[1:]))
        files = [(each, each) for each in documents]
    found, problems = list[Pair](), list[SpecError]()
    for old, new in files:
        try:
            found.append(_pair(before.spec(old, overlays), after.spec(new, overlays), Path(new)))
        except SpecError as error:
            problems.append(error)
    if problems:
        raise SpecError.of(problems)
    return before, after, found


def _problem(revisions: Sequence[str], documents: Sequence[str]) -> str:
    """Return what is wrong with the arguments; empty: nothing is."""
    wrong = [each for each in documents if not _is_document(each)]
    if wrong:
        return f"{wrong[0]}: neither a file nor a name of one; name revisions before documents"
    if len(revisions) > _SIDES:
        return f"{revisions[2]}: there is no such file, and two revisions are named"
    for each in revisions:
        if not _git("rev-parse", "--verify", "--quiet", f"{each}^{{commit}}", missing=""):
            return f"{each}: neither a file nor a revision of git"
    if revisions and not documents:
        return "name the documents to compare, such as: rollcall diff REVISION openapi.yaml"
    if not revisions and len(documents) != _SIDES:
        return "pass two files, or a revision of git and the documents to compare"
    missing = [each for each in documents if not revisions and not Path(each).exists()]
    return f"{missing[0]}: there is no such file" if missing else ""


def _pair(before: Spec | None, after: Spec | None, path: Path) -> Pair:
    known = before or after
    if known is None:
        raise SpecError("there is no such file in either version", path)
    info, servers = {"title": known.title, "version": ""}, known.get(("servers",)) or []
    raw = {"openapi": "3.1.0", "info": info, "servers": servers, "paths": {}}
    nothing = parse_spec(path, raw)
    return Pair(path, before or nothing, after or nothing)


def _is_document(argument: str) -> bool:
    return Path(argument).suffix in _DOCUMENTS or Path(argument).is_file()


def _git(*arguments: str, missing: str | None = None) -> str:
    """Return the output of git.

    Args:
        arguments: Those of git.
        missing: What to return if git fails; None: it must not.

    Raises:
        UsageError: There is no git, or it fails.
    """
    command = shutil.which("git")
    if command is None:
        raise UsageError("comparing revisions needs git; compare two files instead")
    done = subprocess.run([command, *arguments], capture_output=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return done.stdout.decode("utf-8")
    if missing is not None:
        return missing
    problem = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
    raise UsageError(f"git {arguments[0]}: {problem}")
