"""``rollcall laws``."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from shutil import get_terminal_size
from textwrap import fill
from typing import Any

import click
import msgspec

from rollcall.cli._common import several
from rollcall.config import Config
from rollcall.laws import Law, family_titles, registered
from rollcall.runs import load_plugins
from rollcall.spec import CONVENTIONS, UsageError, hint

__all__ = ["laws"]

_WIDEST = 100
_REFERENCE = "openapi/ANNOTATIONS.md"
_BASES = {
    "document": "a schema, a bound or an annotation of the spec says so",
    "standard": "an RFC or OpenAPI itself says so",
    "convention": "guidelines differ, and the spec chooses",
}
_RFC = re.compile(r"RFC ([0-9]+)(?:, section ([0-9.]*[0-9]))?")


@click.command()
@click.argument("law", required=False, metavar="[LAW]")
@click.option(
    "--basis",
    "bases",
    multiple=True,
    type=click.Choice([*_BASES]),
    help="List only laws that rest on this. Repeatable.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print them. [text]",
)
@several("--plugin", "plugins", "MODULE", "Import a module that registers laws.")
def laws(law: str | None, bases: Sequence[str], form: str, plugins: tuple[str, ...]) -> None:
    """List the laws, or explain one.

    LAW is an id such as page.length, or a pattern such as 'filter.*'.
    """
    load_plugins(Config.load(plugins=plugins or None))
    known = [each for each in registered() if not bases or each.basis in bases]
    found = [each for each in known if law is None or fnmatchcase(each.id, law)]
    if not found:
        near = hint(str(law), [each.id for each in known])
        raise UsageError(f"there is no law {law}{near}; rollcall laws lists them all")
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode([*map(_record, found)])))
    elif len(found) == 1:
        _explain(found[0])
    else:
        _list(found)


def _list(found: Sequence[Law]) -> None:
    """Print the laws, family by family."""
    family, titles = "", family_titles()
    for each in found:
        if each.family != family:
            click.echo(("\n" if family else "") + titles[each.family])
            family = each.family
        click.echo(_wrapped(f"  {each.id:<24}", each.sentence, 26))


def _explain(law: Law) -> None:
    """Print the parts of a law, those without a text left out."""
    violations = _violations(law)
    click.echo(law.id)
    for title, text in (
        ("sentence", law.sentence),
        ("check", law.comparison),
        ("needs", law.needs),
        ("basis", f"{law.basis}: {_BASES[law.basis]}"),
        ("source", law.source),
        ("statements", _named(law)),
        ("strictness", "; ".join(map(_choices, law.choices))),
        ("violation", f"for example: {violations[0]}" if violations else ""),
        ("channels", ", ".join(law.channels)),
    ):
        if text:
            click.echo(_wrapped(f"  {title:<12}", text, 14))


def _violations(law: Law) -> tuple[str, ...]:
    """Return examples of violations: the defects of mutants that a law detects."""
    from rollcall.mutants import defects_of  # noqa: PLC0415 - only where it is needed

    return defects_of(law.id)


def _named(law: Law) -> str:
    """Return the anchors of the statements that a law tests."""
    anchors = " ".join(f"#{each}" for each in law.statements)
    return f"{_REFERENCE}: {anchors}" if anchors else ""


def _choices(key: str) -> str:
    """Return a key of ``strictness`` with its choices."""
    return f"{key}: {', '.join(CONVENTIONS[key].choices)}"


def _record(law: Law) -> dict[str, Any]:
    """Return the parts of a law as JSON."""
    return {
        "id": law.id,
        "family": law.family,
        "sentence": law.sentence,
        "check": law.comparison,
        "needs": law.needs,
        "basis": law.basis,
        "source": law.source,
        "links": [_rfc(*each) for each in _RFC.findall(law.source)],
        "statements": [f"{_REFERENCE}#{each}" for each in law.statements],
        "strictness": law.choices,
        "violations": _violations(law),
        "channels": law.channels,
    }


def _rfc(number: str, section: str) -> str:
    """Return the URL of an RFC, or of one of its sections."""
    fragment = f"#section-{section}" if section else ""
    return f"https://www.rfc-editor.org/rfc/rfc{number}{fragment}"


def _wrapped(start: str, text: str, indent: int) -> str:
    width = min(_WIDEST, get_terminal_size().columns)
    return fill(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
