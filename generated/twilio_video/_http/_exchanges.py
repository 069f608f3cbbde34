# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Exchanges that a cancelled task ends in order.

A task of asyncio can be cancelled wherever it waits. httpcore 1.0.9 cannot bear that where it takes
or returns a connection, which is then never free again: it expects the cancel scopes of anyio, and
they wait until such a step is done. So each exchange is a task of its own, and a scope cancels it.
"""

import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import anyio

__all__ = ["exchanged", "running_loop"]

T = TypeVar("T")


def running_loop() -> object:
    """Return the event loop of asyncio; None where another library runs."""
    asyncio = sys.modules.get("asyncio")
    try:
        return asyncio.get_running_loop() if asyncio is not None else None
    except RuntimeError:
        return None


async def exchanged(exchange: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T | None:
    """Return the result of an exchange; None if it takes longer than some seconds."""
    scope = anyio.CancelScope(deadline=anyio.current_time() + seconds)

    async def run() -> T | None:
        with scope:
            return await exchange()
        return None

    if running_loop() is None:
        return await run()
    import asyncio  # noqa: PLC0415 - it runs, so it is loaded

    task = asyncio.ensure_future(run())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                continue  # raised below
        if not task.cancelled():
            task.exception()
        raise
