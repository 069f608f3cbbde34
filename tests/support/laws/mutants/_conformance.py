"""Answers that are not what the document says, each by itself."""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from tests.support.laws.full_api import READERS, Answer, Ask, Pairs, Reader, Row, Steps, Wanted
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, RIGHT, SCANS, Mutant

_SCHEMA = "conformance.response_schema_conformance"


def _showing(kind: str, change: Callable[[Row], Row]) -> Steps:
    """Make a step that shows the rows of a list in another way."""

    def item(row: Row, want: Wanted) -> Row:
        return change(dict(row)) if want.kind == kind else dict(row)

    return Steps(item=item)


def _without(row: Row, field: str) -> Row:
    return {name: value for name, value in row.items() if name != field}


def _last_of_all(row: Row, want: Wanted) -> Row:
    return {**row, "weight": -1} if row.get("label") == "null" else RIGHT.item(row, want)


def _status(status: int, of: Callable[[Answer, Ask], bool]) -> Steps:
    """Make a step that gives some answers another status."""
    return Steps(
        answer=lambda given, ask: evolve(given, status=status) if of(given, ask) else given
    )


def _bare(given: Answer, ask: Ask) -> Answer:
    del ask
    kept = {name: value for name, value in given.headers.items() if name != "x-depot-version"}
    return evolve(given, headers=kept)


def _plain_error(given: Answer, ask: Ask) -> Answer:
    del ask
    return evolve(given, body=b'{"detail": "no"}') if given.status == 422 else given


def _truncated(given: Answer, ask: Ask) -> Answer:
    is_cut = given.status == 200 and ask.path.endswith("/scans")
    return evolve(given, body=given.body[:-1]) if is_cut else given


def _late_break(rows: Sequence[Row], want: Wanted) -> list[Row]:
    if want.start >= 2 * want.size and want.start < len(rows):
        raise RuntimeError("the third page")
    return RIGHT.page(rows, want)


def _no_false(text: str) -> bool:
    if text == "false":
        raise ValueError("must be true")
    return bool(READERS["boolean"](text))


def _no_filters_together(
    ask: Ask, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> Wanted:
    want = RIGHT.wanted(ask, kind, depot, given, readers)
    if len(want.conditions) > 1:
        raise RuntimeError("too many conditions")
    return want


def _any_page(text: str) -> int:
    try:
        return int(READERS["number"](text))
    except ValueError:
        return 1


def _open_to_anybody(ask: Ask) -> bool:
    return RIGHT.admits(ask) or ask.path == "/depots"


def _traces(given: Answer, ask: Ask) -> Answer:
    return evolve(given, status=204, body=b"") if ask.method == "TRACE" else given


CONFORMANCE = (
    Mutant(
        "field-missing", _SCHEMA, PARCELS, _showing("parcels", lambda row: _without(row, "state"))
    ),
    Mutant(
        "moment-without-offset",
        _SCHEMA,
        DEPOTS,
        _showing("depots", lambda row: {**row, "opened_at": row["opened_at"][:19]}),
    ),
    Mutant("weight-negative-once", _SCHEMA, PARCELS, Steps(item=_last_of_all)),
    Mutant("body-cut-off", _SCHEMA, SCANS, Steps(answer=_truncated)),
    Mutant("error-of-another-shape", _SCHEMA, PARCELS, Steps(answer=_plain_error)),
    Mutant(
        "status-undocumented",
        "conformance.status_code_conformance",
        DEPOTS,
        _status(206, lambda given, _: given.status == 200),
    ),
    Mutant(
        "refusal-undocumented",
        "conformance.status_code_conformance",
        PARCELS,
        _status(418, lambda given, _: given.status == 422),
    ),
    Mutant(
        "list-as-html",
        "conformance.content_type_conformance",
        SCANS,
        Steps(
            answer=lambda given, _: evolve(
                given, headers={**given.headers, "content-type": "text/html"}
            )
        ),
    ),
    Mutant(
        "header-missing", "conformance.response_headers_conformance", DEPOTS, Steps(answer=_bare)
    ),
    Mutant("third-page-breaks", "conformance.not_a_server_error", PARCELS, Steps(page=_late_break)),
    Mutant(
        "two-filters-break",
        "conformance.not_a_server_error",
        SCANS,
        Steps(wanted=_no_filters_together),
    ),
    Mutant(
        "false-refused",
        "conformance.positive_data_acceptance",
        PARCELS,
        Steps(readers={**READERS, "boolean": _no_false}),
    ),
    Mutant(
        "any-number-accepted",
        "conformance.negative_data_rejection",
        PARCELS,
        Steps(readers={**READERS, "number": _any_page}),
    ),
    Mutant("open-to-anybody", "conformance.ignored_auth", DEPOTS, Steps(admits=_open_to_anybody)),
    Mutant("method-undocumented", "conformance.unsupported_method", SCANS, Steps(answer=_traces)),
)
