"""``rollcall generate``."""

from pathlib import Path

import click

from rollcall._sources import read_overlays
from rollcall.cli._common import overlay_option
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
@overlay_option
@click.option(
    "--strict",
    is_flag=True,
    help="Refuse a spec of which a part cannot be generated, instead of leaving it out.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; print the differences, and exit with 1."
)
def generate(
    spec: Path, output: Path, overlays: tuple[str, ...], *, strict: bool, check: bool
) -> None:
    """Generate a typed Python client from a spec.

    What cannot be generated is left out, and told on standard error with its place and the reason.

    Overlays can also be set in [tool.rollcall] of pyproject.toml, and in ROLLCALL_OVERLAYS.

    Requires: pip install 'rollcall-contract[generate]'
    """
    try:
        from rollcall import codegen  # noqa: PLC0415 - it needs the extra "generate"
    except ModuleNotFoundError as problem:
        raise UsageError(
            f"rollcall generate needs {problem.name}: pip install 'rollcall-contract[generate]'"
        ) from None
    applied = read_overlays(overlays or None)
    try:
        if not check:
            for folder in codegen.update(
                [spec],
                output,
                lambda text: click.echo(text, err=True),
                overlays=applied,
                is_strict=strict,
            ):
                click.echo(f"{folder}: written")
            return
        differences = codegen.verify([spec], output, overlays=applied, is_strict=strict)
    except codegen.ToolError as problem:
        raise UsageError(str(problem)) from None
    for each in differences:
        click.echo(str(each))
    if differences:
        raise SystemExit(1)
    click.echo(f"{output}: up to date with {spec}")
