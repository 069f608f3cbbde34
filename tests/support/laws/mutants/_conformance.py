"""Responses that do not conform to the document."""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from tests.support.laws.full_api import (
    ListRequest,
    Pairs,
    Reader,
    Request,
    Response,
    Row,
    Steps,
)
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant

_SCHEMA = "conformance.response_schema_conformance"


def _showing(kind: str, change: Callable[[Row], Row]) -> Steps:
    """Build steps that change the items of a list."""

    def item(row: Row, asked: ListRequest) -> Row:
        return change(dict(row)) if asked.kind == kind else dict(row)

    return Steps(item=item)


def _without(row: Row, field: str) -> Row:
    return {name: value for name, value in row.items() if name != field}


def _last_of_all(row: Row, asked: ListRequest) -> Row:
    return {**row, "weight": -1} if row.get("label") == "null" else CORRECT.item(row, asked)


def _status(status: int, of: Callable[[Response, Request], bool]) -> Steps:
    """Build steps that change the status of some responses."""
    return Steps(
        response=lambda given, request: (
            evolve(given, status=status) if of(given, request) else given
        )
    )


def _bare(given: Response, request: Request) -> Response:
    del request
    kept = {name: value for name, value in given.headers.items() if name != "x-depot-version"}
    return evolve(given, headers=kept)


def _plain_error(given: Response, request: Request) -> Response:
    del request
    return evolve(given, body=b'{"detail": "no"}') if given.status == 422 else given


def _truncated(given: Response, request: Request) -> Response:
    is_cut = given.status == 200 and request.path.endswith("/scans")
    return evolve(given, body=given.body[:-1]) if is_cut else given


def _late_break(rows: Sequence[Row], asked: ListRequest) -> list[Row]:
    if asked.start >= 2 * asked.size and asked.start < len(rows):
        raise RuntimeError("the third page")
    return CORRECT.page(rows, asked)


def _no_filters_together(
    request: Request, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> ListRequest:
    asked = CORRECT.parsed(request, kind, depot, given, readers)
    if len(asked.conditions) > 1:
        raise RuntimeError("too many conditions")
    return asked


CONFORMANCE = (
    Mutant(
        "field-missing", _SCHEMA, PARCELS, _showing("parcels", lambda row: _without(row, "state"))
    ),
    Mutant(
        "instant-without-offset",
        _SCHEMA,
        DEPOTS,
        _showing("depots", lambda row: {**row, "opened_at": row["opened_at"][:19]}),
    ),
    Mutant("weight-negative-once", _SCHEMA, PARCELS, Steps(item=_last_of_all)),
    Mutant("body-cut-off", _SCHEMA, SCANS, Steps(response=_truncated)),
    Mutant("error-of-another-shape", _SCHEMA, PARCELS, Steps(response=_plain_error)),
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
            response=lambda given, _: evolve(
                given, headers={**given.headers, "content-type": "text/html"}
            )
        ),
    ),
    Mutant(
        "header-missing", "conformance.response_headers_conformance", DEPOTS, Steps(response=_bare)
    ),
    Mutant("third-page-breaks", "conformance.not_a_server_error", PARCELS, Steps(page=_late_break)),
    Mutant(
        "two-filters-break",
        "conformance.not_a_server_error",
        SCANS,
        Steps(parsed=_no_filters_together),
    ),
)
