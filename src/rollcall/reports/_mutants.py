"""What a campaign of faults came to, counted as the tables of its page and of the terminal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

__all__ = [
    "STATES",
    "Tally",
    "count_mutants",
    "is_about",
    "overall",
    "state",
    "tell_total",
]

STATES = ("survived", "not covered", "not tried", "killed", "equivalent", "not applicable")
"""What may have come of a fault through a channel, the worst first."""

_NOUNS = {"document": "mutated documents"}
_SENTENCES = {
    "survived": "{} survived: an answer was wrong, and no law noticed",
    "not covered": "{} not covered, because the data has nothing that could show them",
    "not tried": "{} not tried, because the campaign ended early",
}


@attrs.frozen
class Tally:
    """What came of the faults of a group through a channel.

    Attributes:
        counted: How many faults ended each way, by the state.
        seconds: How long they took together.
    """

    counted: Mapping[str, int]
    seconds: float

    @property
    def worst(self) -> str:
        """The worst state that a fault has; empty where there is none."""
        return next((each for each in STATES if self.counted.get(each)), "")

    @property
    def telling(self) -> int:
        """How many faults there are that could have been noticed."""
        return sum(self.counted.get(each, 0) for each in STATES[:4])


def is_about(mutants: Mapping[str, Any], report: Mapping[str, Any]) -> bool:
    """Return whether the report of a campaign is about the contract and the server of a run."""
    spec, server = report["spec"], report["server"]
    own = "the sandbox" if server["sandbox"] else server["base_url"]
    is_same = mutants["api"] == {"title": spec["title"], "version": spec["version"]}
    return is_same and bool(mutants["server"] == own)


def state(mutant: Mapping[str, Any], channel: str) -> str:
    """Return what came of a fault through a channel; a killed one is killed, whatever was expected."""
    trial = mutant["trials"].get(channel)
    if trial is not None and trial["outcome"] == "killed":
        return "killed"
    if mutant["equivalent"]:
        return "equivalent"
    return str(trial["outcome"]) if trial is not None else "not tried"


def overall(mutant: Mapping[str, Any], channels: Iterable[str]) -> str:
    """Return what came of a fault through all channels: one that notices it is enough."""
    states = {state(mutant, each) for each in channels}
    return "killed" if "killed" in states else next((s for s in STATES if s in states), "not tried")


def count_mutants(
    report: Mapping[str, Any],
) -> list[tuple[Mapping[str, str], list[Tally]]]:
    """Return each group that has faults, with what came of them through each channel.

    The last one is no group, but all of them; its id is empty.
    """
    groups = [
        (group, [each for each in report["mutants"] if each["group"] == group["id"]])
        for group in report["groups"]
    ]
    every = ({"id": "", "title": "All"}, report["mutants"])
    return [
        (group, [_tally(mutants, channel["id"]) for channel in report["channels"]])
        for group, mutants in (*groups, every)
        if mutants or not group["id"]
    ]


def _tally(mutants: Sequence[Mapping[str, Any]], channel: str) -> Tally:
    counted = Counter(state(each, channel) for each in mutants)
    trials = (each["trials"].get(channel) for each in mutants)
    return Tally(counted, sum(each["seconds"] for each in trials if each is not None))


def tell_total(report: Mapping[str, Any]) -> str:
    """Say in a sentence how many of the faults were noticed, and why the others were not."""
    channels = [each["id"] for each in report["channels"]]
    counted = Counter(overall(each, channels) for each in report["mutants"])
    whole = sum(counted[each] for each in STATES[:4])
    noun = _NOUNS.get(report["side"], "faults")
    said = f"{counted['killed']:,} of {whole:,} {noun} would have been caught here"
    if len(channels) > 1:
        tallies = count_mutants(report)[-1][1]
        alone = [
            f"{channel['title']} {tally.counted.get('killed', 0):,} of {tally.telling:,}"
            for channel, tally in zip(report["channels"], tallies, strict=True)
        ]
        said += f" (by each alone: {', '.join(alone)})"
    parts = [
        sentence.format(f"{counted[each]:,}")
        for each, sentence in _SENTENCES.items()
        if counted[each]
    ]
    left_out = [
        f"{counted[each]:,} {each}" for each in ("equivalent", "not applicable") if counted[each]
    ]
    if left_out:
        parts.append(f"left out of the count: {' and '.join(left_out)}")
    return f"{'; '.join([said, *parts])}."
