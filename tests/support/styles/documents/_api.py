"""A public list API: its document, and the server in its style."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import attrs
import httpx

import rollcall
from rollcall.http import serving
from rollcall.spec import Spec, read_spec
from tests.support.styles._server import StyleServer
from tests.support.styles._style import Style

__all__ = ["TOKEN", "PublicApi"]

TOKEN = "list-key:Styles/s3cret"  # noqa: S105 - it guards made-up rows of this process
"""The token of every API, which is a user and a password too."""


@cache
def _spec(path: Path) -> Spec:
    return read_spec(path)


@attrs.frozen(kw_only=True)
class PublicApi:
    """A public list API.

    Attributes:
        file: The name of its document in this folder.
        style: The server in its style.
        params: Parameters that every request carries, because only then the list is complete.
        parents: The parents that no operation lists, by path parameter.
    """

    file: str
    style: Style
    params: Mapping[str, str] = MappingProxyType({})
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def path(self) -> Path:
        """The path of the document."""
        return Path(__file__).with_name(f"{self.file}.yaml")

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return _spec(self.path)

    @property
    def token(self) -> str:
        """The token that the server requires."""
        return TOKEN if self.style.auth is not None else ""

    @property
    def base_url(self) -> str:
        """The base URL of the server in this process."""
        return f"http://api.test{urlsplit(self.spec.server).path}"

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        return StyleServer(self.style).respond(request)

    @contextmanager
    def serve(self) -> Iterator[rollcall.Target]:
        """Serve the API on a free loopback port until the context ends."""
        with serving(StyleServer(self.style).app) as origin:
            base_url = f"{origin}{urlsplit(self.spec.server).path}"
            yield rollcall.Target(base_url, self.token, parents=self.parents, params=self.params)
