"""Read a spec from a file, a URL or an application."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import attrs

from rollcall.config import Config
from rollcall.http import fetch, fetch_from_app
from rollcall.spec import Overlay, Spec, SpecError, parse_text, read_file, read_spec

__all__ = [
    "Overlays",
    "address_of",
    "from_any",
    "from_asgi",
    "from_path",
    "from_url",
    "from_wsgi",
    "read_overlays",
]

Overlays = Iterable[str | Path] | str | Path | None
"""OpenAPI Overlays, files or URLs; None: those of ``[tool.rollcall]`` and the environment."""


def from_path(path: str | Path, *, overlays: Overlays = None) -> Spec:
    """Read a spec from a file, OpenAPI 3 in YAML or JSON.

    Args:
        path: The file.
        overlays: The overlays to apply to it, files or URLs; None: those of ``[tool.rollcall]``
            and of ROLLCALL_OVERLAYS.

    Raises:
        SpecError: A file cannot be read; the message has the line and the reason.
    """
    return read_spec(Path(path), read_overlays(overlays))


def from_url(url: str, *, overlays: Overlays = None) -> Spec:
    """Fetch a spec over HTTP, in YAML or JSON.

    Args:
        url: The address of the document.
        overlays: The overlays to apply to it, as for ``from_path``.

    Raises:
        SpecError: The spec cannot be fetched or read; the message has the reason.
    """
    spec = parse_text(_name(url), fetch(url), url, fetch, read_overlays(overlays))
    return attrs.evolve(spec, address=url)


def from_asgi(path: str, app: Any, *, overlays: Overlays = None) -> Spec:  # noqa: ANN401 - an ASGI application
    """Read a spec from an ASGI application in this process.

    A run of this spec without a target serves the application on a loopback port.

    Args:
        path: The path of the document, such as ``/openapi.json``.
        app: The application.
        overlays: The overlays to apply to the document, as for ``from_path``.

    Raises:
        SpecError: The application serves no spec at this path, or it cannot be read.
    """

    def read(path: str) -> str:
        return fetch_from_app(path, app)

    spec = parse_text(_name(path), read(path), path, read, read_overlays(overlays))
    return attrs.evolve(spec, app=app)


def from_wsgi(path: str, app: Any, *, overlays: Overlays = None) -> Spec:  # noqa: ANN401 - a WSGI application
    """Read a spec from a WSGI application in this process; see ``from_asgi``.

    A run of this spec without a target calls the application without a socket.
    """
    return from_asgi(path, app, overlays=overlays)


def from_any(
    place: str | Path,
    app: Any = None,  # noqa: ANN401 - an application
    overlays: Overlays = None,
) -> Spec:
    """Read a spec from a file, a URL, or a path of an application, which a run then checks."""
    if app is not None and not Path(place).is_file():
        return from_asgi(str(place), app, overlays=overlays)
    is_url = "://" in str(place)
    spec = (from_url if is_url else from_path)(str(place), overlays=overlays)
    return attrs.evolve(spec, app=app)


def address_of(place: str | Path, server: str) -> str | Path:
    """Return the place of a document, which may be a path of a server, such as /openapi.json."""
    is_path = str(place).startswith("/") and not Path(place).is_file()
    return urljoin(server, str(place)) if is_path else place


def read_overlays(overlays: Overlays) -> tuple[Overlay, ...]:
    """Read the files of overlays.

    Args:
        overlays: Files or URLs; None: those of ``[tool.rollcall]`` and of ROLLCALL_OVERLAYS.

    Raises:
        SpecError: Files cannot be read; the message has all of them.
    """
    if overlays is None:
        overlays = Config.load().overlays
    elif isinstance(overlays, str | Path):
        overlays = [overlays]
    found: list[Overlay] = []
    problems: list[SpecError] = []
    for address in map(str, overlays):
        try:
            text = fetch(address) if "://" in address else read_file(address)
            found.append(Overlay(address, text))
        except SpecError as problem:
            problems.append(problem)
    if problems:
        raise SpecError.of(problems)
    return tuple(found)


def _name(address: str) -> Path:
    """Return the file name of a document, which names its generated client."""
    return Path(Path(urlsplit(address).path).name or "openapi")
