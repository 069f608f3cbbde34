"""Credentials in the query and in cookies, optional ones, and operations without one."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import GET_BOOKS, GET_SHELVES, REMOVED, write

_SCHEMES = "/components/securitySchemes"
_KEY = "s3cret/key+1"
_WRITTEN = "s3cret%2Fkey%2B1"
_ITEM = {"label": "oak", "created_at": "2021-04-16T09:46:20Z"}
_SHELF = "7b61621f-62e0-4aad-ab11-000000000001"
_QUERY = {"type": "apiKey", "in": "query", "name": "access token"}
_COOKIE = {"type": "apiKey", "in": "cookie", "name": "session"}
_NUMBERS = {"page": 1, "pages": 1, "total": 2}


def _package(folder: Path, scheme: object, **more: object) -> ModuleType:
    """Generate a client whose lists have one scheme, and whose shelves are linked."""
    changes: dict[str, object] = {
        f"{_SCHEMES}/bearer": scheme,
        f"{GET_SHELVES}/x-list/pagination": {"style": "link", "next": "/meta/next"},
        f"{GET_SHELVES}/parameters/3": REMOVED,
        "/components/schemas/Position/properties/next": {"type": ["string", "null"]},
        **more,
    }
    return import_client(write(folder / "places.yaml", changes))


def _pages(links: Sequence[str | None]) -> tuple[list[httpx.Request], httpx.MockTransport]:
    """Return a server with one item a page and these links, and the requests to it as received."""
    received: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        number = len(received)
        url = httpx.URL(scheme="https", host=request.url.host, raw_path=request.url.raw_path)
        received.append(httpx.Request("GET", url, headers=request.headers))
        item = {**_ITEM, "id": f"{_SHELF[:-1]}{number}"}
        meta = {**_NUMBERS, "next": links[number]}
        return httpx.Response(200, json={"shelves": [item], "meta": meta})

    return received, httpx.MockTransport(respond)


def _refuse(request: httpx.Request) -> httpx.Response:
    location = f"https://elsewhere.example/?{request.url.query.decode()}"
    return httpx.Response(302, headers={"location": location}, text=f"no {_KEY}")


def _break(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError(f"cannot reach {request.url.raw_path.decode()}")


def test_a_key_in_the_query(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each request carries it once, whatever key a link has; nothing that is kept shows it."""
    package = _package(tmp_path, _QUERY)
    links = ["/v1/shelves?access+token=masked&from=2", "/v1/shelves?from=3", None]
    received, transport = _pages(links)
    caplog.set_level(logging.DEBUG)
    with httpx.Client(transport=transport) as http:
        pages = [*package.Client(_KEY, http_client=http).shelves.list(size=1).pages()]
    queries = [request.url.query.decode() for request in received]
    key = f"access%20token={_WRITTEN}"
    assert queries == [f"size=1&{key}", f"from=2&{key}", f"from=3&{key}"]
    kept = [page.response.request.url for page in pages]
    assert [each.query for each in kept] == [b"size=1", b"from=2", b"from=3"]
    assert "access%20token=[redacted]" in caplog.text
    assert not {_KEY, _WRITTEN} & {*caplog.text.replace('"', " ").replace("=", " ").split()}
    assert _KEY not in caplog.text
    assert _WRITTEN not in caplog.text


def test_a_link_with_the_key_leads_back(tmp_path: Path) -> None:
    """A page that was read is recognised although the link to it has a key."""
    package = _package(tmp_path, _QUERY)
    _, transport = _pages([f"/v1/shelves?access%20token={_WRITTEN}", None])
    with httpx.Client(transport=transport) as http:
        shelves = package.Client(_KEY, http_client=http).shelves.list()
        with pytest.raises(package.PagingError, match="leads back to a page"):
            list(shelves)


def test_a_link_to_another_origin_is_not_followed(tmp_path: Path) -> None:
    """The error does not show the key in the link."""
    package = _package(tmp_path, _QUERY)
    received, transport = _pages([f"https://other.example/?a={_WRITTEN}"])
    with httpx.Client(transport=transport) as http:
        shelves = package.Client(_KEY, http_client=http).shelves.list()
        with pytest.raises(package.PagingError, match="another origin") as raised:
            list(shelves)
    assert len(received) == 1
    assert _WRITTEN not in str(raised.value)


