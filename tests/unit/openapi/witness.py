"""What the project itself says of a document: whether it is sound, and says what is documented.

A fault in a document that no server shows, since the server is stricter than the document, shows
here. A run of document mutants is given these functions by their names (`--lint`, `--facts`).
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from rollcall.codegen._render import project_of
from rollcall.codegen._validation import validate
from rollcall.spec import SpecError, parse_source
from tests.support.documents._document import OPENAPI
from tests.unit.openapi import (
    test_annotations,
    test_document,
    test_examples,
    test_facts,
)

__all__ = ["facts", "lint", "refused"]


def facts(spec: Mapping[str, Any]) -> list[str]:
    """List what a document says otherwise than the public documentation and the decisions."""
    return _failing(test_facts, spec)


def lint(spec: Mapping[str, Any]) -> list[str]:
    """List where a document contradicts itself, or its annotations do not fit."""
    modules = (test_document, test_annotations, test_examples)
    return [line for module in modules for line in _failing(module, spec)]


def refused(spec: Mapping[str, Any]) -> list[str]:
    """Say why no client is generated from a document, if none is.

    All that the generator does before it writes is done.
    """
    try:
        source = parse_source(OPENAPI / "document.yaml", spec, is_strict=True)
        project_of(validate(source), "document", OPENAPI / "nowhere")
    except SpecError as error:
        return [str(error)]
    return []


def _failing(module: ModuleType, spec: Mapping[str, Any]) -> list[str]:
    """Run the tests of a module that are about a document on another one."""
    found = []
    for name, test in vars(module).items():
        if name.startswith("test_") and "spec" in inspect.signature(test).parameters:
            for arguments in _arguments(test):
                try:
                    test(spec=spec, **arguments)
                except Exception as error:  # noqa: BLE001 - a test may trip over what it meets
                    title = (inspect.getdoc(test) or name).partition("\n")[0]
                    found.append(f"{title} ({type(error).__name__})")
    return found


def _arguments(test: Callable[..., None]) -> Iterator[Mapping[str, Any]]:
    """Return the arguments of a test beside the document, as pytest would."""
    rest = [each for each in inspect.signature(test).parameters if each != "spec"]
    marks = [each for each in getattr(test, "pytestmark", ()) if each.name == "parametrize"]
    if not rest:
        yield {}
        return
    (mark,) = marks
    names = mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0]
    for values in mark.args[1]:
        row: Sequence[Any] = values if len(names) > 1 else (values,)
        yield dict(zip(names, row, strict=True))
