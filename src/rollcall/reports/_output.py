"""Writes reports to files, without the secrets."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs

from rollcall.http._redact import Redactor
from rollcall.reports._mutation import MutationReport, mutation_to_json

__all__ = ["redacted", "write_mutation_report"]

T = TypeVar("T")


def write_mutation_report(
    report: MutationReport, redactor: Redactor, json: Path | None = None
) -> list[Path]:
    """Write the report of a mutation run to the files that are asked for, and return these.

    Raises:
        OSError: A file cannot be written.
    """
    clean = redacted(report, redactor)
    return _write_files({json: mutation_to_json(clean)} if json else {})


def _write_files(texts: Mapping[Path, str]) -> list[Path]:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        # A server may send half of a surrogate pair.
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return [*texts]


def redacted(value: T, redactor: Redactor) -> T:
    """Return a value in which no text, key or attribute holds a secret."""
    return cast("T", _redacted(value, redactor))


def _redacted(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - of any shape
    match value:
        case str():
            return redactor.text(value)
        case Mapping():
            return {_redacted(key, redactor): _redacted(value[key], redactor) for key in value}
        case tuple() | list():
            return type(value)(_redacted(each, redactor) for each in value)
        case _ if attrs.has(type(value)):
            names = [each.name for each in attrs.fields(type(value)) if each.init]
            changes = {name: _redacted(getattr(value, name), redactor) for name in names}
            return attrs.evolve(value, **changes)
    return value
