"""Reads what an annotation must have."""

from collections.abc import Mapping
from typing import Any

from rollcall.spec._errors import SpecError

__all__ = ["need"]


def need(mapping: object, key: str, where: str) -> Any:  # noqa: ANN401 - JSON
    """Return the value of a key.

    Args:
        mapping: The annotation.
        key: The key.
        where: Where the annotation stands, for the message.

    Raises:
        SpecError: It is missing.
    """
    if not isinstance(mapping, Mapping) or key not in mapping:
        msg = f"{where}: {key} is missing"
        raise SpecError(msg)
    return mapping[key]
