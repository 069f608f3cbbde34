"""``rollcall annotate``."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import click

from rollcall.annotate import (
    Missing,
    Proposal,
    confirm,
    extended,
    missing_of,
    overlay_text,
    propose,
)
from rollcall.cli._common import NEW_FILE, configuration, document_of, read, target_options
from rollcall.cli._proposed import Asking, Command, summary
from rollcall.reports import Progress, count, open_console
from rollcall.spec import Spec, SpecError

__all__ = ["annotate"]

_BUDGET = 3000


@click.command(
    epilog="Exit status: 0 written, or nothing to add; 1 the server contradicts a list as a whole, "
    "which is left out; 2 usage error; 3 the data of the server decided nothing."
)
@target_options
@click.option("-o", "--output", type=NEW_FILE, metavar="FILE", help="Write the overlay into FILE.")
@click.option("--yes", is_flag=True, help="Take all proposals; ask nothing.")
def annotate(
    spec: str,
    url: str,
    token: tuple[str, ...],
    output: Path | None,
    *,
    yes: bool,
    **options: Any,  # noqa: ANN401 - the fields of a Config
) -> None:
    """Propose annotations for a spec, as an OpenAPI Overlay.

    The annotations tell how the lists of SPEC are paged, and what their parameters mean. They are
    proposed by names and types. With URL, the address of a server, the proposals are checked
    there, with GET requests only (3000 at most, unless --max-requests says otherwise). What the
    server contradicts is printed: the proposal is wrong, or the server has a bug. It becomes a
    comment with the reason, unless the document says it outright; then a check fails by it.

    A FILE that exists is never overwritten: what it does not have yet is added to its end, and a
    comment of a contradiction that is none any more is replaced. On a terminal, the doubtful
    proposals are shown one by one.
    """
    command = Command(spec, url, options["overlays"])
    if output is not None and output.exists():
        options["overlays"] = (*options["overlays"], str(output))
    options["max_requests"] = options["max_requests"] or str(_BUDGET)
    if url:
        document, target, config = read(spec, url, token, options)
    else:
        document, target = document_of(spec, configuration(options)), None
    found: Sequence[Proposal] = propose(document)
    if target is not None and found:
        click.echo(
            f"asking {url} about {count(len(found), 'proposal')}: "
            f"at most {config.max_requests:,} requests",
            err=True,
        )
        with Progress(open_console(sys.stderr)) as progress:
            found = confirm(document, found, target, config, Asking(progress).show)
    if not yes and sys.stdin.isatty() and sys.stdout.isatty():
        found = [*_decided(document, found)]
    is_likely = any(each.is_likely for each in found)
    missing = missing_of(document, found)
    is_written = is_likely or (bool(missing) and output is not None and output.exists())
    if is_written:
        _write(document, found, missing, output)
    for line in summary(found, missing, document, command, output):
        click.echo(line, err=True)
    if output is not None and is_written:
        click.echo(f"next: {command.check('--overlay', str(output))}", err=True)
    if any(each.ends_list for each in found):
        raise SystemExit(1)
    if target is not None and found and all(each.state in {"open", "chosen"} for each in found):
        click.echo("the data of the server decided nothing", err=True)
        raise SystemExit(3)


def _write(
    document: Spec, found: Sequence[Proposal], missing: Sequence[Missing], output: Path | None
) -> None:
    if output is None:
        click.echo(overlay_text(document, found, missing), nl=False)
    elif not output.exists():
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(overlay_text(document, found, missing), encoding="utf-8")
    else:
        before = output.read_text("utf-8")
        try:
            after = extended(before, document, found, missing)
        except SpecError as error:
            raise SpecError(error.problem, output) from None
        if after != before:
            output.write_text(after, encoding="utf-8")


def _decided(document: Spec, found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the proposals, with what a person chooses; those that are skipped are not likely."""
    takes_all = False
    for each in found:
        if takes_all or each.state != "open" or each.confidence == "high":
            yield each
            continue
        click.echo(f"\n{document.origin(each.at).line}: {each.word}: {each.reason}")
        for number, value in enumerate((each.value, *each.others), 1):
            click.echo(f"  {number}  {value}")
        last = 1 + len(each.others)
        answer = click.prompt(
            f"1-{last}, s to skip, a to take all the rest",
            default="1",
            type=click.Choice([*map(str, range(1, last + 1)), "s", "a"]),
            show_choices=False,
        )
        takes_all = answer == "a"
        if answer == "s":
            yield attrs.evolve(each, confidence="low", reason=f"skipped: {each.reason}")
        else:
            chosen = (each.value, *each.others)[int(answer) - 1 if answer.isdigit() else 0]
            yield attrs.evolve(each, value=chosen, others=(), state="chosen")
