# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Secrets, and what is shown in their place."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

__all__ = ["REDACTED", "redact", "secrets_in"]

REDACTED: Final = "[redacted]"

_TELLING = re.compile(r"auth|cookie|credential|key|passw|secret|signature|token", re.IGNORECASE)


def secrets_in(*named: Mapping[str, str]) -> Iterator[str]:
    """Give the values of headers and parameters whose names say that they are secret."""
    for values in named:
        yield from (value for name, value in values.items() if value and _TELLING.search(name))


def redact(text: str, secrets: Iterable[str]) -> str:
    """Replace secrets in a text, as they are and as JSON and addresses write them."""
    for secret in secrets:
        for spelling in (
            secret,
            json.dumps(secret)[1:-1],
            quote(secret, safe=""),
            quote(secret),
            quote_plus(secret),
        ):
            text = text.replace(spelling, REDACTED)
    return text
