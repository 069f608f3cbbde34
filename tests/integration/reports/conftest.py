"""One browser for all tests of this folder."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.reports._browser import started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start a browser, or skip the test if there is none.

    Playwright keeps an event loop running as long as it lives: no other test could run one.
    """
    with started() as browser:
        yield browser
