"""Writes the reports of the old mutation commands: to be deleted with them."""

from pathlib import Path
from typing import Any

from rollcall.http._redact import Redactor

__all__ = ["redacted", "write_text"]


def write_text(path: Path, text: str) -> None:
    """Write a file, and the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def redacted(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - JSON
    """Return JSON without the token, in its keys and in its values."""
    match value:
        case str():
            return redactor.text(value)
        case list():
            return [redacted(each, redactor) for each in value]
        case dict():
            return {redactor.text(key): redacted(each, redactor) for key, each in value.items()}
    return value
