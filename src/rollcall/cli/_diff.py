"""``rollcall diff``."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rollcall.cli._common import FILE, overlay_option
from rollcall.config import Config
from rollcall.reports import (
    diff_to_json,
    diff_to_markdown,
    fragments_of,
    open_console,
    print_diff,
)
from rollcall.spec import UsageError

if TYPE_CHECKING:
    from rollcall.diff import Diff

__all__ = ["diff"]


@click.command(
    epilog="Exit status: 0 nothing breaks, or the version says so; 1 something breaks, and the "
    "version does not say so; 2 usage error."
)
@click.argument("versions", nargs=-1, required=True, metavar="BASE [REV] [SPEC]...")
@click.option(
    "--package",
    type=FILE,
    metavar="FILE",
    help="The pyproject.toml of the generated packages: its version follows from both columns.",
)
@click.option("--no-python", is_flag=True, help="Do not compare the generated clients.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How to print the changes. [text]",
)
@click.option(
    "--write",
    is_flag=True,
    help="Write the proposed versions into the files, and a fragment of the changelog into the "
    "folder of [tool.towncrier].",
)
@overlay_option
def diff(  # noqa: PLR0913 - a command has as many options
    versions: tuple[str, ...],
    package: Path | None,
    form: str,
    overlays: tuple[str, ...],
    *,
    no_python: bool,
    write: bool,
) -> None:
    """Show what a change of a spec does, on the wire and in the generated client.

    \b
    rollcall diff old.yaml new.yaml          two files
    rollcall diff v1.0.0 openapi.yaml        a file now, and in a revision of git
    rollcall diff v1.0.0 main openapi.yaml   a file in two revisions

    An argument that is a file, or ends with .yaml, .yml or .json, is a spec; others are
    revisions. Each change is judged for the clients that call the API and read its responses,
    and for the server: requests and responses in opposite directions. A change of an annotation
    is a change of meaning.

    Requires: pip install 'rollcall-contract[diff,generate]'
    """  # noqa: D301 - the character \b keeps the lines of the examples
    try:
        from rollcall.diff import compare  # noqa: PLC0415 - it needs the extra "diff"
    except ModuleNotFoundError as problem:
        raise UsageError(
            f"rollcall diff needs {problem.name}: pip install 'rollcall-contract[diff,generate]'"
        ) from None
    found = compare(
        versions,
        overlays or Config.load().overlays,
        str(package or ""),
        is_python=not no_python,
    )
    if form == "json":
        click.echo(diff_to_json(found), nl=False)
    elif form == "markdown":
        click.echo(diff_to_markdown(found), nl=False)
    else:
        print_diff(found, open_console())
    if write:
        _write(found)
    elif found.exit_code:
        raise SystemExit(found.exit_code)


def _write(found: "Diff") -> None:
    """Write the proposed versions and the fragments of the changelog."""
    from rollcall.diff import replaced  # noqa: PLC0415 - it needs the extra "diff"

    lines = {each.version.path: each.spec.line(("info", "version")) for each in found.documents}
    for version in found.versions:
        if version.is_raised:
            continue
        text = version.path.read_text("utf-8")
        text = replaced(text, version, lines.get(version.path))
        version.path.write_text(text, encoding="utf-8")
        click.echo(f"{version.path}: {version.proposed} written", err=True)
    folder = _fragments()
    for document in found.documents:
        for type_, sentence in fragments_of(document).items():
            name = f"+{document.version.path.stem}-{document.version.proposed}.{type_}.md"
            if folder is None:
                click.echo(sentence, nl=False, err=True)
                continue
            folder.mkdir(exist_ok=True)
            (folder / name).write_text(sentence, encoding="utf-8")
            click.echo(f"{folder / name}: written", err=True)


def _fragments() -> Path | None:
    """Return the folder of the fragments of the changelog; None if there is none."""
    try:
        settings = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
        return Path(settings["tool"]["towncrier"]["directory"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return None
