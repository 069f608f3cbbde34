"""Generate a client from each OpenAPI document of a folder, and print what is short, as a table.

Each package is imported, and checked with mypy and pyright in their strict modes. Beside it stands
what openapi-python-client alone makes of the same document. With --annotate, a document without
annotations gets those that ``rollcall annotate`` proposes.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from rollcall.annotate import overlay_text, propose
from rollcall.codegen import SpecError, ToolError, update
from rollcall.spec import Overlay, Spec, package_name, read_spec

_ROOT = Path(__file__).parents[1]
_BIN = Path(sys.executable).parent
_ROW = "| {} | {} | {} | {} | {} | {} | {} |"


@attrs.define
class Tried:
    """What became of a document.

    Attributes:
        name: The name of its package.
        operations: The number of its operations.
        left_out: Why parts of it were left out, or all of it was refused.
        made: The number of operations that were generated.
        imported: The seconds of an import, or why it fails.
        errors: The number of errors of each type checker.
    """

    name: str
    operations: int
    left_out: Sequence[str] = ()
    made: int = 0
    imported: str = ""
    errors: Mapping[str, int] = attrs.field(factory=dict)


def main() -> int:
    """Try the documents of the folders on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders with documents")
    parser.add_argument(
        "--annotate", action="store_true", help="take what rollcall annotate proposes"
    )
    parser.add_argument("--reasons", action="store_true", help="print each part that is left out")
    options = parser.parse_args()
    paths = [path for folder in options.folders for path in documents(folder)]
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder) / "ours", Path(folder) / "stock"
        tried = [_ours(each, ours, is_annotated=options.annotate) for each in paths]
        others = [_stock(each, stock) for each in paths]
        for found, place in ((tried, ours), (others, stock)):
            _check(found, place)
    print(_ROW.format("document", "operations", "left out", "import", "mypy", "pyright", "stock"))
    print(_ROW.format(*["---"] * 7))
    for one, other in zip(tried, others, strict=True):
        print(_ROW.format(one.name, f"{one.made} of {one.operations}", *_cells(one), _other(other)))
    if options.reasons:
        for one in tried:
            print("", *one.left_out, sep="\n")
    return 0


def documents(folder: Path) -> list[Path]:
    """Return the OpenAPI documents of a folder."""
    found = [*folder.glob("*.json"), *folder.glob("*.yaml")] if folder.is_dir() else [folder]
    return sorted(path for path in found if "openapi" in path.read_text(encoding="utf-8")[:4000])


def proposed_overlays(spec: Spec) -> list[Overlay]:
    """Return the overlay that ``rollcall annotate`` proposes for a document without annotations."""
    found = [] if spec.lists else [each for each in propose(spec) if each.is_likely]
    return [Overlay("proposed annotations", overlay_text(spec, found))] if found else []


def _ours(path: Path, folder: Path, *, is_annotated: bool) -> Tried:
    """Generate the package of this repository's generator."""
    tried = Tried(package_name(path), 0)
    notes: list[str] = []
    try:
        spec = read_spec(path)
        tried.operations = len(spec.operations)
        overlays = proposed_overlays(spec) if is_annotated else []
        update([path], folder, notes.append, overlays=overlays)
    except (SpecError, ToolError) as error:
        tried.left_out = str(error).split("\n")
        return tried
    tried.left_out = notes
    left_out = (re.search(r": ([^:]+) (?:is|are) not generated: ", each) for each in notes)
    names = {name for found in left_out if found is not None for name in found[1].split(", ")}
    tried.made = tried.operations - len(names)
    return tried


def _stock(path: Path, folder: Path) -> Tried:
    """Generate the package of openapi-python-client alone."""
    tried = Tried(package_name(path), 0)
    folder.mkdir(exist_ok=True)
    command = [
        _BIN / "openapi-python-client",
        "generate",
        "--path",
        path.absolute(),
        "--meta",
        "none",
    ]
    done = _run([*command, "--output-path", folder / tried.name], folder)
    package = folder / tried.name
    modules = [each for each in package.glob("api/*/*.py") if each.name != "__init__.py"]
    tried.made = len(modules)
    warnings = re.findall(r"WARNING .*|ERROR .*|.*Error: .*", done.stdout + done.stderr)
    tried.left_out = warnings or ([] if modules else ["it made nothing"])
    return tried


def _check(found: Sequence[Tried], folder: Path) -> None:
    """Import the packages of a folder, and check their types: all at once, for it is faster."""
    made = [each for each in found if (folder / each.name).is_dir()]
    for each in made:
        each.imported = _imported(folder / each.name)
    if not made:
        return
    targets = [argument for each in made for argument in ("-p", each.name)]
    mypy = _run([_BIN / "mypy", "--strict", "--cache-dir", os.devnull, *targets], folder).stdout
    pyright = _ROOT / "node_modules" / ".bin" / "pyright"
    settings = {
        "include": [each.name for each in made],
        "typeCheckingMode": "strict",
        "venvPath": str(_BIN.parent.parent),
        "venv": _BIN.parent.name,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    outputs = {"mypy": mypy}
    if pyright.exists() and shutil.which("node"):
        outputs["pyright"] = _run([pyright, "-p", folder], folder).stdout
    for each in made:
        pattern = re.compile(rf"^\s*(?:\S*/)?{each.name}/\S+:\d+.* error", re.MULTILINE)
        each.errors = {name: len(pattern.findall(text)) for name, text in outputs.items()}


def _imported(package: Path) -> str:
    """Return how long the import of all modules takes, or why it fails."""
    names = [
        ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(package.rglob("*.py"))
        if path.name != "__main__.py"
    ]
    code = f"import sys, time; t = time.perf_counter(); import {', '.join(names)}"
    command = [sys.executable, "-P", "-B", "-c", f"{code}; print(time.perf_counter() - t)"]
    done = _run(command, package.parent)
    return f"{float(done.stdout):.1f} s" if done.returncode == 0 else done.stderr.splitlines()[-1]


def _cells(tried: Tried) -> list[str]:
    """Return the cells of a package: what is left out, its import, and its errors."""
    told = str(len(tried.left_out)) if tried.made else tried.left_out[0].rpartition(": ")[2]
    errors = (str(tried.errors.get(each, "-")) for each in ("mypy", "pyright"))
    return [told, tried.imported, *errors]


def _other(tried: Tried) -> str:
    """Return the cell of the package that openapi-python-client makes."""
    if not tried.made:
        return tried.left_out[0][:60]
    errors = ", ".join(f"{name} {count}" for name, count in tried.errors.items())
    return f"{tried.made}; {len(tried.left_out)} warnings; {tried.imported}; {errors}"


def _run(command: Sequence[Any], folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{_BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(  # noqa: S603 - the commands are fixed
        [str(each) for each in command],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
