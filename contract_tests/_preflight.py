"""What is asked of the server before the tests: whether it is there, and what it holds."""

from collections.abc import Mapping
from typing import Any

import pytest

from ._engine import Engine, items_of
from ._options import TOKEN_VARIABLE
from ._samples import find_samples
from ._transport import Halted, Unanswered
from .contract import Document, Operation

__all__ = ["prepare"]

_REFUSED = {401, 403}
_NOT_FOUND = {404}


def prepare(engine: Engine, given: Mapping[str, tuple[str, ...]]) -> None:
    """See that the server is there and takes the token, and find data to generate requests from.

    Args:
        engine: What sends the requests; it is given the samples.
        given: Values of path parameters that are not to be looked for.

    Raises:
        pytest.UsageError: The server is not there, or refuses the token, or a list has parents
            that can neither be found nor are given.
    """
    _require_parents(engine.document, given)
    first = {name: values[0] for name, values in given.items()}
    try:
        _check(engine, first)
        engine.samples = find_samples(
            engine.document, lambda operation, path: _fetch(engine, operation, first, path), given
        )
    except Unanswered as problem:
        msg = f"no answer from {engine.transport.base_url}: {problem}"
        raise pytest.UsageError(msg) from None
    except Halted as problem:
        raise pytest.UsageError(str(problem)) from None


def _require_parents(document: Document, given: Mapping[str, tuple[str, ...]]) -> None:
    """See that those parents are given which nothing lists."""
    for operation in document.operations:
        parent = operation.listing.parent if operation.listing is not None else None
        if parent is None or parent.operation is not None or parent.parameter in given:
            continue
        name = parent.parameter
        msg = (
            f"--parent: {operation.label} has parents that no operation of {document.path} lists; "
            f"name some that exist, with --parent {name}=…, the one with most items first"
        )
        raise pytest.UsageError(msg)


def _check(engine: Engine, given: Mapping[str, str]) -> None:
    base_url = engine.transport.base_url
    asked = [each for each in engine.document.operations if _is_complete(each, given)]
    statuses = {engine.send(each, given).status_code for each in asked}
    if statuses and statuses <= _REFUSED:
        credential = engine.transport.credential
        has_token = credential is not None and credential.token
        what = "the token" if has_token else "requests without a token"
        msg = (
            f"{base_url} refuses {what} (status {min(statuses)}); "
            f"pass another with --token or in {TOKEN_VARIABLE}"
        )
        raise pytest.UsageError(msg)
    if statuses == _NOT_FOUND:
        paths = ", ".join(each.path for each in asked)
        parents = ", and is --parent right" if given else ""
        msg = (
            f"{base_url} does not know {paths} (status 404); "
            f"is --base-url complete, with its version{parents}?"
        )
        raise pytest.UsageError(msg)


def _fetch(
    engine: Engine, operation: Operation, given: Mapping[str, str], path: Mapping[str, str]
) -> list[Any]:
    return items_of(operation, engine.send(operation, {**given, **path}))


def _is_complete(operation: Operation, given: Mapping[str, str]) -> bool:
    """Whether the path can be filled in without having seen anything of the server."""
    return all(each.name in given for each in operation.parameters if each.location == "path")
