"""The faults that no answer could show, by the data that would be needed."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rollcall.reports import overall, state

__all__ = ["Wanting", "wanting"]

_MOST_REASONS = 3


@attrs.frozen
class Wanting:
    """Faults that the same data would show.

    Attributes:
        data: The data; empty where nothing says which.
        mutants: The faults, each with the titles of the channels that could not see it.
    """

    data: str
    mutants: Sequence[tuple[Mapping[str, Any], Sequence[str]]]


def wanting(report: Mapping[str, Any]) -> list[Wanting]:
    """Group the faults that were not reached, the largest group first.

    One that was noticed through another channel is left out: the data is there.
    """
    channels = [each["id"] for each in report["channels"]]
    grouped: dict[str, list[tuple[Mapping[str, Any], Sequence[str]]]] = {}
    for mutant in report["mutants"]:
        through = [
            channel["title"]
            for channel in report["channels"]
            if state(mutant, channel["id"]) == "not covered"
        ]
        if through and overall(mutant, channels) == "not covered":
            grouped.setdefault(_data(mutant), []).append((mutant, through))
    found = [Wanting(data, mutants) for data, mutants in grouped.items()]
    return sorted(found, key=lambda each: -len(each.mutants))


def _data(mutant: Mapping[str, Any]) -> str:
    """Return which data would show a fault: by the fault itself, or else by what the laws lacked."""
    if mutant["needs"]:
        return str(mutant["needs"])
    reasons = [
        reason.partition(": ")[2] or reason
        for trial in mutant["trials"].values()
        for reason in trial["reasons"]
    ]
    return "; ".join([*dict.fromkeys(reasons)][:_MOST_REASONS])
