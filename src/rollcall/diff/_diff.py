"""What a new version of documents does, on the wire and in Python, and the versions it needs."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import attrs

from rollcall.codegen import Draft, ToolError, draft
from rollcall.diff._python import PythonChange, python_changes
from rollcall.diff._rows import Row, rows_of
from rollcall.diff._rules import Level, highest
from rollcall.diff._sides import Pair, pairs_of
from rollcall.diff._versions import Version, package_version, spec_version
from rollcall.diff._wire import wire_changes
from rollcall.spec import Spec, SpecError, package_name

__all__ = ["Diff", "DocumentDiff", "compare", "compare_documents"]

_NOTHING = Draft({}, {})


@attrs.frozen
class DocumentDiff:
    """What a new version of one document does.

    Attributes:
        spec: The later version.
        rows: The changes; those that break somebody first.
        version: The version of the document.
        notes: What was not compared, and why.
    """

    spec: Spec = attrs.field(repr=False)
    rows: tuple[Row, ...]
    version: Version
    notes: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """The part of the package's version that the changes raise."""
        return highest([each.level for each in self.rows])


@attrs.frozen
class Diff:
    """What a new version of several documents does.

    Attributes:
        documents: The diffs of the documents.
        versions: The versions of the documents, and of the package of their clients.
    """

    documents: tuple[DocumentDiff, ...]
    versions: tuple[Version, ...]

    @property
    def exit_code(self) -> int:
        """1 if a breaking change comes without its version; otherwise 0."""
        return int(any(each.is_missing for each in self.versions))


def compare(
    arguments: Sequence[str],
    overlays: Sequence[str] = (),
    package: str = "",
    *,
    is_python: bool = True,
) -> Diff:
    """Compare the versions that the arguments of ``rollcall diff`` name.

    Args:
        arguments: Two files; or one or two revisions of git, and documents.
        overlays: The files of overlays to apply to both sides, each in its own version.
        package: The pyproject.toml of the generated packages; empty: there is none.
        is_python: Whether generated clients are compared, too.

    Raises:
        UsageError: The arguments name no two versions.
        SpecError: Documents cannot be read; the message has all of them.
    """
    before, after, pairs = pairs_of(arguments, overlays)
    documents = tuple(compare_documents(each, is_python=is_python) for each in pairs)
    versions = [each.version for each in documents]
    if package:
        levels = [each.level for each in documents]
        versions.append(package_version(package, before, after, levels))
    return Diff(documents, tuple(versions))


def compare_documents(pair: Pair, *, is_python: bool = True) -> DocumentDiff:
    """Compare two versions of a document."""
    changes = wire_changes(pair.before, pair.after)
    notes: list[str] = []
    python: list[PythonChange] = []
    drafts: tuple[Draft, ...] = (_NOTHING, _NOTHING)
    if is_python and pair.before.operations and pair.after.operations:
        python, drafts = _python(pair, notes)
    rows = tuple(rows_of(changes, python, drafts))
    level = highest([each.wire_level for each in rows])
    version = spec_version(pair.path, pair.before, pair.after, level)
    return DocumentDiff(pair.after, rows, version, tuple(notes))


def _python(pair: Pair, notes: list[str]) -> tuple[list[PythonChange], tuple[Draft, ...]]:
    """Return the changes of the generated packages; note it if there is none."""
    name = package_name(pair.path)
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary) / side / name for side in ("before", "after")]
        sides = zip((pair.before, pair.after), folders, strict=True)
        try:
            drafts = tuple(draft(spec, name, folder, notes.append) for spec, folder in sides)
        except (SpecError, ToolError) as problem:
            notes.append(f"Python is not compared, because no client can be generated: {problem}")
            return [], (_NOTHING, _NOTHING)
        return python_changes(*folders), drafts
