"""The generated code has the texts of a spec as data, never as code."""

import ast
import json
from pathlib import Path

import pytest

from rollcall.codegen import SpecError
from tests.support.specs import GET_SHELVES, LIBRARY, SHELF, build, write

PARAMETERS = f"{GET_SHELVES}/parameters"

CALL = "__import__('builtins').print('injected')"

ANYWHERE = (
    f'""" + {CALL} + """',
    "'''",
    "\\n \\x41 \\N{BULLET} \\u0041 \\",
    f'"; {CALL}; "',
    f"'; {CALL}; '",
    "{{ 1 + 1 }} {% raw %} {# a #} {{ package.name }}",
    "{0} {name} %s %(name)s ${HOME}",
    "*/ <!-- --> # //",
    "größe 日本 \N{PILE OF POO}",
    "a\N{ZERO WIDTH JOINER}b\x00c\x1bd\x85e\N{LINE SEPARATOR}f",
    f"first\n{CALL}\n    {CALL}",
    f"first\r{CALL}\r\n{CALL}",
)
HOSTILE = {
    "quote at the end": 'The "label"',
    "only a quote": '"',
    "quote after a backslash": 'C:\\"',
    "backslash at the end": "C:\\",
    "anywhere": " ".join(ANYWHERE),
}

PLACES = {
    "package": ("__init__.py", ()),
    "model": ("_models.py", ("Shelf",)),
    "method": ("_resources.py", ("Shelves", "list")),
    "resource": ("_resources.py", ("Shelves",)),
    "error": ("_status_errors.py", ("NotFoundError",)),
    "client": ("_client.py", ("Client",)),
}


def parsed(package: Path) -> dict[str, ast.Module]:
    """Parse all modules of a package, which call nothing that a spec names."""
    trees = {
        path.relative_to(package).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in package.rglob("*.py")
    }
    for tree in trees.values():
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert "__import__" not in names
    return trees


def documented(package: Path) -> dict[str, str]:
    """Return the docstrings of a package, by place."""
    trees = parsed(package)
    found = {}
    for place, (module, names) in PLACES.items():
        node: ast.Module | ast.ClassDef | ast.FunctionDef = trees[module]
        for name in names:
            node = next(
                each
                for each in node.body
                if isinstance(each, ast.ClassDef | ast.FunctionDef) and each.name == name
            )
        found[place] = ast.get_docstring(node, clean=False) or ""
    return found


def words(text: str) -> str:
    """Return a text with single blanks."""
    return " ".join(text.split())


def test_a_method_documents_its_arguments(tmp_path: Path) -> None:
    """Its docstring has the description, the bounds and the default of each argument."""
    method = words(documented(build(LIBRARY, tmp_path))["method"])

    for sentence in (
        "List shelves.",
        "Lists the shelves of the library, a page at a time.",
        "filter_date_created_at_gte: Only shelves that were put up on or after this day.",
        "size: How many items a page holds. From 1 to 50. Left out, the server uses 10.",
        "page: Which page to load. At least 1. Left out, the server uses 1.",
    ):
        assert sentence in method


def test_a_model_documents_its_fields(tmp_path: Path) -> None:
    """Its docstring has the description and the bounds of each field."""
    spec = write(
        tmp_path / "library.yaml",
        {f"{SHELF}/rank": {"description": "Counted up.", "type": "integer", "maximum": 9}},
    )

    model = words(documented(build(spec, tmp_path))["model"])

    assert "A board that books stand on." in model
    assert "label: What the shelf is called." in model
    assert "rank: Counted up. At most 9." in model


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_description_is_kept_and_never_runs(tmp_path: Path, text: str) -> None:
    """Every docstring contains the text of the spec, except for blanks."""
    spec = write(
        tmp_path / "library.yaml",
        {
            "/info/title": text,
            "/info/version": text,
            "/info/summary": text,
            "/info/description": text,
            "/tags/0/description": text,
            f"{GET_SHELVES}/summary": text,
            f"{GET_SHELVES}/description": text,
            f"{PARAMETERS}/1/description": text,
            "/components/parameters/Size/description": text,
            "/components/responses/NotFound/description": text,
            "/components/schemas/Shelf/description": text,
            f"{SHELF}/label/description": text,
        },
    )

    package = build(spec, tmp_path)

    for place, docstring in documented(package).items():
        assert words(text) in words(docstring), place
    (version,) = (
        node.value.value
        for node in ast.walk(parsed(package)["__init__.py"])
        if isinstance(node, ast.AnnAssign | ast.Assign)
        and "SPEC_VERSION" in ast.unparse(node).partition("=")[0]
        and isinstance(node.value, ast.Constant)
    )
    assert words(text) == words(str(version))
    for module in package.glob("*.py"):
        lines = module.read_text(encoding="utf-8").split("\n")
        assert lines[0].startswith("# Generated from library.yaml")
        assert lines[1].startswith("# with openapi-python-client")


VALUES = [*HOSTILE.values(), *ANYWHERE, "a | None | b", "], None]"]


def test_values_of_the_spec_are_literals(tmp_path: Path) -> None:
    """The values of an enum, a const and a parameter's name are string literals."""
    changes: dict[str, object] = {}
    for number, text in enumerate(VALUES):
        kind = {"type": ["string", "null"], "enum": [f"kind {text}", "other"]}
        changes[f"{SHELF}/kind_{number}"] = kind
        changes[f"{SHELF}/fixed_{number}"] = {"type": "string", "const": f"fixed {text}"}
        name = f"filter_{number}[{text}]"
        changes[f"{PARAMETERS}/-#{number}"] = {
            "name": name,
            "in": "query",
            "schema": {"type": "string", "default": text},
        }
    spec = write(tmp_path / "library.yaml", changes)

    trees = parsed(build(spec, tmp_path))
    strings = {
        node.value
        for name in ("_models.py", "_list_operations.py", "_resources.py")
        for node in ast.walk(trees[name])
        if isinstance(node, ast.Constant)
    }
    for number, text in enumerate(VALUES):
        assert {f"kind {text}", f"fixed {text}", f"filter_{number}[{text}]"} <= strings


def test_a_path_is_a_literal(tmp_path: Path) -> None:
    """A path with quotes and braces is written as a string."""
    spec = write(tmp_path / "library.yaml")
    path = json.dumps(f'/shelves"; {CALL}; "')
    text = spec.read_text(encoding="utf-8")
    spec.write_text(text.replace('"/shelves":', f"{path}:"), encoding="utf-8")

    parsed(build(spec, tmp_path))


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (f"{GET_SHELVES}/tags", [f"shelves; {CALL}"]),
        (f"{GET_SHELVES}/operationId", f"list; {CALL}"),
        (f"{PARAMETERS}/1/name", f"label=None): {CALL} #"),
        (f"{SHELF}/label; {CALL}", {"type": "string"}),
        ("/components/schemas/Shelf: pass", {"type": "string"}),
        ("/servers/0/url", f'"; {CALL}; "'),
    ],
)
def test_an_invalid_name_is_converted_or_refused(
    tmp_path: Path, pointer: str, value: object
) -> None:
    """A text that is used as a name cannot become code."""
    spec = write(tmp_path / "library.yaml", {pointer: value})
    try:
        package = build(spec, tmp_path)
    except SpecError:
        assert not (tmp_path / "library").exists()
    else:
        parsed(package)
