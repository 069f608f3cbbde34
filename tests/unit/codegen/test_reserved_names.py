"""No schema and no resource gets a name that a module of its package imports or defines."""

import ast
from pathlib import Path
from types import ModuleType

import pytest

import telnyx_video
import twilio_video
from rollcall.codegen._names import is_class
from rollcall.codegen._reserved import TAKEN
from tests.support.client.generated import first_shelf, import_client
from tests.support.client.plain import write_plain
from tests.support.specs import SHELF

_CODEGEN = Path(__file__).parents[3] / "src" / "rollcall" / "codegen"
_TEMPLATES = _CODEGEN / "templates"
_RUNTIME = [*(_CODEGEN / "runtime").rglob("*.py")]
_FROM_DOCUMENT = {
    "_models",
    "_resources",
    "_list_operations",
    "_plain_operations",
    "_status_errors",
}


def _of_runtime() -> list[str]:
    """Return each name of a class that a module of the runtime imports or defines."""
    nodes = (
        node for path in _RUNTIME for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    )
    found = set[str]()
    for node in nodes:
        match node:
            case ast.ClassDef(name=name) | ast.Name(id=name) | ast.alias(name=name):
                found |= {name} if is_class(name) else set()
    return sorted(found)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client whose schemas have all names of the runtime."""
    schema = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    changes: dict[str, object] = {}
    for number, name in enumerate(_of_runtime()):
        reference = {"$ref": f"#/components/schemas/{name}"}
        body = {"description": "It.", "content": {"application/json": {"schema": reference}}}
        operation = {"operationId": f"get{number}", "tags": [name], "responses": {"200": body}}
        changes[f"/components/schemas/{name}"] = schema
        changes[f"{SHELF}/p{number}"] = reference
        changes[f"/paths/~1p{number}"] = {"get": operation}
    path = tmp_path_factory.mktemp("named") / "named_as_runtime.yaml"
    return import_client(write_plain(path, **changes))


def test_a_schema_may_have_each_name_of_the_runtime(named: ModuleType) -> None:
    """The class has this name, or one with Model at its end; and the client works."""
    names = _of_runtime()
    assert {"Text", "Walk", "Decoder", "Arguments", "Struct"} <= {*names}
    fields = {f"p{number}": {"id": name} for number, name in enumerate(names)}
    shelf = first_shelf(named, fields)
    for number, name in enumerate(names):
        found = getattr(shelf, f"p{number}")
        kinds = [getattr(named, each, None) for each in (name, f"{name}Model")]
        assert type(found) in kinds, name
        assert found.id == name
    assert named.to_dict(shelf)["p0"] == {"id": names[0]}


@pytest.mark.parametrize(
    "package", [telnyx_video, twilio_video, None], ids=["telnyx", "twilio", "named"]
)
def test_every_imported_class_is_reserved(package: ModuleType | None, named: ModuleType) -> None:
    """A module that imports classes of the document imports no other class of the same name."""
    folder = Path(str((package or named).__file__)).parent
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
