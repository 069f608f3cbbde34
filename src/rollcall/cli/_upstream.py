"""``rollcall upstream``."""

from pathlib import Path

import click

from rollcall._sources import from_path, from_url
from rollcall.cli._common import FILE, configuration, document_of, overlay_option
from rollcall.reports import open_console, print_upstream, upstream_to_json
from rollcall.spec import UsageError

__all__ = ["upstream"]


@click.command(
    epilog="Exit status: 0 each difference is explained; 1 one is not, or an explanation has no "
    "difference; 2 usage error."
)
@click.argument("spec", metavar="SPEC")
@click.argument("vendor", metavar="VENDOR_SPEC")
@click.option(
    "--explained",
    type=FILE,
    metavar="FILE",
    help="The differences that are meant, with their reasons. [SPEC with the suffix "
    ".upstream.yaml, if it exists]",
)
@click.option("--all", "is_all", is_flag=True, help="Print the explained differences, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the differences. JSON has all of them. [text]",
)
@overlay_option
def upstream(  # noqa: PLR0913 - a command has as many options
    spec: str,
    vendor: str,
    explained: Path | None,
    form: str,
    overlays: tuple[str, ...],
    *,
    is_all: bool,
) -> None:
    """Show how a spec differs from its vendor's own, on the wire.

    Both are files or URLs. The same request and the same response make no difference, however
    they are described: by references or inline, as an object in a query or as flat names, in
    OpenAPI 3.0 or 3.1. Nor do texts, names that are on no wire, and annotations.

    Requires: pip install 'rollcall-contract[diff]'
    """
    try:
        from rollcall.diff import (  # noqa: PLC0415 - it needs the extra "diff"
            compare_upstream,
            read_explanations,
        )
    except ModuleNotFoundError as problem:
        raise UsageError(
            f"rollcall upstream needs {problem.name}: pip install 'rollcall-contract[diff]'"
        ) from None
    beside = Path(spec).with_suffix(".upstream.yaml")
    if explained is None and "://" not in spec and beside.exists():
        explained = beside
    found = compare_upstream(
        document_of(spec, configuration({"overlays": overlays})),
        (from_url if "://" in vendor else from_path)(vendor, overlays=()),
        read_explanations(explained) if explained else (),
        explained,
    )
    if form == "json":
        click.echo(upstream_to_json(found), nl=False)
    else:
        print_upstream(found, open_console(), is_all=is_all)
    raise SystemExit(found.exit_code)
