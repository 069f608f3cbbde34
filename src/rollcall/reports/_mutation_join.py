"""Joins the reports of the shards of a mutation run."""

from collections.abc import Sequence
from itertools import zip_longest

import attrs

from rollcall.reports._mutation import MutationReport
from rollcall.reports._words import duration

__all__ = ["join_mutation_reports"]


def join_mutation_reports(reports: Sequence[MutationReport]) -> MutationReport:
    """Return the report of a run from those of all its shards, in their order.

    What each shard checked again, such as the server without a mutant, is told once. A shard that
    its user interrupted is incomplete.
    """
    first = reports[0]
    rounds = zip_longest(*(each.mutants for each in reports))
    channels = {name: title for each in reports for name, title in each.channels.items()}
    sound = {name: [each.sound.get(name, ()) for each in reports] for name in channels}
    stops = [
        f"shard {number}/{len(reports)}: {each.stopped}"
        for number, each in enumerate(reports, 1)
        if each.stopped
    ]
    longest = max(each.seconds for each in reports)
    took = f"{len(reports)} shards took up to {duration(longest)} each"
    return attrs.evolve(
        first,
        seconds=longest,
        channels=channels,
        mutants=[mutant for each in rounds for mutant in each if mutant is not None],
        sound={
            name: [*dict.fromkeys(line for lines in found for line in lines)]
            for name, found in sound.items()
            if any(name in each.sound for each in reports)
        },
        notes=[took, *dict.fromkeys(note for each in reports for note in each.notes)],
        stopped="; ".join(stops) or None,
        errors=[error for each in reports for error in each.errors],
        is_incomplete=any(each.is_incomplete or each.is_interrupted for each in reports),
        is_interrupted=False,
        finished_at=max(each.finished_at for each in reports),
        shard=None,
    )
