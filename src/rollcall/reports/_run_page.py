"""The report of a run as an HTML page."""

from collections.abc import Iterable, Mapping, Sequence

from rollcall.laws import Verdict, Violation
from rollcall.reports._html import render
from rollcall.reports._mutation import MutationReport
from rollcall.reports._mutation_page import matrix_of
from rollcall.reports._not_judged import guessed_lines, not_judged_lines
from rollcall.reports._run_text import (
    BINDING,
    RESULTS,
    counts_of,
    ending_of,
    extent_of,
    gone_line,
    grouped_notes,
    headline,
    note_line,
    place_of,
    problems,
    sum_up,
    undecided,
)
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
    states_of,
)
from rollcall.reports._words import CHANNELS, count, duration
from rollcall.runs import Cause, Report

__all__ = ["to_html"]


def to_html(report: Report, mutation_reports: Sequence[MutationReport] = ()) -> str:
    """Return a report as an HTML page: one file that loads nothing.

    Args:
        report: The report of a run.
        mutation_reports: The reports of mutation runs; the page summarizes those of the same spec.
    """
    config, counts = report.config, counts_of(report)
    channels = {each: capitalized(CHANNELS.get(each, each)) for each in report.channels}
    return render(
        Page(
            kind="Contract report",
            title=report.spec_title,
            version=report.spec_version,
            state=RESULTS[report.exit_code],
            lead=sum_up(report),
            stopped=ending_of(report),
            tiles={each: counts[each] for each in ("fail", "inconclusive", "vacuous", "pass")},
            facts=[
                Fact("Server", report.base_url, is_code=True),
                Fact("Spec", " + ".join([report.spec_path, *config.overlays]), is_code=True),
                Fact("Finished", f"{report.finished_at:%Y-%m-%d %H:%M:%S %Z}"),
                Fact("Profile", config.profile),
                Fact("Seed", str(config.seed), is_code=True),
            ],
            notes={
                "Gone: remove with --update-baseline": [*map(gone_line, report.gone_causes)],
                "Units without a result": problems(report),
            },
            matrix_title="Operations and families of laws",
            matrix=_matrix(report, channels),
            nouns=("verdict", "cause"),
            facet_titles=("Verdict", "Family", "Operation", "Channel"),
            channels=channels,
            cards_title="Causes",
            no_cards="No law failed." if report.verdicts else "No law was checked.",
            cards=_cards(report),
            groups_title="Laws",
            groups=report.families,
            rows_caption="Below each verdict: witnesses of cases.",
            items={
                each.id: Item(
                    each.sentence,
                    [Fact("Source", each.source), Fact("Needed in the data", each.needs)],
                )
                for each in report.laws
            },
            results=_results(report),
            sections=[
                *_rest(report),
                *_mutants(report, mutation_reports),
                *_baselines(report),
                Section(
                    "requests",
                    "Requests",
                    "The number of requests to each operation, and of responses by status.",
                    heads=("Operation", "Request", "Sent", "With items", "Statuses"),
                    rows=[
                        (
                            each.id,
                            f"{each.method} {each.path}",
                            f"{each.requests:,}",
                            f"{each.with_items:,}",
                            ", ".join(
                                f"{status}: {number:,}"
                                for status, number in sorted(each.statuses.items())
                            ),
                        )
                        for each in report.operations
                    ],
                ),
            ],
        )
    )


def _results(report: Report) -> list[Result]:
    families = {law.id: law.family for law in report.laws}
    numbers = {
        key: number
        for number, each in enumerate(_ordered(report), 1)
        for key in (*(violation.key for violation in each.violations), *each.follows)
    }
    order = {each.id: number for number, each in enumerate(report.operations)}
    return [
        Result(
            families[each.law],
            each.law,
            (each.operation, each.subject),
            each.operation,
            each.subject,
            each.channel,
            each.outcome,
            f"{each.witnesses:,} of {each.cases:,}",
            numbers.get(each.key, 0),
            [each.reason] if each.reason else [],
        )
        for each in sorted(report.verdicts, key=lambda each: order.get(each.operation, -1))
    ]


