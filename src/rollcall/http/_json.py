"""Reads JSON that a server sent, whatever it is."""

import json
from typing import Any

__all__ = ["read_json"]


def read_json(content: bytes) -> Any:  # noqa: ANN401 - JSON
    """Return the value of a JSON text; None where it is none, or nested too deep to be read."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
