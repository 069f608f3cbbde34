"""A client of each style of paging reads the whole list, and finds what is wrong with it."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import read_spec
from tests.support.client.generated import import_client
from tests.support.client.list_styles import (
    STYLES,
    Answer,
    ListStyle,
    Values,
    all_books,
    listed,
    transport,
)
from tests.support.specs import build


@pytest.fixture(scope="module", params=STYLES.items(), ids=lambda each: each[0])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ListStyle, ModuleType]:
    """Return a style, and its generated client."""
    name, style = request.param
    spec = tmp_path_factory.mktemp("styles") / f"{name.replace(' ', '_')}.json"
    spec.write_text(json.dumps(style.document), encoding="utf-8")
    return style, import_client(spec)


@pytest.mark.parametrize("name", STYLES)
def test_a_client_passes_each_check(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests, pages, limits, contradictions and errors are checked without a server."""
    # A package is imported once, by its name.
    path = tmp_path / f"checked_{name.replace(' ', '_')}.json"
    path.write_text(json.dumps(STYLES[name].document), encoding="utf-8")
    build(path, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    spec, results = read_spec(path), Results()
    for check in checks(spec):
        if not check.needs_target:
            check.run(CheckContext(spec, results, seed=1, examples=5))
    assert not [f"{each.law}: {each.title}" for each in results.violations.values()]
    assert sum(results.ran.values())


_ALL = all_books()


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_client_reads_the_whole_list(
    served: tuple[ListStyle, ModuleType], concurrency: int
) -> None:
    """Each book comes once and in its order, with and without prefetch."""
    style, package = served
    found, _ = listed(package, style.answer, concurrency=concurrency)
    assert found == _ALL


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_server_may_cut_pages(served: tuple[ListStyle, ModuleType], concurrency: int) -> None:
    """Where the spec has no largest page size, a short page does not end the list."""
    style, package = served

    def cut(values: Values) -> Answer:
        return style.answer({**values, "limit": str(min(3, int(values.get("limit", 5))))})

    has_size = any(each["name"] == "limit" for each in style.parameters)
    for sizes in [{}, {"limit_": 20}] if has_size else [{}]:
        assert listed(package, cut, concurrency=concurrency, **sizes)[0] == _ALL


def test_an_asynchronous_client_reads_the_whole_list(served: tuple[ListStyle, ModuleType]) -> None:
    """It follows the same pages."""
    style, package = served

    async def read() -> list[str]:
        async with httpx.AsyncClient(transport=transport(style.answer)) as http:
            pager = package.AsyncClient(http_client=http).books.list(concurrency=3)
            return [each.id async for each in pager]

    assert asyncio.run(read()) == _ALL


def test_a_limit_saves_requests(served: tuple[ListStyle, ModuleType]) -> None:
    """No page is requested that the limit does not need."""
    style, package = served
    for limit, most in ((0, 0), (3, 1), (5, 1), (7, 2)):
        found, sent = listed(package, style.answer, limit=limit, concurrency=4)
        assert found == _ALL[:limit]
        assert len(sent) <= most


def test_a_list_of_whole_pages_ends(served: tuple[ListStyle, ModuleType]) -> None:
    """The last page may be full."""
    style, package = served
    sizes = {"limit_": 1} if any(each["name"] == "limit" for each in style.parameters) else {}
    found, _ = listed(package, style.answer, **sizes)
    assert found == _ALL


def _with(answer: Callable[[Values], Answer], **fields: object) -> Callable[[Values], Answer]:
    def changed(values: Values) -> Answer:
        body, headers = answer(values)
        assert isinstance(body, dict)
        return {**body, **fields}, headers

    return changed


@pytest.mark.parametrize(
    ("name", "answer", "problem"),
    [
        (
            "offset",
            _with(STYLES["offset"].answer, offset=0),
            "offset 5 was requested, but the",
        ),
        (
            "offset",
            _with(STYLES["offset"].answer, total=17),
            "offset 15 of 17 items at 5 a page should have 2",
        ),
        (
            "cursor",
            _with(STYLES["cursor"].answer, next="t5"),
            "leads back to a page that was read already",
        ),
        (
            "cursor",
            _with(STYLES["cursor"].answer, books=[]),
            "the page is empty, but has the token",
        ),
        (
            "cursor of the last item",
            _with(STYLES["cursor of the last item"].answer, more=True),
            "though more follow",
        ),
    ],
)
def test_a_wrong_page_is_an_error(
    name: str, answer: Callable[[Values], Answer], problem: str, tmp_path: Path
) -> None:
    """Its message says what is wrong."""
    spec = tmp_path / "wrong.json"
    spec.write_text(json.dumps(STYLES[name].document), encoding="utf-8")
    package = import_client(spec)
    with pytest.raises(package.PagingError, match=problem):
        listed(package, answer)


def test_a_caller_continues_from_a_token(tmp_path: Path) -> None:
    """The parameter of the token is an argument, and replaces the first page."""
    spec = tmp_path / "continued.json"
    spec.write_text(json.dumps(STYLES["cursor"].document), encoding="utf-8")
    found, sent = listed(import_client(spec), STYLES["cursor"].answer, after="t7")
    assert found == _ALL[7:]
    assert sent[0] == {"after": "t7"}