def _matrix(report: Report, channels: Mapping[str, str]) -> Matrix:
    family_of = {law.id: law.family for law in report.laws}
    grouped: dict[tuple[str, str, str], list[Verdict]] = {}
    for each in report.verdicts:
        key = each.channel, each.operation, family_of[each.law]
        grouped.setdefault(key, []).append(each)
    families = [each for each in report.families if each in family_of.values()]

    def cell(channel: str, operation: str, family: str) -> MatrixCell | None:
        found = grouped.get((channel, operation, family))
        if not found:
            return None
        worst = next(iter(states_of(each.outcome for each in found)))
        laws = {each.law for each in found}
        having = {each.law for each in found if each.outcome == worst}
        return MatrixCell(
            worst,
            (f"{len(having)} of " if having != laws else "") + count(len(laws), "law"),
            count(sum(each.witnesses for each in found), "witness"),
            f"family-{family}",
            {"channel": channel, "operation": operation, "family": family},
        )

    return Matrix(
        "Each cell shows the worst verdict in a family of laws, the number of laws with that "
        "verdict, and the number of witnesses: cases that can detect a violation. It links to the "
        "laws.",
        ["Operation", *(report.families[each] for each in families)],
        [
            (
                title,
                [
                    (operation.id, [cell(channel, operation.id, family) for family in families])
                    for operation in report.operations
                ],
            )
            for channel, title in channels.items()
        ],
    )


def _ordered(report: Report) -> tuple[Cause, ...]:
    """Return the causes, the known ones last."""
    return *report.new_causes, *report.known_causes


def _cards(report: Report) -> list[Card]:
    return [_card(report, each) for each in _ordered(report)]


def _card(report: Report, cause: Cause) -> Card:
    laws = {law.id: law for law in report.laws}
    best, place, known = cause.violations[0], place_of(report, cause), report.known.get(cause.id)
    since = "" if known is None else f"{known.first_seen} {known.reason}"
    return Card(
        cause.title,
        "fail" if known is None else "known",
        "fail",
        cause.operation,
        [*dict.fromkeys(each.channel for each in cause.violations)],
        [*dict.fromkeys(laws[each.law].family for each in cause.violations)],
        best.law,
        laws[best.law].sentence,
        [
            Fact("Operation", cause.operation, is_code=True),
            Fact("Parameters" if best.parameters else "Subject", best.about, is_code=True),
            Fact("Spec", "{}:{}".format(*place) if place is not None else "", is_code=True),
            Fact("Violates", extent_of(cause)),
            Fact("Failed", _times(report, best)),
            Fact("Known since", since.strip()),
            Fact("Id", cause.id, is_code=True),
        ],
        best.detail,
        {"curl": best.curl, "Python": best.python},
        best.exchanges,
        [(headline(each), each.curl) for each in cause.violations[1:]],
    )


def _times(report: Report, violation: Violation) -> str:
    failed, ran = report.failed.get(violation.key, 0), report.ran.get(violation.key, 0)
    return f"{failed:,} of {count(ran, 'time')}" if ran > 1 else ""


def _rest(report: Report) -> list[Section]:
    """Return the sections of what is undecided, not judged, noted, and not checked."""
    notes = Section(
        "notes",
        "Notes",
        f"The behaviour of the server where the spec makes no choice. {BINDING}",
        snippets=[
            (note_line(first, [each.operation for each in notes]), first.binding)
            for first, notes in grouped_notes(report).items()
        ],
    )
    open_ = Section("undecided", "Undecided", lines=undecided(report))
    guessed = Section("guessed", "Guessed annotations", lines=guessed_lines(report))
    not_judged = Section("not-judged", "Not judged", lines=not_judged_lines(report))
    not_checked = Section("not-checked", "Not checked", lines=report.not_checked)
    found = (open_, guessed, not_judged, notes, not_checked)
    return [each for each in found if each.snippets or each.lines]


def _mutants(report: Report, mutation_reports: Iterable[MutationReport]) -> list[Section]:
    return [
        Section(
            f"mutants-{number}",
            f"Mutants of the {each.side}",
            f"{each.total()}. Against {each.server}; profile {each.profile}, seed {each.seed}, "
            f"{each.finished_at:%Y-%m-%d}, {duration(each.seconds)}.",
            matrix=matrix_of(each, is_linked=False),
        )
        for number, each in enumerate(mutation_reports, 1)
        if (each.title, each.version) == (report.spec_title, report.spec_version)
    ]


def _baselines(report: Report) -> list[Section]:
    if not report.baselines:
        return []
    rows = [
        (
            each.operation,
            each.parent or "",
            f"{each.rows:,}" if each.is_whole else f"the first {each.rows:,}",
            "not stated" if each.total is None else f"{each.total:,}",
            count(each.changed, "time") if each.changed else "never",
        )
        for each in report.baselines
    ]
    heads = ("Operation", "Parent", "Items read", "Total", "Changed during the run")
    lead = "Responses are compared with these lists, each read once over plain HTTP."
    return [Section("baselines", "Baselines", lead, heads=heads, rows=rows)]
