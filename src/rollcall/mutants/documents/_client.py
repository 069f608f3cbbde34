"""The checks of a client that was generated from the sound document, by the changed one."""

import runpy
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from rollcall._run import Run
from rollcall.clients import short_shrinking
from rollcall.spec import ListOperation, Operation

__all__ = ["REQUESTS", "RESPONSES", "SERVER", "checks"]

REQUESTS, RESPONSES, SERVER = (
    f"contract_tests.test_client_{each}" for each in ("requests", "responses", "server")
)

_SUITE = Path(__file__).parents[2]

_LEFT_OUT = frozenset(
    {
        "test_no_json",
        "test_failures_are_the_same_in_async",
        "test_sync_equals_async",
        "test_wrong_key",
    }
)
"""What no document changes."""


def checks(
    run: Run, module: str, operation: Operation, names: AbstractSet[str]
) -> Iterator[Callable[[], Any]]:
    """Return the checks of a module of the suite for an operation, as pytest would collect them.

    Args:
        run: The current run: such a module looks for it when it is loaded.
        module: The module.
        operation: The operation.
        names: The only parameters that are of interest, beside those of the pages and the path;
            none: all are.
    """
    assert run.spec.operations
    narrow = operation
    if names and isinstance(operation, ListOperation):
        paging = operation.paging
        kept = {*names, paging.size, getattr(paging, "index", None)}
        parameters = [each for each in operation.parameters if each.required or each.name in kept]
        narrow = attrs.evolve(operation, parameters=tuple(parameters))
    # Loaded anew, for it keeps the document of the run that it was loaded in; and by its path, for
    # pytest, where it runs, would load it by a hook of its own.
    path = _SUITE / f"{module.rpartition('.')[2]}.py"
    for name, test in runpy.run_path(str(path), run_name=module).items():
        if not name.startswith("test_") or name in _LEFT_OUT:
            continue
        marks = [each for each in getattr(test, "pytestmark", ()) if each.name == "parametrize"]
        if all(operation in each.args[1] for each in marks):
            yield partial(_carry_out, test, narrow)


def _carry_out(test: Callable[..., Any], operation: Operation) -> None:
    with short_shrinking():
        test(operation=operation)
