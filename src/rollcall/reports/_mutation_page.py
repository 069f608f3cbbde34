"""The report of a mutation run as an HTML page."""

from rollcall.reports._html import render
from rollcall.reports._mutation import STATES, MutantResult, MutationReport, MutationTally, State
from rollcall.reports._view import (
    Card,
    Fact,
    Item,
    Matrix,
    MatrixCell,
    Page,
    Result,
    Section,
    capitalized,
)
from rollcall.reports._words import count, duration, named

__all__ = ["matrix_of", "mutation_to_html"]

_ALWAYS: tuple[State, ...] = ("survived", "not covered", "killed")


def mutation_to_html(report: MutationReport) -> str:
    """Return the report of a mutation run as an HTML page: one file that loads nothing."""
    channels = {each: capitalized(title) for each, title in report.channels.items()}
    overall = [each.overall(channels) for each in report.mutants]
    sound = {
        f"Violations without a mutant, through {report.channels.get(each, each)}": lines
        for each, lines in report.sound.items()
    }
    not_covered = {
        f"{count(len(mutants), 'mutant')}: {missing or 'unknown data'}": [
            f"{named(each.operation, each.kind, each.subject)}: {each.sentence}" for each in mutants
        ]
        for missing, mutants in report.not_covered()
    }
    return render(
        Page(
            kind=f"Mutants of the {report.side}",
            title=report.title,
            version=report.version,
            state={0: "killed", 1: "survived"}.get(report.exit_code, "incomplete"),
            lead=f"{report.total()}. A mutant is killed if a law fails through any channel.",
            stopped="" if report.stopped is None else f"the run ended early: {report.stopped}",
            tiles={
                each: overall.count(each) for each in STATES if each in _ALWAYS or each in overall
            },
            facts=[
                Fact("Server", report.server, is_code=True),
                Fact("Profile", report.profile),
                Fact("Seed", str(report.seed), is_code=True),
                Fact("Finished", f"{report.finished_at:%Y-%m-%d %H:%M:%S %Z}"),
                Fact("Took", duration(report.seconds)),
            ],
            notes={**sound, "Errors": report.errors, "Notes": report.notes},
            matrix_title="Groups of mutants and channels",
            matrix=matrix_of(report, is_linked=True),
            nouns=("result", "survivor"),
            facet_titles=("State", "Group", "Operation", "Channel"),
            channels=channels,
            cards_title="Survivors",
            no_cards="No mutant survived.",
            cards=_cards(report),
            groups_title="Mutants",
            groups=report.groups,
            rows_caption="Below the state is the law that killed the mutant.",
            items=_items(report),
            results=_results(report),
            sections=[
                Section(
                    "not-covered",
                    "Data needed",
                    "These mutants changed no response. With this data, a response would change.",
                    folds=not_covered,
                )
            ]
            if not_covered
            else [],
        )
    )


def matrix_of(report: MutationReport, *, is_linked: bool) -> Matrix:
    """Return the groups of mutants and the channels.

    Args:
        report: The report.
        is_linked: Whether each cell links to its mutants.
    """
    ids = {title: each for each, title in report.groups.items()}

    def cell(group: str, channel: str, tally: MutationTally) -> MatrixCell | None:
        if tally.worst is None or tally.worst == "not applicable":
            return None
        others = [f"{tally.counts[each]:,} {each}" for each in STATES if tally.counts.get(each)]
        shown = [each for each in others if not each.endswith(" killed")]
        place = f"family-{ids[group]}" if group in ids else "laws"
        family = {"family": ids[group]} if group in ids else {}
        return MatrixCell(
            tally.worst,
            f"{tally.counts.get('killed', 0):,} of {tally.countable:,} killed",
            ", ".join([*shown, duration(tally.seconds)]),
            place if is_linked else "",
            {**family, "channel": channel},
        )

    return Matrix(
        "Each cell shows the worst state of a mutant and the number killed. It does not count "
        "equivalent and not applicable mutants.",
        ["Group", *map(capitalized, report.channels.values())],
        [
            (
                "",
                [
                    (
                        group,
                        [cell(group, *each) for each in zip(report.channels, tallies, strict=True)],
                    )
                    for group, tallies in report.tallies()
                ],
            )
        ],
    )


def _cards(report: MutationReport) -> list[Card]:
    return [
        Card(
            each.sentence,
            "survived",
            "survived",
            each.operation,
            [channel],
            [each.group],
            each.kind,
            "",
            [
                Fact("Operation", each.operation, is_code=True),
                Fact("Subject", each.subject, is_code=True),
                Fact("Channel", capitalized(title)),
                Fact("Sent", count(each.results[channel].requests, "request")),
                Fact("Needed in the data", each.needs),
            ],
        )
        for each in report.survivors
        for channel, title in report.channels.items()
        if each.state(channel) == "survived"
    ]


def _items(report: MutationReport) -> dict[str, Item]:
    """Return the kinds of mutants, the worst first."""
    kinds: dict[str, list[MutantResult]] = {}
    for each in report.mutants:
        kinds.setdefault(each.kind, []).append(each)

    def rank(kind: str) -> int:
        return min(STATES.index(m.state(each)) for m in kinds[kind] for each in report.channels)

    return {
        kind: Item(" ".join(dict.fromkeys(each.sentence for each in kinds[kind])))
        for kind in sorted(kinds, key=rank)
    }


def _results(report: MutationReport) -> list[Result]:
    return [
        Result(
            each.group,
            each.kind,
            each.id,
            each.operation,
            each.subject,
            channel,
            each.state(channel),
            each.results[channel].law if channel in each.results else "",
            reasons=_reasons(each),
        )
        for each in report.mutants
        for channel in report.channels
    ]


def _reasons(mutant: MutantResult) -> list[str]:
    """Return the reasons why a mutant was not killed, without repetition."""
    if mutant.equivalent:
        return [mutant.equivalent]
    results = mutant.results.values()
    if not any(each.outcome in {"survived", "not covered"} for each in results):
        return []
    needs = [f"needs {mutant.needs}"] if mutant.needs else []
    return [*dict.fromkeys([*needs, *(reason for each in results for reason in each.reasons)])]
