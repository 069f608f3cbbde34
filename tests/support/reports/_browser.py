"""A headless browser that opens pages from disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import attrs
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

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
_TIMEOUT = 60_000  # ms, for one step


@contextmanager
def started() -> Iterator[Browser]:
    """Run a headless browser with a new profile, or skip the test if there is none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=_TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*_FLAGS])
        try:
            yield browser
        finally:
            browser.close()


@attrs.frozen
class Window:
    """The window and settings of a page.

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
    """Open a page from disk; check that it logs nothing and requests nothing else.

    Args:
        browser: The browser.
        html: The page.
        folder: The folder for its file.
        window: The window.
        place: The fragment of its address, without ``#``.
    """
    path = folder / "report.html"
    path.write_text(html, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": window.width, "height": 900},
        color_scheme=window.colors,
        java_script_enabled=window.scripts,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(_TIMEOUT)
    logged: list[str] = []
    requested: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.on("request", lambda request: requested.append(request.url))
    try:
        page.goto(f"{path.as_uri()}#{place}" if place else path.as_uri())
        yield page
        assert not logged, logged
        assert {url.split("#")[0] for url in requested} == {path.as_uri()}
    finally:
        context.close()
