"""Keys that a callable of the application gives and renews."""

import inspect
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import anyio

from ._errors import ArgumentError

__all__ = ["AsyncKeys", "Keys", "ReadKey"]

ReadKey = Callable[[], str] | Callable[[], Awaitable[str]]
"""Returns the key, or awaits it; it is called again when the key is refused."""


class Keys:
    """The keys of a client, for any number of threads.

    Args:
        read: Returns the key; None: there is no callable.
    """

    def __init__(self, read: ReadKey | None) -> None:
        self._read: Callable[[], Any] = read or str
        self._lock = threading.Lock()
        self._latest: str | None = None

    def get(self, refused: str | None = None) -> str:
        """Return the key; call the callable if there is none, or if this one was refused.

        Of requests whose keys are refused at the same time, the first one calls it, once for all.

        Raises:
            ArgumentError: The callable returned no key.
        """
        with self._lock:
            if self._latest is None or self._latest == refused:
                key = self._read()
                if inspect.iscoroutine(key):
                    key.close()
                    problem = "the callable is asynchronous, which needs an AsyncClient"
                    raise ArgumentError("api_key", problem)
                self._latest = _checked(key)
            return self._latest


class AsyncKeys:
    """The keys of an asynchronous client, for any number of tasks.

    Args:
        read: Returns the key, or awaits it; None: there is no callable.
    """

    def __init__(self, read: ReadKey | None) -> None:
        self._read: Callable[[], Any] = read or str
        self._lock = anyio.Lock()
        self._latest: str | None = None

    async def get(self, refused: str | None = None) -> str:
        """Return the key, as ``Keys.get`` does."""
        async with self._lock:
            if self._latest is None or self._latest == refused:
                key = self._read()
                self._latest = _checked(await key if inspect.isawaitable(key) else key)
            return self._latest


def _checked(key: object) -> str:
    if not isinstance(key, str):
        problem = f"the callable returned {type(key).__name__}, expected a str"
        raise ArgumentError("api_key", problem)
    return key
