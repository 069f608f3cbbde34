"""Reads and writes the file of known causes: ``--baseline FILE``."""

import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import Any

import attrs

from rollcall.config import PROFILES, Config
from rollcall.runs._causes import Cause
from rollcall.spec import UsageError

__all__ = ["KnownCause", "read_known", "write_known"]

_HEAD = """\
# The known causes of rollcall check: a run fails only if it finds another one.
# `rollcall check --update-baseline` adds and removes causes. It keeps each reason, and no comment.
"""


@attrs.frozen
class KnownCause:
    """A cause that an earlier run found.

    Attributes:
        id: The id of the cause.
        title: The defect, in one line, as it was found first.
        operation: The operationId; empty: the whole server.
        law: The law of the violation that shows it best.
        subject: The subject of that law.
        channel: The channel through which that law was checked.
        first_seen: The day of the run that found it first.
        reason: The reason why it is not corrected yet, by a person.
        profile: The profile of the run that found it first: one that tries less may not find it.
            Empty: any run finds it.
    """

    id: str
    title: str
    operation: str
    law: str
    subject: str
    channel: str
    first_seen: date
    reason: str = ""
    profile: str = ""

    @classmethod
    def of(cls, cause: Cause, day: date, profile: str) -> "KnownCause":
        """Return a cause as known since a day, on which a run with a profile found it."""
        best = cause.violations[0]
        place = cause.operation, best.law, best.subject, best.channel
        return cls(cause.id, cause.title, *place, first_seen=day, profile=profile)


def read_known(config: Config) -> Mapping[str, KnownCause]:
    """Read the file of known causes, and return them by their ids.

    A file that the run will write need not exist.

    Raises:
        UsageError: The file cannot be read; the message names each wrong value.
    """
    path = config.baseline
    if path is None:
        return MappingProxyType({})
    if config.update_baseline and not os.access(path.absolute().parent, os.W_OK):
        raise UsageError(f"{path}: {path.absolute().parent} is not a writable folder")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if config.update_baseline:
            return MappingProxyType({})
        raise UsageError(f"{path}: no such file; --update-baseline writes it") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    problems = [each for name, value in content.items() for each in _problems(name, value)]
    if problems:
        raise UsageError("\n".join(f"{path}: {each}" for each in problems))
    return MappingProxyType({name: KnownCause(name, **value) for name, value in content.items()})


def _problems(name: str, value: object) -> Iterator[str]:
    """Yield what is wrong with the table of a cause."""
    if not isinstance(value, dict):
        yield f"{name}: expected a table such as [{_text('the id of a cause')}]"
        return
    fields = {each.name: each for each in attrs.fields(KnownCause) if each.name != "id"}
    for key in value.keys() - fields.keys():
        yield f"[{_text(name)}]: unknown key {key}; the keys are {', '.join(fields)}"
    for key, field in fields.items():
        if key not in value:
            if field.default is attrs.NOTHING:
                yield f"[{_text(name)}]: {key} is missing"
        elif not isinstance(value[key], field.type or object) or isinstance(value[key], datetime):
            expected = "a date such as 2026-01-31" if field.type is date else "a text"
            yield f"[{_text(name)}]: {key}: expected {expected}, got {value[key]!r}"
    if isinstance(profile := value.get("profile", ""), str) and profile not in {"", *PROFILES}:
        known = ", ".join(PROFILES)
        yield f"[{_text(name)}]: profile: expected one of {known}, got {profile!r}"


def write_known(path: Path, causes: Iterable[KnownCause]) -> None:
    """Write the file of known causes, sorted by their ids, in one step.

    Raises:
        OSError: The file cannot be written; it is unchanged.
    """
    text = "\n".join([_HEAD, *(_table(each) for each in sorted(causes, key=lambda each: each.id))])
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        new = Path(file.name)
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            new.chmod(path.stat().st_mode if path.exists() else 0o644)
            new.replace(path)
        except BaseException:
            new.unlink()
            raise


def _table(cause: KnownCause) -> str:
    values = attrs.asdict(cause)
    lines = [f"{name} = {_value(value)}" for name, value in values.items() if name != "id"]
    return "\n".join([f"[{_text(cause.id)}]", *lines, ""])


def _value(value: Any) -> str:  # noqa: ANN401 - a text or a date
    return value.isoformat() if isinstance(value, date) else _text(value)


def _text(value: str) -> str:
    r"""Return a TOML string. JSON differs: it leaves U+007F, and admits lone surrogates."""
    clean = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
