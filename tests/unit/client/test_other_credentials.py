"""Credentials that neither package has, and the client's second name."""

import base64
from pathlib import Path

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import build, write

_SCHEME = "/components/securitySchemes/bearer"


def _credentials(client: type, *arguments: str, **options: str) -> str:
    """Return the decoded header that a client sends."""
    received: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        received.append(request.headers["authorization"])
        return httpx.Response(418)

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        made = client(*arguments, http_client=http, retries=0, **options)
        with pytest.raises(Exception, match="418"):
            made.shelves.list().first()
    scheme, _, encoded = received[0].partition(" ")
    assert scheme == "Basic"
    return base64.b64decode(encoded).decode()


def test_without_names_there_is_a_username_and_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without names in the document, the arguments are ``username`` and ``password``."""
    package = import_client(write(tmp_path / "reading_room.yaml", {f"{_SCHEME}/scheme": "basic"}))
    assert _credentials(package.Client, "ann", "pass word:é") == "ann:pass word:é"
    assert _credentials(package.Client, password="b", username="a") == "a:b"  # noqa: S106 - made up
    monkeypatch.setenv("READING_USERNAME", "bob")
    with pytest.raises(package.ArgumentError, match=r"^password: READING_USERNAME is set"):
        package.Client()
    monkeypatch.setenv("READING_PASSWORD", "word")
    assert _credentials(package.Client) == "bob:word"


def test_a_pair_that_is_named(tmp_path: Path) -> None:
    """The document names the arguments; one pair is enough."""
    names = [{"user": "reader_id", "password": "pin"}]
    changes: dict[str, object] = {
        f"{_SCHEME}/scheme": "Basic",
        f"{_SCHEME}/x-credentials": names,
    }
    package = import_client(write(tmp_path / "desk.yaml", changes))
    assert _credentials(package.Client, reader_id="7", pin="1234") == "7:1234"
    with pytest.raises(package.ArgumentError, match=r"^pin: reader_id was passed without pin"):
        package.Client("7")
    with pytest.raises(TypeError):
        package.Client(api_key="key")


def test_the_second_name_of_a_client(tmp_path: Path) -> None:
    """It is the first word of the package's name, unless a class of the API has that name."""
    package = import_client(write(tmp_path / "reading_room.yaml", {}))
    assert (package.Reading, package.AsyncReading) == (package.Client, package.AsyncClient)
    assert {"Reading", "AsyncReading"} <= set(package.__all__)
    package = import_client(write(tmp_path / "shelf.yaml", {}))
    assert package.Shelf is not package.Client
    assert "AsyncShelf" not in package.__all__


def test_a_package_without_pairs_has_no_module_for_them(tmp_path: Path) -> None:
    """The credential of this spec is a single key."""
    assert not (build(write(tmp_path / "desk.yaml"), tmp_path) / "_pairs.py").exists()
