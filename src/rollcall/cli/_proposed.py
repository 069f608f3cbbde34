"""What ``rollcall annotate`` prints: its progress, and what a server showed of the proposals."""

import json
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import click

from rollcall.annotate import Missing, Proposal, line_of, owners_of
from rollcall.reports import Progress, count, one_line
from rollcall.runs import Event, LawFinished, RunStarted, Waiting
from rollcall.runs import Progress as UnitProgress
from rollcall.spec import Spec

__all__ = ["Asking", "Command", "summary"]

_SHORT = 100
"""The longest value that is printed beside another one, in characters."""
_DOUBTFUL = "confirmed with a doubt"
_STATES: Mapping[str, str] = {
    "confirmed": "confirmed",
    "chosen": "chosen",
    "disputed": "contradicted but kept",
    "contradicted": "contradicted",
    "open": "undecided",
}


@attrs.frozen
class Command:
    """The arguments of the command, for the lines that name the next one.

    Attributes:
        spec: The document.
        url: The server; empty: none.
        overlays: The overlays that were read besides the output.
    """

    spec: str
    url: str
    overlays: Sequence[str] = ()

    def check(self, *options: str) -> str:
        """Return the shell line that checks the server."""
        known = [word for each in self.overlays for word in ("--overlay", each)]
        words = ("rollcall", "check", self.spec, self.url or "URL", *known, *options)
        return shlex.join(words)


@attrs.define
class Asking:
    """Shows how far the runs are that ask a server about proposals."""

    progress: Progress
    requests: int = 0

    def show(self, event: Event) -> None:
        """Show an event of a run; each run has a progress of its own."""
        match event:
            case RunStarted():
                self.progress.counts.clear()
                self.progress.start(len(event.units))
                self._tick("")
            case UnitProgress():
                self._tick(event.unit.group, event.requests)
            case Waiting():
                click.echo(f"the server responds with 429: waiting {event.seconds:.0f} s", err=True)
            case LawFinished():
                self.requests += event.result.requests
                self.progress.count("done")
                self._tick(event.unit.group)

    def _tick(self, group: str, requests: int = 0) -> None:
        self.progress.tick(f"{self.requests + requests:,} requests  {group}")


def summary(
    found: Sequence[Proposal],
    missing: Sequence[Missing],
    spec: Spec,
    command: Command,
    output: Path | None,
) -> Iterator[str]:
    """Yield the lines about the proposals that a run of the command ends with.

    Args:
        found: The proposals.
        missing: The parameters without a proposal.
        spec: The document.
        command: The arguments of the command.
        output: The overlay; None: it was printed.
    """
    lists = [each for each in found if each.ends_list]
    named = [each for each in found if not each.ends_list]
    is_asked = bool(command.url)
    counted = Counter(_state(each) if is_asked else each.confidence for each in named)
    parts = [f"{number} {name}" for name, number in counted.items()]
    if named or not lists:
        yield f"{count(len(named), 'proposal')}: {', '.join(parts) or 'nothing to add'}"
    text = output.read_text("utf-8") if output is not None and output.exists() else ""
    for choice in missing:
        line = line_of(text, spec, choice)
        place = f"; choose in {output}:{line}" if line else ""
        name = one_line(f"{choice.parameter} of {choice.operation}")
        yield f"no proposal for: {name} ({choice.reason}{place})"
    contradicted = [each for each in named if each.state in {"contradicted", "disputed"}]
    doubtful = [each for each in named if _state(each) == _DOUBTFUL]
    for group, why in (
        (contradicted, "contradicted: the proposal is wrong, or the server has a bug"),
        (doubtful, f"{_DOUBTFUL}: a law fails, or a likelier meaning is contradicted"),
    ):
        yield from [f"{len(group)} {why}:"] if group else []
        for each in group:
            line = line_of(text, spec, each)
            place = f"{output}:{line}: " if line else ""
            yield f"  {place}{_name(spec, each)}{_kept(each)}: {_brief(each.evidence)}"
            yield from _indented(each.curl)
    for each in lists:
        yield f"{_name(spec, each, with_value=False)} cannot be annotated: {_brief(each.evidence)}"
        yield from _indented(each.curl)
        yield "  Usually the server has a bug. The check that names it:"
        yield f"    {command.check('--guess')}"


def _state(proposal: Proposal) -> str:
    """Return what a server showed of a proposal.

    Of one with a low confidence, something is always contradicted.
    """
    is_doubtful = bool(proposal.evidence) and proposal.confidence != "low"
    is_confirmed = proposal.state == "confirmed"
    return _DOUBTFUL if is_confirmed and is_doubtful else _STATES[proposal.state]


def _kept(proposal: Proposal) -> str:
    kept = {
        "disputed": " (kept: the document says so)",
        "contradicted": " (a comment: uncomment it to check by it)",
    }
    return kept.get(proposal.state, "")


def _name(spec: Spec, proposal: Proposal, *, with_value: bool = True) -> str:
    operation, parameter = owners_of(spec)[proposal.at]
    if not with_value:
        return f"the list {operation.id}"
    name = f"{parameter} of {operation.id}" if parameter else operation.id
    return one_line(f"{name}: {proposal.word}: {json.dumps(proposal.value)}")


def _indented(lines: str) -> Iterator[str]:
    yield from (f"    {each}" for each in lines.splitlines())


def _brief(evidence: str) -> str:
    """Return the first of the violations, how many more there are, and what they contradict."""
    told, _, value = evidence.partition(", with {")
    first, *others = told.split("; ")
    contradicted = f", with {{{value}" if 0 < len(value) <= _SHORT else ""
    more = f", and {len(others)} more" if others else ""
    return one_line(f"{first}{more}{contradicted}")
