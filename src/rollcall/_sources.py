"""Read a spec from a file, a URL or an ASGI application."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs

from rollcall.http import fetch, fetch_from_app
from rollcall.spec import Spec, parse_text, read_spec

__all__ = ["from_asgi", "from_path", "from_url"]


def from_path(path: str | Path) -> Spec:
    """Read a spec from a file, OpenAPI 3 in YAML or JSON.

    Raises:
        SpecError: The file cannot be read; the message has the line and the reason.
    """
    return read_spec(Path(path))


def from_url(url: str) -> Spec:
    """Fetch a spec over HTTP, in YAML or JSON.

    Raises:
        SpecError: The spec cannot be fetched or read; the message has the reason.
    """
    return attrs.evolve(parse_text(_name(url), fetch(url), url, fetch), address=url)


def from_asgi(path: str, app: Any) -> Spec:  # noqa: ANN401 - an ASGI application
    """Read a spec from an ASGI application in this process.

    A run of this spec without a target serves the application on a loopback port.

    Args:
        path: The path of the document, such as ``/openapi.json``.
        app: The application.

    Raises:
        SpecError: The application serves no spec at this path, or it cannot be read.
    """

    def read(path: str) -> str:
        return fetch_from_app(path, app)

    return attrs.evolve(parse_text(_name(path), read(path), path, read), app=app)


def _name(address: str) -> Path:
    """Return the file name of a document, which names its generated client."""
    return Path(Path(urlsplit(address).path).name or "openapi")
