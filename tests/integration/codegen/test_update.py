"""What ``update`` writes: a whole package, that says where it is from and can be used at once."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rollcall.codegen import GENERATOR_VERSION
from tests.support.generator_command import ROOT, generate
from tests.support.specs import LIBRARY, REMOVED, write

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
    """Return the folder of the library's package, as ``update`` writes it."""
    output = tmp_path_factory.mktemp("output")
    run = generate("update", LIBRARY, "--output", output)
    assert run == type(run)(0, f"{output / 'library'}: written\n", "")
    return output / "library"


def test_the_package_is_typed_and_nothing_else_is_left_in_the_folder(package: Path) -> None:
    """It has ``py.typed`` and modules, and no temporary folder stands beside it."""
    assert [path.name for path in package.parent.iterdir()] == ["library"]
    assert (package / "py.typed").read_bytes() == b""
    assert {path.suffix for path in package.rglob("*") if path.is_file()} == {".py", ".typed"}


def test_every_module_says_what_it_was_generated_from_and_not_to_edit_it(package: Path) -> None:
    """The header names the spec, its version, the generator's version, and what to do instead."""
    for module in package.rglob("*.py"):
        first, second = module.read_text(encoding="utf-8").splitlines()[:2]
        expected = f"# Generated from library.yaml (Library 2.3.4) by Rollcall {GENERATOR_VERSION}"
        assert first == expected, module
        assert "Do not edit: change the spec" in second, module


def test_the_generator_has_the_version_of_the_project() -> None:
    """The version in the headers is the one in ``pyproject.toml``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == GENERATOR_VERSION


def test_the_package_can_be_used_and_its_public_names_are_complete(package: Path) -> None:
    """Without this project on the path it imports; ``__all__`` is sorted and holds every name."""
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
    """``__all__`` of each module holds the classes and functions that it defines for others."""
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
    """It can be copied out: only the standard library and its dependencies are imported."""
    imported = set()
    for module in package.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(str(node.module).partition(".")[0])
    assert imported - sys.stdlib_module_names == {"anyio", "attrs", "httpx", "msgspec"}


def test_an_api_without_documented_errors_is_generated(tmp_path: Path) -> None:
    """A spec need not describe any error."""
    spec = write(
        tmp_path / "library.yaml",
        {
            "/paths/~1shelves/get/responses/404": REMOVED,
            "/paths/~1shelves~1{shelf_id}~1books/get/responses/404": REMOVED,
        },
    )

    assert generate("update", spec, "--output", tmp_path / "output").code == 0
    assert generate("verify", spec, "--output", tmp_path / "output").code == 0


def test_the_packages_of_two_specs_are_written_side_by_side(tmp_path: Path) -> None:
    """Each spec has its own package, named after its file."""
    other = write(tmp_path / "other-library.yaml")

    run = generate("update", LIBRARY, other, "--output", tmp_path / "output")

    assert run.code == 0
    names = sorted(path.name for path in (tmp_path / "output").iterdir())
    assert names == ["library", "other_library"]


def test_what_is_no_longer_described_is_gone(package: Path, tmp_path: Path) -> None:
    """The old package is replaced, not added to."""
    old = tmp_path / "library"
    old.mkdir()
    (old / "_forgotten.py").write_text("", encoding="utf-8")

    assert generate("update", LIBRARY, "--output", tmp_path).code == 0

    written = {path.name for path in old.iterdir()}
    assert written == {path.name for path in package.iterdir()}


def test_the_command_describes_itself() -> None:
    """``--help`` names both commands and every option; a wrong command exits with 2."""
    help_text = generate("--help")
    assert help_text.code == 0
    for word in ("update", "verify", "SPEC", "--output"):
        assert word in help_text.stdout

    wrong = generate("destroy")
    assert wrong.code == 2
    assert "destroy" in wrong.stderr
