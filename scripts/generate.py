"""Write the client packages in generated/ from the OpenAPI documents, or check them.

update: write the packages. verify: write nothing, list the differences, exit with 1.
"""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rollcall.codegen import Difference, SpecError, ToolError, find_specs, leftovers, update, verify
from rollcall.spec import package_name

_ROOT = Path(__file__).resolve().parent.parent


def _shown(path: Path) -> Path:
    """Return a path relative to the working folder, if it is below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@click.command(help=__doc__)
@click.argument("command", type=click.Choice(["update", "verify"]))
@click.argument("specs", nargs=-1, type=click.Path(path_type=Path), metavar="[SPEC]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=_shown(_ROOT / "generated"),
    metavar="FOLDER",
    help="The folder of the packages (default: generated/).",
)
def main(command: str, specs: Sequence[Path], output: Path) -> None:
    """Run the command line."""
    try:
        chosen = specs or find_specs(_shown(_ROOT / "openapi"))
        if command == "update":
            for folder in update(chosen, output, is_strict=True):
                click.echo(f"{folder}: written")
            return
        differences = verify(chosen, output, is_strict=True)
        extra = [] if specs else leftovers(chosen, output)
    except (SpecError, ToolError) as error:
        raise SystemExit(str(error)) from None
    except OSError as error:
        raise SystemExit(f"{error.filename}: {error.strerror}") from None
    if differences or extra:
        _report(differences, extra)
        raise SystemExit(1)
    for spec in chosen:
        click.echo(f"{output / package_name(spec)}: as {spec} says")


def _report(differences: Sequence[Difference], extra: Sequence[Path]) -> None:
    for difference in differences:
        click.echo(str(difference))
    for path in extra:
        click.echo(f"{path}: extra, no spec describes it")
    if differences:
        count = len(differences)
        files = "file is" if count == 1 else "files are"
        words = ["update" if word == "verify" else word for word in sys.argv[1:]]
        mending = shlex.join([str(_shown(Path(sys.executable))), "scripts/generate.py", *words])
        click.echo(f"{count} {files} not what the spec says. Run: {mending}", err=True)
    if extra:
        click.echo(f"Delete what no spec describes: {shlex.join(map(str, extra))}", err=True)


if __name__ == "__main__":
    main()
