"""No schema and no resource gets a name that a module of its package imports."""

import ast
from pathlib import Path
from types import ModuleType

import pytest

import telnyx_video
import twilio_video
from rollcall.codegen._names import is_class
from rollcall.codegen._reserved import TAKEN

_TEMPLATES = Path(__file__).parents[3] / "src" / "rollcall" / "codegen" / "templates"
_FROM_DOCUMENT = {"_models", "_resources", "_list_operations", "_status_errors"}


@pytest.mark.parametrize("package", [telnyx_video, twilio_video], ids=lambda each: each.__name__)
def test_every_imported_class_is_reserved(package: ModuleType) -> None:
    """A module that imports classes of the document imports no other class of the same name."""
    folder = Path(str(package.__file__)).parent
    names = (each.name.removesuffix(".jinja") for each in _TEMPLATES.glob("*.py.jinja"))
    trees = [
        ast.parse((folder / name).read_text("utf-8")) for name in names if (folder / name).is_file()
    ]
    mixed = [each for each in map(_imports, trees) if _FROM_DOCUMENT & each.keys()]
    assert len(mixed) > 3
    imported = {
        name
        for each in mixed
        for module, found in each.items()
        if module not in _FROM_DOCUMENT
        for name in found
    }
    assert not {name for name in imported - TAKEN if is_class(name)}


def _imports(tree: ast.Module) -> dict[str, list[str]]:
    """Return the names that a module imports, by the modules that have them."""
    return {
        str(node.module): [alias.name for alias in node.names]
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
    }
