"""Whether a schema admits a text, as far as its usual keywords say."""

import re
from collections.abc import Mapping
from typing import Any

from rollcall.laws._identity import is_uuid

__all__ = ["KNOWN_FORMATS", "admits", "restricts"]

KNOWN_FORMATS = frozenset({"uuid", "date", "date-time"})
"""The formats whose texts the laws can make up."""

_DIGITS = 4000
"""Python reads no number with many more."""


def admits(schema: Mapping[str, Any], text: str) -> bool:
    """Return whether a parameter may have this text as its value."""
    if schema.get("type") == "integer":
        if not re.fullmatch(f"-?[0-9]{{1,{_DIGITS}}}", text, re.ASCII):
            return False
        number = int(text)
        return bool(schema.get("minimum", number) <= number <= schema.get("maximum", number))
    if "enum" in schema:
        return text in schema["enum"]
    if schema.get("format") == "uuid" and not is_uuid(text):
        return False
    longest = schema.get("maxLength", len(text))
    if not schema.get("minLength", 0) <= len(text) <= longest:
        return False
    return re.search(schema.get("pattern", ""), text) is not None


def restricts(schema: Mapping[str, Any]) -> bool:
    """Return whether there are texts that a path parameter may not have as its value.

    That it may not be empty restricts nothing: an empty text is no part of a path.
    """
    keywords = {"enum", "maxLength", "pattern"}
    is_typed = str(schema.get("type")) in {"integer", "boolean"}
    is_long = schema.get("minLength", 0) > 1
    is_formed = schema.get("format") == "uuid" or bool(keywords & schema.keys())
    return is_typed or is_long or is_formed
