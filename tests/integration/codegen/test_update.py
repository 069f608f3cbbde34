"""``update`` writes a complete package, which names its spec and can be imported."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from rollcall.codegen import GENERATOR_VERSION
from tests.support.generator_command import ROOT, generate, generate_in_subprocess
from tests.support.specs import GET_BOOKS, GET_SHELVES, LIBRARY, REMOVED, write

USE = """
import library
client = library.Client(api_key="key")
print(client.shelves.list().__class__.__name__, client.shelves.books.__class__.__name__)
print(sorted(library.__all__, key=lambda name: (not name.isupper(), name)) == library.__all__)
print(all(hasattr(library, name) for name in library.__all__))
print(sorted(set(vars(library)) - set(library.__all__)))
print(library.__version__)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the package that ``update`` writes."""
    output = tmp_path_factory.mktemp("output")
    run = generate("update", LIBRARY, "--output", output)
    assert run == type(run)(0, f"{output / 'library'}: written\n", "")
    return output / "library"


def test_update_writes_a_typed_package(package: Path) -> None:
    """It has ``py.typed`` and modules; no temporary folder is left."""
    assert [path.name for path in package.parent.iterdir()] == ["library"]
    assert (package / "py.typed").read_bytes() == b""
    assert {path.suffix for path in package.rglob("*") if path.is_file()} == {".py", ".typed"}


def test_every_module_names_its_spec(package: Path) -> None:
    """The header has the versions of spec and generator, and says how to change the module."""
    for module in package.rglob("*.py"):
        first, second = module.read_text(encoding="utf-8").splitlines()[:2]
        expected = f"# Generated from library.yaml (Library 2.3.4) by Rollcall {GENERATOR_VERSION}"
        assert first == expected, module
        assert "Do not edit: change the spec" in second, module


def test_the_generator_has_the_version_of_the_project() -> None:
    """The version in the headers is the one in ``pyproject.toml``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == GENERATOR_VERSION


def test_the_package_exports_its_public_names(package: Path) -> None:
    """It is imported without this project; ``__all__`` is sorted and complete."""
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-B", "-c", USE],
        cwd=package.parent,
        env={"PYTHONPATH": str(package.parent)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    resource, is_sorted, has_all, others, version = done.stdout.splitlines()
    assert resource == "Pager ShelvesBooks"
    assert (is_sorted, has_all, version) == ("True", "True", GENERATOR_VERSION)
    public = [name for name in ast.literal_eval(others) if not name.startswith("_")]
    assert public == []


def test_every_module_declares_its_public_names(package: Path) -> None:
    """``__all__`` of each module has its public classes and functions."""
    for module in package.rglob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        (declared,) = (
            ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        )
        defined = {
            node.name
            for node in tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name[0] != "_"
        }
        assert defined <= set(declared), module
        assert len(declared) == len(set(declared)), module


def test_the_package_imports_nothing_of_this_project(package: Path) -> None:
    """It imports the standard library and its dependencies; two parts of it import extras."""
    commands, tables = {*package.glob("_command_line/*.py")}, {package / "tables.py"}
    library = {*package.rglob("*.py")} - commands - tables
    assert _foreign(library) == {"anyio", "attrs", "httpx", "msgspec"}
    assert _foreign(commands) == {"attrs", "click", "msgspec", "rich"}
    assert _foreign(tables) <= {"attrs", "msgspec", "pandas", "polars", "pyarrow"}


def _foreign(modules: Iterable[Path]) -> set[str]:
    """Return the packages outside of the standard library that some modules import."""
    imported = set()
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(str(node.module).partition(".")[0])
    return imported - sys.stdlib_module_names


def test_specs_are_written_side_by_side(tmp_path: Path) -> None:
    """Each package has the name of its spec and replaces an earlier one; errors are optional."""
    output = tmp_path / "output"
    (output / "library").mkdir(parents=True)
    (output / "library" / "_forgotten.py").touch()
    (output / ".generating-x" / "new").mkdir(parents=True)
    responses = [f"{each}/responses/404" for each in (GET_SHELVES, GET_BOOKS)]
    other = write(tmp_path / "other-library.yaml", dict.fromkeys(responses, REMOVED))

    run = generate("update", LIBRARY, other, "--output", output)

    assert (run.code, run.stderr) == (0, "")
    assert sorted(path.name for path in output.iterdir()) == ["library", "other_library"]
    assert not (output / "library" / "_forgotten.py").exists()
    assert generate("verify", LIBRARY, other, "--output", output).code == 0


def test_the_command_describes_itself() -> None:
    """``--help`` names commands and options; an unknown command exits with 2."""
    help_text = generate_in_subprocess("--help")
    assert help_text.code == 0
    for word in ("update", "verify", "SPEC", "--output"):
        assert word in help_text.stdout

    wrong = generate("destroy")
    assert wrong.code == 2
    assert "destroy" in wrong.stderr
