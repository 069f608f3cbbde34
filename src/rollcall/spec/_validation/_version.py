"""Checks the version of the annotations that a document states (``x-rollcall``)."""

from rollcall.spec._problems import Problems
from rollcall.spec._rules import problems_of, rules_of
from rollcall.spec._source import Location, Source

__all__ = ["check_version", "newer_version"]

_KEY = "x-rollcall"


def check_version(problems: Problems) -> None:
    """Check that a document states no other major version than that of the schema."""
    stated = _stated(problems.source)
    if stated is not None and stated[0] != _known()[0]:
        problems.add((_KEY,), f"{_told(stated)}; Rollcall reads version {_known()[0]}")


def newer_version(source: Source) -> tuple[Location, str] | None:
    """Return the place of a newer minor version, and what it means; None if there is none.

    Unknown words of a newer version are ignored, as any other extension; unknown keys are errors.
    """
    stated = _stated(source)
    if stated is None or stated[:2] <= _known()[:2]:
        return None
    known = ".".join(map(str, _known()))
    return (_KEY,), f"{_told(stated)}; Rollcall reads {known}, and ignores later words"


def _stated(source: Source) -> tuple[int, ...] | None:
    """Return the version that a document states; None if it states none, or a malformed one."""
    value, rules = source.get((_KEY,)), rules_of("annotations")
    if value is None or any(problems_of(rules["$defs"]["version"], value)):
        return None
    return _parsed(value)


def _known() -> tuple[int, ...]:
    """Return the version of the schema: the last part of its ``$id``."""
    return _parsed(str(rules_of("annotations")["$id"]).rpartition(":")[2])


def _parsed(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _told(version: tuple[int, ...]) -> str:
    return f"the annotations have the version {'.'.join(map(str, version))}"
