"""Lists with rows of other parents, and lists of unknown parents."""

import json

from attrs import evolve

from tests.support.laws.full_api import Data, ListRequest, Request, Response, Row, Steps
from tests.support.laws.mutants._mutant import CORRECT, PARCELS, SCANS, Mutant


def _of_all(data: Data, asked: ListRequest) -> list[Row]:
    return data.rows(asked.kind, None)


def _one_of_another(data: Data, asked: ListRequest) -> list[Row]:
    rows = CORRECT.rows(data, asked)
    if asked.depot is None or not rows:
        return rows
    others = [row for row in data.rows(asked.kind, None) if row["depot_id"] != asked.depot]
    return [*rows, *others[:1]]


def _shared(data: Data, asked: ListRequest) -> list[Row]:
    rows = CORRECT.rows(data, asked)
    if asked.depot is None or not rows:
        return rows
    # The same row for every depot, with the depot's own identifier.
    return [*rows[:-1], {**data.rows(asked.kind, None)[0], "depot_id": asked.depot}]


def _any_depot(data: Data, depot: str) -> bool:
    del data, depot
    return True


def _no_depot(data: Data, depot: str) -> bool:
    del data, depot
    return False


def _any_depot_of_all(data: Data, asked: ListRequest) -> list[Row]:
    known = asked.depot is None or CORRECT.knows(data, asked.depot)
    rows = data.rows(asked.kind, None)
    return (
        CORRECT.rows(data, asked) if known else [{**row, "depot_id": asked.depot} for row in rows]
    )


def _malformed(status: int, body: dict[str, object]) -> Steps:
    """Build steps that accept a malformed depot."""

    def response(given: Response, request: Request) -> Response:
        if given.status != 422 or b'"depot must be' not in given.body:
            return given
        kind = request.path.rpartition("/")[2]
        page = {"number": 1, "size": 5, "items": 0, "pages": 0}
        links = {"next": None, "prev": None, "first": request.path, "self": request.path}
        empty = {"page": page} if kind == "parcels" else {"count": 0, "per": 5, "links": links}
        content = body or {kind: [], **empty}
        headers = {"content-type": "application/json", "x-depot-version": "1"}
        return evolve(given, status=status, body=json.dumps(content).encode(), headers=headers)

    return Steps(response=response)


_FAILED: dict[str, object] = {"error": {"code": "failed", "message": "the server failed"}}

SCOPE = (
    Mutant("rows-of-all", "scope.parent", PARCELS, Steps(rows=_of_all)),
    Mutant("row-of-another", "scope.parent", SCANS, Steps(rows=_one_of_another)),
    Mutant("row-shared", "scope.disjoint", PARCELS, Steps(rows=_shared)),
    Mutant("unknown-is-empty", "scope.unknown", PARCELS, Steps(knows=_any_depot)),
    Mutant(
        "unknown-is-all", "scope.unknown", SCANS, Steps(knows=_any_depot, rows=_any_depot_of_all)
    ),
    Mutant("malformed-is-empty", "scope.malformed", PARCELS, _malformed(200, {})),
    Mutant("malformed-breaks", "scope.malformed", SCANS, _malformed(500, _FAILED)),
    Mutant("depot-not-found", "scope.found", PARCELS, Steps(knows=_no_depot)),
)
