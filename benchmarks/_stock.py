"""The client that stock openapi-python-client generates from the same spec."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

__all__ = ["PACKAGE", "StockClient", "stock_package"]

PACKAGE = "stock_telnyx_video"
"""The name of the generated package."""

_ROOT = Path(__file__).parents[1]
_BASE_URL = "https://api.telnyx.com/v2"


@contextmanager
def stock_package() -> Iterator[Path]:
    """Generate the package with the stock templates, and yield its folder, importable meanwhile."""
    with TemporaryDirectory(prefix="rollcall-bench-") as name:
        folder = Path(name)
        # No hooks: they only format the code.
        (folder / "config.yaml").write_text("post_hooks: []\n", encoding="utf-8")
        subprocess.run(  # noqa: S603 - our own command
            [
                *(sys.executable, "-m", "openapi_python_client", "generate"),
                *("--path", _ROOT / "openapi" / "telnyx-video.yaml"),
                *("--config", folder / "config.yaml"),
                *("--output-path", folder / PACKAGE),
                *("--meta", "none", "--fail-on-warning"),
            ],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        sys.path.insert(0, name)
        try:
            yield folder
        finally:
            sys.path.remove(name)
            for module in [one for one in sys.modules if one.partition(".")[0] == PACKAGE]:
                del sys.modules[module]


class StockClient:
    """A list of rooms through the stock client, which has no iterator."""

    def __init__(
        self,
        *,
        base_url: str = _BASE_URL,
        token: str = "key",  # noqa: S107 - no secret
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        package: Any = importlib.import_module(PACKAGE)
        operation: Any = importlib.import_module(f"{PACKAGE}.api.rooms.list_rooms")
        self._list = operation.sync
        arguments = {} if transport is None else {"transport": transport}
        self._client = package.AuthenticatedClient(
            base_url=base_url, token=token, timeout=httpx.Timeout(30), httpx_args=arguments
        )

    def page(self, number: int, *, size: int, include_sessions: bool) -> Any:  # noqa: ANN401
        """Load a page."""
        return self._list(
            client=self._client,
            pagenumber=number,
            pagesize=size,
            include_sessions=include_sessions,
        )

    def rooms(self, *, size: int) -> Iterator[Any]:
        """Load all pages, with the loop that a user has to write."""
        number = 1
        while True:
            page = self.page(number, size=size, include_sessions=False)
            yield from page.data
            if number >= page.meta.total_pages:
                return
            number += 1
