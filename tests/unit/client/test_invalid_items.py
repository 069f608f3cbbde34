"""Items and pages that cannot be read: they end a list, or are skipped and told."""

import asyncio
import json
import logging
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.client.list_styles import STYLES, ListStyle, all_books

_ALL = all_books()


@pytest.fixture(scope="module", params=STYLES.items(), ids=lambda each: each[0])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ListStyle, ModuleType]:
    """Return a style, and its generated client."""
    name, style = request.param
    spec = tmp_path_factory.mktemp("invalid") / f"invalid_{name.replace(' ', '_')}.json"
    spec.write_text(json.dumps(style.document), encoding="utf-8")
    return style, import_client(spec)


def _server(
    style: ListStyle, change: Callable[[str], str]
) -> Callable[[httpx.Request], httpx.Response]:
    """Return a server whose bodies are changed as text."""

    def respond(request: httpx.Request) -> httpx.Response:
        body, headers = style.answer(dict(request.url.params))
        return httpx.Response(200, content=change(json.dumps(body)).encode(), headers=headers)

    return respond


def _without_identity(*names: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        for name in names:
            text = text.replace(f'{{"id": "{name}"}}', f'{{"id": 7, "was": "{name}"}}')
        return text

    return change


def _pager(
    package: ModuleType,
    server: Callable[[httpx.Request], httpx.Response],
    **options: object,
) -> Any:  # noqa: ANN401 - a pager of a package that the test generates
    http = httpx.Client(transport=httpx.MockTransport(server))
    return package.Client(http_client=http).books.list(**options)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_an_item_that_violates_its_schema_is_skipped(
    served: tuple[ListStyle, ModuleType], concurrency: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The others come, and the page and the log tell which one is missing, and why."""
    style, package = served
    caplog.set_level(logging.WARNING)
    server = _server(style, _without_identity("b01", "b07"))
    pager = _pager(package, server, concurrency=concurrency, on_invalid="skip")
    pages = [*pager.pages()]
    listed = [each.id for page in pages for each in page.items]
    assert listed == [each for each in _ALL if each not in {"b01", "b07"}]
    skipped = [each for page in pages for each in page.skipped]
    assert [(each.position, json.loads(each.content)) for each in skipped] == [
        (1, {"id": 7, "was": "b01"}),
        (2, {"id": 7, "was": "b07"}),
    ]
    at = "$" if style.fields is None else "$.books"
    assert [str(each) for each in skipped] == [
        f"{at}[1].id: expected str, got int",
        f"{at}[2].id: expected str, got int",
    ]
    assert [f"{at}[1].id" in caplog.text, f"{at}[2].id" in caplog.text] == [True, True]
    assert "skipped" in repr(pages[0])


def test_an_invalid_item_ends_the_list_by_default(served: tuple[ListStyle, ModuleType]) -> None:
    """Nothing is left out silently."""
    style, package = served
    with pytest.raises(package.SchemaError) as caught:
        list(_pager(package, _server(style, _without_identity("b01"))))
    assert caught.value.path.endswith("[1].id")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ('"b\\ud83d"', "half of a surrogate pair"),
        ('"b\x00"', "is not JSON"),
        (r'"b\x"', "is not JSON"),
        (r'"b", "\u12": "\""', "is not JSON"),
        ("tru", "is not JSON"),
        ("NaN", "is not JSON"),
        ("9" * 5000, "expected a smaller number"),
        ('"b07", "id": 7', "expected str, got int"),
        ('{"id": [[]]} ', "expected str, got object"),
    ],
)
def test_each_item_that_cannot_be_read_is_skipped(
    served: tuple[ListStyle, ModuleType], value: str, reason: str
) -> None:
    """The other items are read, whatever is in its JSON."""
    style, package = served
    server = _server(style, lambda text: text.replace('"b07"', value))
    pages = [*_pager(package, server, on_invalid="skip").pages()]
    assert [each.id for page in pages for each in page.items] == [
        each for each in _ALL if each != "b07"
    ]
    (skipped,) = (each for page in pages for each in page.skipped)
    assert reason in skipped.reason
    assert skipped.content == f'{{"id": {value}}}'.encode()
    with pytest.raises(package.DecodingError):
        list(_pager(package, server))


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_page_that_cannot_be_read_is_passed_over(
    served: tuple[ListStyle, ModuleType], concurrency: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The list goes on where pages are numbered, and ends where only a page leads to the next."""
    style, package = served
    server = _server(style, lambda text: "<html>" if "b07" in text else text)
    pager = _pager(package, server, concurrency=concurrency, on_invalid="skip")
    if style.pagination["style"] in {"cursor", "link"}:
        with pytest.raises(package.DecodingError):
            list(pager)
        return
    lost = {f"b{number:02}" for number in range(5, 10)}
    assert [each.id for each in pager] == [each for each in _ALL if each not in lost]
    (error,) = pager.passed_over
    assert error.content == b"<html>"
    assert "passed over" in caplog.text
    with pytest.raises(package.DecodingError):
        list(_pager(package, server, concurrency=concurrency))


def test_the_first_page_is_passed_over_if_the_next_one_is_known(
    served: tuple[ListStyle, ModuleType],
) -> None:
    """An offset needs the page size."""
    style, package = served
    server = _server(style, lambda text: "" if "b00" in text else text)
    pager = _pager(package, server, on_invalid="skip")
    if style.pagination["style"] in {"cursor", "link"}:
        with pytest.raises(package.DecodingError):
            list(pager)
    else:
        assert [each.id for each in pager] == _ALL[5:]


def test_a_list_whose_pages_cannot_be_read_ends(served: tuple[ListStyle, ModuleType]) -> None:
    """Without a total, nobody knows how many pages there are."""
    _, package = served
    sent: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(str(request.url))
        return httpx.Response(200, content=b"<html>")

    with pytest.raises(package.DecodingError):
        list(_pager(package, respond, on_invalid="skip"))
    assert len(sent) <= 2


def test_an_item_whose_field_leads_to_the_next_page_is_not_skipped(
    served: tuple[ListStyle, ModuleType],
) -> None:
    """If the last item of a page cannot be read, its token is not known."""
    style, package = served
    server = _server(style, _without_identity("b04"))
    pager = _pager(package, server, on_invalid="skip")
    if "field" in style.pagination.get("continuationToken", {}):
        with pytest.raises(package.SchemaError):
            list(pager)
    else:
        assert [each.id for each in pager] == [each for each in _ALL if each != "b04"]


def test_an_asynchronous_client_skips_what_cannot_be_read(
    served: tuple[ListStyle, ModuleType],
) -> None:
    """It skips the same items."""
    style, package = served
    server = _server(style, _without_identity("b07"))

    async def read() -> list[str]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(server)) as http:
            pager = package.AsyncClient(http_client=http).books.list(on_invalid="skip")
            return [each.id async for each in pager]

    assert asyncio.run(read()) == [each for each in _ALL if each != "b07"]


def test_another_reaction_is_refused(served: tuple[ListStyle, ModuleType]) -> None:
    """The message names the two there are."""
    style, package = served
    with pytest.raises(package.ArgumentError, match="on_invalid: expected 'raise' or 'skip'"):
        _pager(package, _server(style, str), on_invalid="ignore")
