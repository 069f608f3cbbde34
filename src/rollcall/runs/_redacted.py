"""Redacts the token in reports and events."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from rollcall.config import Config
from rollcall.http import Redactor
from rollcall.runs._units import Unit

__all__ = ["redacted"]

_Value = TypeVar("_Value")


def redacted(value: _Value, redactor: Redactor) -> _Value:
    """Return a copy of a value with the token redacted in every text, at any depth."""
    found: Any = _redacted(value, redactor)
    return found  # type: ignore[no-any-return]


def _redacted(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - any plain value
    match value:
        case Config() | Unit():
            return value
        case str():
            return redactor.text(value)
        case tuple() | list():
            return type(value)(_redacted(each, redactor) for each in value)
        case Mapping():
            pairs = {
                _redacted(key, redactor): _redacted(each, redactor) for key, each in value.items()
            }
            return MappingProxyType(pairs)
    if attrs.has(type(value)):
        names = [each.name for each in attrs.fields(type(value))]
        fields = {each: _redacted(getattr(value, each), redactor) for each in names}
        return attrs.evolve(value, **fields)
    return value
