"""A report such as a campaign writes, made without one."""

from typing import Any

from rollcall.mutants.report import Campaign, Entry, Result, build_report

__all__ = ["SURVIVOR", "UNREACHED", "campaign", "report"]

SURVIVOR = "The total counts what the filter holds back, too."
UNREACHED = "an item whose returned_at is not set"
_KILLED = Result("killed", law="filter.sound", title="an item does not match", requests=7)
_UNREACHED = Result("unreached", requests=90, seconds=6.0, reasons=("filter.null: none is null",))


def campaign(sentence: str = SURVIVOR) -> Campaign:
    """Return a campaign with a fault of each outcome.

    Args:
        sentence: What the fault that survives does wrong.
    """
    return Campaign(
        side="server",
        title="Library",
        version="1.0.0",
        server="the sandbox",
        profile="ci",
        seed=7,
        seconds=61.0,
        channels={"http": "plain HTTP", "client": "the client"},
        groups={"filter": "Filters", "meta": "Page information", "auth": "Credentials"},
        entries=[
            Entry(
                "listLoans filter.ignored lent_at",
                "filter.ignored",
                "The filter is ignored.",
                "listLoans",
                "lent_at",
                trials={"http": _KILLED, "client": _KILLED},
            ),
            Entry(
                "listLoans filter.null-matches returned_at",
                "filter.null-matches",
                "An item whose field is not set matches.",
                "listLoans",
                "returned_at",
                needs=UNREACHED,
                trials={"http": _UNREACHED, "client": _UNREACHED},
            ),
            Entry(
                "listLoans meta.total-unfiltered",
                "meta.total-unfiltered",
                sentence,
                "listLoans",
                trials={"http": Result("survived", requests=40), "client": Result("survived")},
            ),
            Entry(
                "listLoans meta.stale",
                "meta.stale",
                "The total is that of the first page.",
                "listLoans",
                equivalent="a list has one page",
                trials={"http": Result("survived"), "client": Result("unreached")},
            ),
            Entry(
                "listLoans auth.any",
                "auth.any",
                "Any token is taken.",
                "listLoans",
                trials={"http": _KILLED, "client": Result("not applicable")},
            ),
        ],
        sound={"http": ["listLoans page.totals: the total is 3, and there are 4 rows"]},
        notes=["a note"],
    )


def report(sentence: str = SURVIVOR) -> dict[str, Any]:
    """Return the report of such a campaign."""
    return build_report(campaign(sentence))
