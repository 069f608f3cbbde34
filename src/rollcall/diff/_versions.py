"""The versions that follow from a diff (Semantic Versioning 2.0.0)."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import attrs

from rollcall.diff._rules import Level, highest
from rollcall.diff._sides import Side
from rollcall.spec import Spec, SpecError, UsageError

__all__ = ["Version", "package_version", "replaced", "spec_version"]

_SEMVER = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+.].*)?")


@attrs.frozen
class Version:
    """A version, before and after a change.

    Attributes:
        name: What has the version.
        path: The file that says it.
        before: The earlier version; empty: there was none.
        after: The later version; empty: the file is removed.
        level: The part of it that the change raises.
    """

    name: str
    path: Path
    before: str
    after: str
    level: Level

    @property
    def proposed(self) -> str:
        """The version that follows from the change; the earlier one, if that is not SemVer.

        Before version 1.0.0, a breaking change raises the minor version, and others the patch.
        """
        parts = _parts(self.before)
        if parts is None or self.level == "none":
            return self.before or self.after
        major, minor, patch = parts
        level = {"major": 0, "minor": 1, "patch": 2}[self.level] + (major == 0)
        raised = ((major + 1, 0, 0), (major, minor + 1, 0), (major, minor, patch + 1))
        return ".".join(map(str, raised[min(level, 2)]))

    @property
    def is_raised(self) -> bool:
        """Whether the later version is at least the proposed one.

        Versions that are not SemVer only have to differ. What is new or removed has one version.
        """
        if not self.before or not self.after:
            return True
        found, needed = _parts(self.after), _parts(self.proposed)
        if found is None or needed is None or _parts(self.before) is None:
            return self.after != self.before or self.level == "none"
        return found >= needed

    @property
    def is_missing(self) -> bool:
        """Whether a breaking change comes without its version."""
        return self.level == "major" and not self.is_raised


def _parts(version: str) -> tuple[int, int, int] | None:
    found = _SEMVER.fullmatch(version)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3] or 0))


def spec_version(path: Path, before: Spec, after: Spec, level: Level) -> Version:
    """Return the version of a document."""
    return Version(after.title, path, before.version, after.version, level)


def package_version(path: str, before: Side, after: Side, levels: Sequence[Level]) -> Version:
    """Return the version of the distribution that has the generated packages.

    Args:
        path: Its pyproject.toml.
        before: Where the earlier version is.
        after: Where the later version is.
        levels: The parts of the version that the documents raise.

    Raises:
        UsageError: The file has no version.
    """
    name, found = _project(path, after)
    earlier = _project(path, before)[1] if before.has(path) else ""
    return Version(name, Path(path), earlier, found, highest([*levels]))


def _project(path: str, side: Side) -> tuple[str, str]:
    try:
        project = tomllib.loads(side.read(path))["project"]
        return str(project["name"]), str(project["version"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, SpecError):
        raise UsageError(f"{path}: expected a pyproject.toml with a name and a version") from None


def replaced(text: str, version: Version, line: int | None = None) -> str:
    """Return the text of a file with the proposed version.

    Args:
        text: The text.
        version: The version.
        line: The line that has it; None: the first line that begins with ``version``.

    Raises:
        UsageError: The text does not have the version there.
    """
    lines = text.splitlines(keepends=True)
    starts = [index for index, each in enumerate(lines) if each.startswith("version")]
    index = line - 1 if line is not None else next(iter(starts), 0)
    parts = lines[index].split(version.after)
    if len(parts) != 2:  # noqa: PLR2004 - before and after it
        raise UsageError(f"{version.path}: write the version {version.proposed} yourself")
    lines[index] = version.proposed.join(parts)
    return "".join(lines)
