"""``rollcall laws``."""

from fnmatch import fnmatchcase
from shutil import get_terminal_size
from textwrap import fill

import click

from rollcall.cli._common import several
from rollcall.config import Config
from rollcall.laws import Law, family_titles, registered
from rollcall.runs import load_plugins
from rollcall.spec import UsageError

__all__ = ["laws"]

_WIDEST = 100


@click.command()
@click.argument("law", required=False, metavar="[LAW]")
@several("--plugin", "plugins", "MODULE", "Import a module that registers laws.")
def laws(law: str | None, plugins: tuple[str, ...]) -> None:
    """List the laws, or explain one.

    LAW is an id such as page.length, or a pattern such as 'filter.*'.
    """
    load_plugins(Config.load(plugins=plugins or None))
    found = [each for each in registered() if law is None or fnmatchcase(each.id, law)]
    if not found:
        raise UsageError(f"there is no law {law}; rollcall laws lists them all")
    if len(found) == 1:
        _explain(found[0])
        return
    family, titles = "", family_titles()
    for each in found:
        if each.family != family:
            click.echo(("\n" if family else "") + titles[each.family])
            family = each.family
        click.echo(_wrapped(f"  {each.id:<24}", each.sentence, 26))


def _explain(law: Law) -> None:
    click.echo(law.id)
    for title, text in (
        ("sentence", law.sentence),
        ("basis", law.basis),
        ("source", law.source),
        ("needs", law.needs),
        ("channels", ", ".join(law.channels)),
    ):
        click.echo(_wrapped(f"  {title:<10}", text, 12))


def _wrapped(start: str, text: str, indent: int) -> str:
    width = min(_WIDEST, get_terminal_size().columns)
    return fill(text, width, initial_indent=start, subsequent_indent=" " * indent)
