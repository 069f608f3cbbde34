"""The documentation site: it builds without a warning, and needs no other host."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from rollcall.laws import registered
from tests.support.reports._browser import started

_ROOT = Path(__file__).parents[3]
_ASSETS = {("script", "src"), ("img", "src"), ("link", "href"), ("source", "src")}
_LINKS = {("a", "href"), ("form", "action")}


class _Page(HTMLParser):
    """The addresses and the anchors of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.assets: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the addresses and the anchor of an element."""
        for name, value in attrs:
            if (tag, name) in _ASSETS:
                self.assets.append(value or "")
            elif (tag, name) in _LINKS:
                self.links.append(value or "")
            elif name == "id":
                self.anchors.add(value or "")

    def targets(self) -> Iterator[tuple[Path, str]]:
        """Yield the file and the fragment that each link within the site leads to."""
        for parts in map(urlsplit, self.links):
            if not parts.scheme and not parts.netloc and (parts.path or parts.fragment):
                path = self.path.parent / unquote(parts.path) if parts.path else self.path
                yield path.resolve(), unquote(parts.fragment)


class _Site:
    """A site that was built."""

    def __init__(self, folder: Path, printed: str) -> None:
        self.folder = folder
        self.printed = printed

    @cached_property
    def pages(self) -> dict[Path, _Page]:
        """The pages by their files."""
        return {path.resolve(): _Page(path) for path in self.folder.rglob("*.html")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> _Site:
    """Build the site once."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run(
        [sys.executable, "scripts/build_site.py", "--output", folder],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return _Site(folder, done.stdout)


def test_the_openapi_pages_are_there_or_the_reason_is_printed(site: _Site) -> None:
    """Without Node, the build says that it leaves them out."""
    found = [each.name for each in (site.folder / "openapi").glob("*-video.html")]
    assert len(found) == 2 or "skipped, for they need Node" in site.printed


def test_no_asset_is_on_another_host(site: _Site) -> None:
    """Scripts, styles, fonts and images are files of the site."""
    assert len(site.pages) > 30
    for page in site.pages.values():
        for asset in page.assets:
            path = page.path.parent / urlsplit(asset).path
            assert asset.startswith("data:") or path.exists(), f"{page.path}: {asset}"
    for style in site.folder.rglob("*.css"):
        text = style.read_text("utf-8")
        for address in re.findall(r"""url\(["']?([^"')]+)|@import ["']([^"']+)""", text):
            assert not re.match(r"(https?:)?//", "".join(address)), f"{style}: {address}"


def test_every_page_is_reachable(site: _Site) -> None:
    """Links lead from the first page to each other page, and to an anchor that exists."""
    seen: set[Path] = set()
    waiting = [(site.folder / "index.html").resolve()]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            for target, fragment in site.pages[path].targets():
                assert target.exists(), f"{path}: {target}"
                if target in site.pages:
                    anchors = site.pages[target].anchors | {""}
                    assert fragment in anchors, f"{path}: {target}#{fragment}"
                    waiting.append(target)
    assert seen == set(site.pages)


def test_each_law_has_an_anchor_and_is_found(site: _Site) -> None:
    """The index of the search has the name of each law."""
    laws = site.pages[(site.folder / "docs" / "reference" / "laws.html").resolve()]
    index = (site.folder / "searchindex.js").read_text("utf-8")
    for law in registered():
        assert law.id.replace(".", "-").replace("_", "-") in laws.anchors
        assert f'"{law.id}"' in index


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run one browser for the tests of this module."""
    with started() as running:
        yield running


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("search.html?q=partition", "page.partition"),
        ("docs/reference/laws.html#filter-sound", "Every listed item matches the filter."),
        ("docs/reference/cli.html", "--require-witnesses"),
        ("openapi/telnyx-video.html", "/rooms/{room_id}/sessions"),
    ],
)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_from_disk_works(
    site: _Site, browser: Browser, address: str, shown: str, width: int
) -> None:
    """It requests files alone, logs nothing, and is not wider than its window."""
    if not (site.folder / urlsplit(address).path).exists():
        pytest.skip("the pages of openapi/ need Node")
    page = browser.new_page(viewport={"width": width, "height": 900})
    others: list[str] = []
    page.on("request", lambda sent: others.append(sent.url) if sent.url[:4] == "http" else None)
    page.on("console", lambda message: others.append(message.text))
    page.on("pageerror", lambda error: others.append(str(error)))
    page.goto(f"{site.folder.as_uri()}/{address}")
    page.get_by_text(shown).first.wait_for(timeout=60_000)
    assert others == []
    sizes = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    most, window = page.evaluate(sizes)
    page.close()
    assert most <= window


def test_an_operation_is_shown_whole(site: _Site, browser: Browser) -> None:
    """Its references are followed, which a page from disk cannot fetch."""
    path = site.folder / "openapi" / "telnyx-video.html"
    if not path.exists():
        pytest.skip("the pages of openapi/ need Node")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}#/rooms/listRooms")
    page.get_by_text("unique_name").first.wait_for(timeout=60_000)
    assert page.locator(".errors-wrapper").count() == 0
    page.close()
