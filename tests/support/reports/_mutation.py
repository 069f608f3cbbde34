"""An example of the report of a mutation run."""

from datetime import UTC, datetime

from rollcall.reports import ChannelResult, MutantResult, MutationReport

__all__ = ["MISSING", "SURVIVOR", "mutation_report"]

SURVIVOR = "The total counts the items that the filter leaves out."
MISSING = "an item whose shipped_at is not set"
_KILLED = ChannelResult("killed", law="filter.sound", title="an item does not match", requests=7)
_NOT_COVERED = ChannelResult(
    "not covered", requests=90, seconds=6.0, reasons=("filter.null: none is null",)
)


def mutation_report(sentence: str = SURVIVOR) -> MutationReport:
    """Return a report with a mutant of each state.

    Args:
        sentence: The change of the mutant that survives.
    """
    return MutationReport(
        side="server",
        title="Orders API",
        version="1.0.0",
        server="http://127.0.0.1:8000",
        profile="ci",
        seed=7,
        seconds=61.0,
        channels={"http": "plain HTTP", "client": "the client"},
        groups={"filter": "Filters", "meta": "Page information", "auth": "Credentials"},
        mutants=[
            MutantResult(
                "listOrders filter.ignored placed_at",
                "filter.ignored",
                "The filter is ignored.",
                "listOrders",
                "placed_at",
                results={"http": _KILLED, "client": _KILLED},
            ),
            MutantResult(
                "listOrders filter.null-matches shipped_at",
                "filter.null-matches",
                "An item whose field is not set matches.",
                "listOrders",
                "shipped_at",
                needs=MISSING,
                results={"http": _NOT_COVERED, "client": _NOT_COVERED},
            ),
            MutantResult(
                "listOrders meta.total-unfiltered",
                "meta.total-unfiltered",
                sentence,
                "listOrders",
                results={
                    "http": ChannelResult("survived", requests=40),
                    "client": ChannelResult("survived"),
                },
            ),
            MutantResult(
                "listOrders meta.stale",
                "meta.stale",
                "The total is that of the first page.",
                "listOrders",
                equivalent="the list has one page",
                results={"http": ChannelResult("survived"), "client": ChannelResult("not covered")},
            ),
            MutantResult(
                "listOrders auth.any",
                "auth.any",
                "Any token is accepted.",
                "listOrders",
                results={"http": _KILLED, "client": ChannelResult("not applicable")},
            ),
        ],
        sound={"http": ["listOrders page.totals: the total is 3, and there are 4 rows"]},
        notes=["a note"],
        finished_at=datetime(2026, 11, 21, 10, 4, 6, tzinfo=UTC),
    )
