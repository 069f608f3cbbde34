"""What is asked of the server before the tests: whether it is there, and what it holds."""

from collections.abc import Mapping
from typing import Any

import pytest

from ._engine import Engine, items_of
from ._options import TOKEN_VARIABLE
from ._samples import find_samples
from ._transport import Halted, Unanswered
from .contract import Operation

__all__ = ["check_server", "look_for_samples"]

_REFUSED = (401, 403)
_NOT_FOUND = 404


def check_server(engine: Engine, given: Mapping[str, str]) -> None:
    """Send one request to see that the server is there and takes the token.

    Raises:
        pytest.UsageError: It is not there, or refuses the token.
    """
    base_url = engine.transport.base_url
    roots = [each for each in engine.document.operations if _is_complete(each, given)]
    try:
        statuses = {engine.send(each, given).status_code for each in roots[:3]}
    except Unanswered as problem:
        msg = f"no answer from {base_url}: {problem}"
        raise pytest.UsageError(msg) from None
    except Halted as problem:
        raise pytest.UsageError(str(problem)) from None
    if statuses and statuses <= set(_REFUSED):
        has_token = engine.credential is not None and engine.credential.token
        what = "the token" if has_token else "requests without a token"
        msg = (
            f"{base_url} refuses {what} (status {min(statuses)}); "
            f"pass another with --token or in {TOKEN_VARIABLE}"
        )
        raise pytest.UsageError(msg)
    if statuses == {_NOT_FOUND}:
        paths = ", ".join(each.path for each in roots)
        msg = (
            f"{base_url} does not know {paths} (status 404); "
            "is --base-url complete, with its version?"
        )
        raise pytest.UsageError(msg)


def look_for_samples(engine: Engine, given: Mapping[str, str]) -> None:
    """List what the server holds, and let the engine generate requests that meet some of it."""

    def fetch(operation: Operation, path_parameters: Mapping[str, str]) -> list[Any]:
        return items_of(operation, engine.send(operation, {**given, **path_parameters}))

    engine.samples = find_samples(engine.document, fetch, given)


def _is_complete(operation: Operation, given: Mapping[str, str]) -> bool:
    """Whether the path can be filled in without having seen anything of the server."""
    return all(each.name in given for each in operation.parameters if each.location == "path")
