"""Write docs/mutants.md, the totals of mutation runs, from their JSON reports."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_PAGE = Path(__file__).parents[1] / "docs" / "mutants.md"
_OUTCOMES = ("killed", "survived", "not covered", "equivalent", "not applicable", "not tried")
_SIDES = {
    "server": "Each mutant is the server behind a proxy that does one thing wrong. Laws are checked "
    "until one fails.",
    "document": "Each mutant is the document with one place changed. The server and the client stay "
    "as they are, and each witness is asked on its own.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the reports that are named, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path, nargs="+", help="what `rollcall mutate --json` wrote")
    options = parser.parse_args(arguments)
    reports = [json.loads(each.read_text("utf-8")) for each in options.reports]
    _PAGE.write_text("\n".join(_page(reports)) + "\n", encoding="utf-8")
    sys.stdout.write(f"wrote {_PAGE}\n")
    return 0


def _page(reports: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "# What the laws detect"
    yield ""
    yield "`scripts/publish_mutation_results.py` writes this page from the reports of mutation runs"
    yield "against the sandbox. A mutant is *killed* when a law fails because of it, *survived* when a"
    yield "response differed and no law failed, *not covered* when no response differed with this data,"
    yield "*equivalent* when no client could tell, and *not applicable* where no law of its kind is"
    yield "checked in that channel."
    for report in reports:
        yield from _section(report)


def _section(report: Mapping[str, Any]) -> Iterator[str]:
    channels, mutants = report["channels"], report["mutants"]
    yield ""
    yield f"## {report['api']['title']}: mutants of the {report['side']}"
    yield ""
    yield (
        f"{_SIDES[report['side']]} Profile `{report['profile']}`, seed {report['seed']}, "
        f"{report['seconds'] / 60:.0f} minutes, {report['generated_at'][:10]}."
    )
    if report["stopped"]:
        yield f"The run ended early: {report['stopped']}."
    for channel in channels:
        states = {each["id"]: _state(each, channel["id"]) for each in mutants}
        shown = [*_OUTCOMES[:3]]
        shown += [each for each in _OUTCOMES[3:] if each in states.values()]
        yield ""
        yield f"| {channel['title']} | " + " | ".join(shown) + " |"
        yield "| --- |" + " ---: |" * len(shown)
        for group in (*report["groups"], {"id": None, "title": "**All**"}):
            counted = Counter(
                states[each["id"]] for each in mutants if group["id"] in {each["group"], None}
            )
            if counted:
                cells = " | ".join(f"{counted[each]:,}" for each in shown)
                yield f"| {group['title']} | {cells} |"


def _state(mutant: Mapping[str, Any], channel: str) -> str:
    trial = mutant["trials"].get(channel)
    if mutant["equivalent"] and (trial is None or trial["outcome"] != "killed"):
        return "equivalent"
    return "not tried" if trial is None else str(trial["outcome"])


if __name__ == "__main__":
    sys.exit(main())
