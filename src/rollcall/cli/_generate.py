"""``rollcall generate``."""

from pathlib import Path

import click

from rollcall.spec import UsageError

__all__ = ["generate"]


@click.command(epilog="Exit status: 0 written, or up to date; 1 outdated (--check); 2 usage error.")
@click.argument("spec", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="FOLDER",
    help="The folder to write the package into; it is named like the spec.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; print the differences, and exit with 1."
)
def generate(spec: Path, output: Path, *, check: bool) -> None:
    """Generate a typed Python client from a spec.

    Requires: pip install 'rollcall-contract[generate]'
    """
    try:
        from rollcall import codegen  # noqa: PLC0415 - it needs the extra "generate"
    except ModuleNotFoundError as problem:
        raise UsageError(
            f"rollcall generate needs {problem.name}: pip install 'rollcall-contract[generate]'"
        ) from None
    try:
        if not check:
            for folder in codegen.update([spec], output, lambda text: click.echo(text, err=True)):
                click.echo(f"{folder}: written")
            return
        differences = codegen.verify([spec], output)
    except codegen.ToolError as problem:
        raise UsageError(str(problem)) from None
    for each in differences:
        click.echo(str(each))
    if differences:
        raise SystemExit(1)
    click.echo(f"{output}: up to date with {spec}")
