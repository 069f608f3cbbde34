"""A headless browser that opens pages from disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import attrs
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["Window", "opened", "started"]

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 20_000  # ms, for one step; a step that takes longer has failed


@contextmanager
def started() -> Iterator[Browser]:
    """Run a browser without a window and with a new profile, or skip the test if there is none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("there is no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*_FLAGS])
        try:
            yield browser
        finally:
            browser.close()


@attrs.frozen
class Window:
    """What a page is opened in.

    Attributes:
        colors: The colour scheme.
        width: In CSS pixels.
        scripts: Whether scripts run.
    """

    colors: Literal["light", "dark"] = "light"
    width: int = 1400
    scripts: bool = True


_WINDOW = Window()


@contextmanager
def opened(
    browser: Browser, html: str, folder: Path, window: Window = _WINDOW, place: str = ""
) -> Iterator[Page]:
    """Open a page from disk; an error in its console, or a request of it, is an error here.

    Args:
        browser: The browser.
        html: The page.
        folder: Where to put it.
        window: What to open it in.
        place: What follows the ``#`` in its address.
    """
    path = folder / "report.html"
    path.write_text(html, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": window.width, "height": 900},
        color_scheme=window.colors,
        java_script_enabled=window.scripts,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(_PATIENCE)
    said: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(f"{path.as_uri()}#{place}" if place else path.as_uri())
        yield page
        assert not said, said
        assert {url.split("#")[0] for url in asked} == {path.as_uri()}
    finally:
        context.close()
