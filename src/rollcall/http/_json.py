"""Reads any body that should be JSON."""

import json
from typing import Any

__all__ = ["read_json"]


def read_json(content: bytes) -> Any:  # noqa: ANN401 - JSON
    """Return the value of a JSON text; None if it is invalid or nested too deeply."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