@pytest.mark.parametrize("respond", [_refuse, _break])
@pytest.mark.parametrize("is_async", [False, True])
def test_errors_do_not_show_a_key_in_the_query(
    tmp_path: Path, respond: Callable[[httpx.Request], httpx.Response], *, is_async: bool
) -> None:
    """A redirect is not followed; a broken connection may name the address."""
    package = _package(tmp_path, _QUERY)
    transport = httpx.MockTransport(respond)

    async def first() -> object:
        async with httpx.AsyncClient(transport=transport) as http:
            client = package.AsyncClient(_KEY, http_client=http, retries=0)
            return await client.shelves.list().first()

    with httpx.Client(transport=transport) as http:
        shelves = package.Client(_KEY, http_client=http, retries=0).shelves.list()
        with pytest.raises(package.RequestError) as raised:
            asyncio.run(first()) if is_async else shelves.first()
    shown = f"{raised.value} {raised.value.url} {raised.value!r}"
    assert "[redacted]" in shown
    assert _KEY not in shown
    assert _WRITTEN not in shown


def test_a_key_in_a_cookie(tmp_path: Path) -> None:
    """Other cookies stay, and the response keeps them without the key."""
    package = _package(tmp_path, _COOKIE)
    received, transport = _pages([None])
    with httpx.Client(transport=transport, cookies={"seen": "1", "session": "old"}) as http:
        (page,) = package.Client(_KEY, http_client=http).shelves.list().pages()
    assert received[0].headers["cookie"] == f"seen=1; session={_KEY}"
    assert page.response.request.headers["cookie"] == "seen=1"
    with pytest.raises(package.ArgumentError, match=r"^api_key: .* no cookie may") as raised:
        package.Client("two;cookies")
    assert "two;" not in str(raised.value)


def test_the_place_of_the_key_is_the_clients_own(tmp_path: Path) -> None:
    """It cannot be given twice."""
    package = _package(tmp_path, _QUERY)
    with pytest.raises(package.ArgumentError, match=r"^params: access token is set by the client"):
        package.Client(_KEY, params={"access token": "other"})
    assert package.Client(_KEY, headers={"authorization": "Basic b3RoZXI="})
    shelves = package.Client(_KEY).shelves
    with pytest.raises(package.ArgumentError, match=r"^extra_query: access token is set by"):
        shelves.list(extra_query={"access token": "other"})


def test_an_optional_key_may_be_left_out(tmp_path: Path) -> None:
    """Without it, requests carry none; an operation without security never carries it."""
    security: dict[str, object] = {
        f"{GET_SHELVES}/security": [{"bearer": []}, {}],
        f"{GET_BOOKS}/security": [],
    }
    package = _package(tmp_path, _QUERY, **security)
    received, transport = _pages([None, None, None])
    with httpx.Client(transport=transport) as http:
        for arguments in ((), (_KEY,)):
            assert package.Client(*arguments, http_client=http).shelves.list().first()
        with pytest.raises(package.SchemaError):
            package.Client(_KEY, http_client=http).shelves.books.list(_SHELF).first()
    has_key = [b"token" in request.url.query for request in received]
    assert has_key == [False, True, False]
    assert "It may be left out." in " ".join(package.Client.__doc__.split())


def test_optional_pairs_may_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of another kind in the environment is no pair."""
    monkeypatch.setenv("PLACES_API_KEY", _KEY)
    optional: list[dict[str, list[str]]] = [{"bearer": []}, {}]
    security = {f"{GET_SHELVES}/security": optional, f"{GET_BOOKS}/security": optional}
    package = _package(tmp_path, {"type": "http", "scheme": "basic"}, **security)
    received, transport = _pages([None, None])
    with httpx.Client(transport=transport) as http:
        for arguments in ((), ("ann", "word")):
            assert package.Client(*arguments, http_client=http).shelves.list().first()
    assert ["authorization" in request.headers for request in received] == [False, True]


def test_the_docstring_names_the_place_and_the_alternatives(tmp_path: Path) -> None:
    """Of several schemes that suffice alone, the client sends one for as many lists as it can."""
    security = {
        f"{_SCHEMES}/oauth": {"type": "oauth2", "flows": {}},
        f"{_SCHEMES}/unused": {"type": "http", "scheme": "digest"},
        f"{GET_SHELVES}/security": [{"bearer": []}, {"oauth": ["read"]}],
        f"{GET_BOOKS}/security": [{"oauth": []}],
    }
    package = _package(tmp_path, _COOKIE, **security)
    words = " ".join(package.Client.__doc__.split())
    assert "sent in the header ``authorization`` as a bearer token, to the origin" in words
    assert "The API also admits ``bearer``, which the client does not send." in words
    assert "unused" not in words
