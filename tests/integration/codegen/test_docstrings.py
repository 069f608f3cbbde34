"""What a spec says reaches the reader as it is, and never runs as code."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from rollcall.codegen import SpecError, update
from tests.support.specs import GET_SHELVES, LIBRARY, SHELF, write

PARAMETERS = f"{GET_SHELVES}/parameters"

CALL = "__import__('builtins').print('injected')"

HOSTILE = {
    "quote at the end": 'The "label"',
    "quotes alone": '"',
    "triple quotes": f'""" + {CALL} + """',
    "triple single quotes": "'''",
    "a quote after a backslash": 'C:\\"',
    "backslash at the end": "C:\\",
    "backslashes": "\\n \\x41 \\N{BULLET} \\u0041 \\",
    "an end of the string": f'"; {CALL}; "',
    "single quotes": f"'; {CALL}; '",
    "Jinja": "{{ 1 + 1 }} {% raw %} {# a #} {{ package.name }}",
    "braces": "{0} {name} %s %(name)s ${HOME}",
    "comments": "*/ <!-- --> # //",
    "beyond ASCII": "größe 日本 \N{PILE OF POO}",
    "what cannot be seen": "a\N{ZERO WIDTH JOINER}b\x00c\x1bd\x85e\N{LINE SEPARATOR}f",
    "a line of code": f"first\n{CALL}\n    {CALL}",
    "carriage return": f"first\r{CALL}\r\n{CALL}",
}

READ = """
import json, library
print(json.dumps({
    "package": library.__doc__,
    "version": library.SPEC_VERSION,
    "model": library.Shelf.__doc__,
    "method": library.Client("key").shelves.list.__func__.__doc__,
    "resource": type(library.Client("key").shelves).__doc__,
    "error": library.NotFoundError.__doc__,
    "client": library.Client.__doc__,
}))
"""


def documented(folder: Path) -> dict[str, str]:
    """Import the library's package, which prints nothing of its own, and give its docstrings."""
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-B", "-c", READ],
        env={"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    texts = json.loads(done.stdout)
    assert isinstance(texts, dict)
    return texts


def words(text: str) -> str:
    """Leave out how a text is folded."""
    return " ".join(text.split())


def test_a_docstring_has_the_description_the_bounds_and_the_default(tmp_path: Path) -> None:
    """What a caller needs to know of an argument stands in the method's docstring."""
    update([LIBRARY], tmp_path)

    method = words(documented(tmp_path)["method"])

    for said in (
        "List shelves.",
        "Lists the shelves of the library, a page at a time.",
        "filter_date_created_at_gte: Only shelves that were put up on or after this day.",
        "size: How many items a page holds. From 1 to 50. Left out, the server uses 10.",
        "page: Which page to load. At least 1. Left out, the server uses 1.",
    ):
        assert said in method


def test_a_model_has_its_descriptions_and_bounds(tmp_path: Path) -> None:
    """Every field is described, with what its number may be."""
    spec = write(
        tmp_path / "library.yaml",
        {f"{SHELF}/rank": {"description": "Counted up.", "type": "integer", "maximum": 9}},
    )
    update([spec], tmp_path)

    model = words(documented(tmp_path)["model"])

    assert "A board that books stand on." in model
    assert "label: What the shelf is called." in model
    assert "rank: Counted up. At most 9." in model


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_description_is_shown_as_it_is_and_never_runs(tmp_path: Path, text: str) -> None:
    """In every place where text is admitted, the docstring says that text, but for blanks."""
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
    update([spec], tmp_path)

    docstrings = documented(tmp_path)

    for place, docstring in docstrings.items():
        assert words(text) in words(docstring), place
    for module in (tmp_path / "library").glob("*.py"):
        lines = module.read_text(encoding="utf-8").split("\n")
        assert lines[0].startswith("# Generated from library.yaml")
        assert lines[1].startswith("# with openapi-python-client")


VALUES = [*HOSTILE.values(), "a | None | b", "], None]"]


def test_values_of_the_spec_are_literals_in_the_code(tmp_path: Path) -> None:
    """An enum, a const and a parameter's name are what the spec says, to the letter."""
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
    update([spec], tmp_path)

    documented(tmp_path)
    package = tmp_path / "library"
    strings = {
        node.value
        for name in ("_models.py", "_list_operations.py", "_resources.py")
        for node in ast.walk(ast.parse((package / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    for number, text in enumerate(VALUES):
        assert {f"kind {text}", f"fixed {text}", f"filter_{number}[{text}]"} <= strings


def test_the_parts_of_a_path_are_literals_in_the_code(tmp_path: Path) -> None:
    """A path with quotes and braces is written as a string."""
    path = f'/shelves"; {CALL}; "'.replace("/", "~1")
    spec = write(tmp_path / "library.yaml")
    text = spec.read_text(encoding="utf-8")
    quoted = path.replace("~1", "/").replace('"', '\\"')
    spec.write_text(text.replace("  /shelves:\n", f'  "{quoted}":\n'), encoding="utf-8")

    update([spec], tmp_path)

    documented(tmp_path)


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
def test_what_becomes_a_name_is_made_one_or_refused(
    tmp_path: Path, pointer: str, value: object
) -> None:
    """Where the code needs a name, a text that is none cannot become code."""
    spec = write(tmp_path / "library.yaml", {pointer: value})
    try:
        update([spec], tmp_path)
    except SpecError:
        assert not (tmp_path / "library").exists()
    else:
        documented(tmp_path)
