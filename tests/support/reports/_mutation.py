"""The report of a mutation run, built by hand."""

from datetime import UTC, datetime

from rollcall.reports import MutantResult, MutationReport, Trial

__all__ = ["MISSING", "SURVIVOR", "mutation_report"]

SURVIVOR = "The total counts the items that the filter leaves out."
MISSING = "an item whose returned_at is not set"
_KILLED = Trial("killed", law="filter.sound", title="an item does not match", requests=7)
_NOT_COVERED = Trial(
    "not covered", requests=90, seconds=6.0, reasons=("filter.null: none is null",)
)


def mutation_report(sentence: str = SURVIVOR) -> MutationReport:
    """Return a report with a mutant of each state.

    Args:
        sentence: What the mutant that survives changes.
    """
    return MutationReport(
        side="server",
        title="Library",
        version="1.0.0",
        server="http://127.0.0.1:8000",
        profile="ci",
        seed=7,
        seconds=61.0,
        channels={"http": "plain HTTP", "client": "the client"},
        groups={"filter": "Filters", "meta": "Page information", "auth": "Credentials"},
        mutants=[
            MutantResult(
                "listLoans filter.ignored lent_at",
                "filter.ignored",
                "The filter is ignored.",
                "listLoans",
                "lent_at",
                trials={"http": _KILLED, "client": _KILLED},
            ),
            MutantResult(
                "listLoans filter.null-matches returned_at",
                "filter.null-matches",
                "An item whose field is not set matches.",
                "listLoans",
                "returned_at",
                needs=MISSING,
                trials={"http": _NOT_COVERED, "client": _NOT_COVERED},
            ),
            MutantResult(
                "listLoans meta.total-unfiltered",
                "meta.total-unfiltered",
                sentence,
                "listLoans",
                trials={"http": Trial("survived", requests=40), "client": Trial("survived")},
            ),
            MutantResult(
                "listLoans meta.stale",
                "meta.stale",
                "The total is that of the first page.",
                "listLoans",
                equivalent="the list has one page",
                trials={"http": Trial("survived"), "client": Trial("not covered")},
            ),
            MutantResult(
                "listLoans auth.any",
                "auth.any",
                "Any token is taken.",
                "listLoans",
                trials={"http": _KILLED, "client": Trial("not applicable")},
            ),
        ],
        sound={"http": ["listLoans page.totals: the total is 3, and there are 4 rows"]},
        notes=["a note"],
        finished_at=datetime(2026, 11, 21, 10, 4, 6, tzinfo=UTC),
    )
