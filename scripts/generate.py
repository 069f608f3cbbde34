"""Write the client packages in generated/ from the OpenAPI documents, or check them."""

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from rollcall.codegen import Difference, SpecError, ToolError, find_specs, leftovers, update, verify

_ROOT = Path(__file__).resolve().parent.parent
_MAXIMUM_DIFF_LINES = 60


def main() -> int:
    """Run the command line; the result is the exit code."""
    options = _parse()
    try:
        specs = options.specs or find_specs(_shown(_ROOT / "openapi"))
        if options.command == "update":
            for folder in update(specs, options.output):
                print(f"{folder}: written")
            return 0
        differences = verify(specs, options.output)
        extra = [] if options.specs else leftovers(specs, options.output)
    except (SpecError, ToolError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    if differences or extra:
        _report(differences, extra)
        return 1
    for spec in specs:
        print(f"{options.output / spec.stem.replace('-', '_')}: as {spec} says")
    return 0


def _report(differences: Sequence[Difference], extra: Sequence[Path]) -> None:
    for difference in differences:
        print(_describe(difference))
    for path in extra:
        print(f"{path}: extra, no spec describes it")
    if differences:
        count = len(differences)
        files = "file is" if count == 1 else "files are"
        words = ["update" if word == "verify" else word for word in sys.argv[1:]]
        python = str(_shown(Path(sys.executable)))
        command = shlex.join([python, "scripts/generate.py", *words])
        print(f"{count} {files} not what the spec says. Run: {command}", file=sys.stderr)
    if extra:
        print(f"Delete what no spec describes: {shlex.join(map(str, extra))}", file=sys.stderr)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "command",
        choices=["update", "verify"],
        help="update: write the packages. verify: write nothing, show what differs, exit with 1.",
    )
    parser.add_argument(
        "specs",
        nargs="*",
        type=Path,
        metavar="SPEC",
        help="the OpenAPI documents (default: all in openapi/)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=_shown(_ROOT / "generated"),
        metavar="FOLDER",
        help="the folder that holds the packages (default: generated/)",
    )
    return parser.parse_args()


def _shown(path: Path) -> Path:
    """Return a path the way the user would type it, where it lies below the working folder."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _describe(difference: Difference) -> str:
    lines = difference.diff.splitlines()
    if len(lines) > _MAXIMUM_DIFF_LINES:
        left_out = len(lines) - _MAXIMUM_DIFF_LINES
        lines = [*lines[:_MAXIMUM_DIFF_LINES], f"... and {left_out} more lines"]
    return "\n".join([f"{difference.path}: {difference.kind}", *lines])


if __name__ == "__main__":
    sys.exit(main())
