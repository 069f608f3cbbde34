"""Write docs/explanation/mutants.md, the totals of mutation runs, from their JSON reports."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rollcall.reports import STATES, MutationReport, read_mutation_report

_PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "mutants.md"
_STATES = ("killed", *(each for each in STATES if each != "killed"))
_SIDES = {
    "server": "Each mutant is a proxy in front of the sandbox with one defect. The laws run until "
    "one fails.",
    "document": "Each mutant is the spec with one change. Server and client are not changed; the "
    "laws run on each separately.",
}
_INTRODUCTION = """\
# What the laws detect

`scripts/publish_mutation_results.py` writes this page from the reports of mutation runs against the
sandbox. A mutant is *killed* if a law fails because of it, *survived* if a response differed and no
law failed, *not covered* if no response differed with this data, *equivalent* if no response can
differ, and *not applicable* if the channel sends no request that the mutant affects. The totals
leave out equivalent and not applicable mutants."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the given reports, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "reports", type=Path, nargs="+", help="the files of `rollcall mutate --json`"
    )
    options = parser.parse_args(arguments)
    sections = [line for each in options.reports for line in _section(read_mutation_report(each))]
    _PAGE.write_text("\n".join([_INTRODUCTION, *sections, ""]), encoding="utf-8")
    sys.stdout.write(f"wrote {_PAGE}\n")
    return 0


def _section(report: MutationReport) -> Iterator[str]:
    yield from ("", f"## {report.title}: mutants of the {report.side}", "", _SIDES[report.side])
    yield (
        f"Profile `{report.profile}`, seed {report.seed}, {report.seconds / 60:.0f} minutes, "
        f"{report.finished_at:%Y-%m-%d}: {report.total()}."
    )
    if report.stopped is not None:
        yield f"The run ended early: {report.stopped}."
    for number, title in enumerate(report.channels.values()):
        tallies = [(group, each[number].counts) for group, each in report.tallies()]
        shown = [each for each in _STATES if any(counts.get(each) for _, counts in tallies)]
        yield from ("", f"| {title} | {' | '.join(shown)} |", f"| --- |{' ---: |' * len(shown)}")
        for group, counts in tallies:
            yield f"| {group} | {' | '.join(f'{counts.get(each, 0):,}' for each in shown)} |"


if __name__ == "__main__":
    sys.exit(main())
