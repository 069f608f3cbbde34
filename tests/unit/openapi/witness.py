"""The checks of a document without a server, for the mutants of documents.

They kill the mutants that no server reveals, because the server is stricter than the document. The
options `--lint` and `--facts` of a run name these functions.
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
    """Return the contradictions of a document to the public documentation and the decisions."""
    return _failing(test_facts, spec)


def lint(spec: Mapping[str, Any]) -> list[str]:
    """Return the contradictions within a document, and the annotations that do not fit."""
    modules = (test_document, test_annotations, test_examples)
    return [line for module in modules for line in _failing(module, spec)]


def refused(spec: Mapping[str, Any]) -> list[str]:
    """Return the reason why the generator refuses a document, if it does.

    The generator runs all its steps except writing.
    """
    try:
        source = parse_source(OPENAPI / "document.yaml", spec, is_strict=True)
        project_of(validate(source), "document", OPENAPI / "nowhere")
    except SpecError as error:
        return [str(error)]
    return []


def _failing(module: ModuleType, spec: Mapping[str, Any]) -> list[str]:
    """Run the tests of a module that take a document with this document; return the failures."""
    found = []
    for name, test in vars(module).items():
        if name.startswith("test_") and "spec" in inspect.signature(test).parameters:
            for arguments in _arguments(test):
                try:
                    test(spec=spec, **arguments)
                except Exception as error:  # noqa: BLE001 - a test may fail in any way
                    title = (inspect.getdoc(test) or name).partition("\n")[0]
                    found.append(f"{title} ({type(error).__name__})")
    return found


def _arguments(test: Callable[..., None]) -> Iterator[Mapping[str, Any]]:
    """Yield the arguments of a test besides the document, as pytest does."""
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
