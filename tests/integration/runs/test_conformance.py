"""The checks of schemathesis on generated requests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from httpx import Request, Response

from tests.support.api import Api
from tests.support.checks import check_api
from tests.support.faulty import TOKEN

pytestmark = pytest.mark.xdist_group("runs")

_COVERAGE = "--law=conformance.coverage"
_CHECKS = (
    "allow_header_conformance",
    "content_type_conformance",
    "ignored_auth",
    "missing_required_header",
    "negative_data_rejection",
    "not_a_server_error",
    "positive_data_acceptance",
    "response_headers_conformance",
    "response_schema_conformance",
    "status_code_conformance",
    "unsupported_method",
)
_TRACE = {"name": "x-client", "in": "header", "required": True, "schema": {"type": "string"}}
_LEFT = {"x-left": {"schema": {"type": "integer"}, "required": True}}


def _requires_a_header(request: Request, response: Response) -> Response:
    if response.status_code == 200 and "x-client" not in request.headers:
        return Response(422, json={"problem": "x-client"})
    response.headers["x-left"] = "7"
    return response


def test_every_check_decides_on_a_correct_server(tmp_path: Path) -> None:
    """Each check has witnesses; only safe methods are sent (RFC 9110)."""
    methods: set[str] = set()

    def record(request: Request, response: Response) -> Response:
        methods.add(request.method)
        return _requires_a_header(request, response)

    api = Api(token=TOKEN, send=record)
    document = api.document
    operation = document["paths"]["/books"]["get"]
    operation["parameters"].append(_TRACE)
    operation["responses"]["200"]["headers"] = _LEFT
    given = "--header=x-client=test"
    outcome = check_api(tmp_path, api, _COVERAGE, given, document=document)
    assert outcome.status == 0, outcome.output
    assert {
        each: outcome.witnesses(f"conformance.{each}") > 0 for each in _CHECKS
    } == dict.fromkeys(_CHECKS, True)
    assert methods == {"GET", "OPTIONS", "TRACE"}


Send = Callable[[Request, Response], Response]


def _replacing(status: int, made: Callable[[], Response], value: str = "") -> Send:
    """Return a defect: each response with a status, to a request with a value, is another."""
    return lambda request, response: (
        made() if response.status_code == status and value in str(request.url) else response
    )


def _page(*books: object) -> Response:
    return Response(200, json={"books": [*books], "total": len(books)})


def _problem(status: int) -> Response:
    return Response(status, json={"problem": "it is wrong"})


_LARGEST = "per=10"


@pytest.mark.parametrize(
    "defects",
    [
        {
            "not_a_server_error": _replacing(200, lambda: _problem(500), _LARGEST),
            "response_schema_conformance": _replacing(200, lambda: _page({"id": "b00"})),
            "unsupported_method": _replacing(405, lambda: _problem(405)),
            "ignored_auth": _replacing(401, _page),
        },
        {
            "negative_data_rejection": _replacing(422, _page),
            "content_type_conformance": _replacing(200, lambda: Response(200, html="<p>")),
        },
        {
            "positive_data_acceptance": _replacing(200, lambda: _problem(422), _LARGEST),
            "status_code_conformance": _replacing(422, lambda: _problem(418)),
        },
    ],
    ids="-".join,
)
def test_a_defect_fails_its_check(defects: dict[str, Send], tmp_path: Path) -> None:
    """The output has each violation, and the unit fails once in JUnit."""

    def send(request: Request, response: Response) -> Response:
        for defect in defects.values():
            response = defect(request, response)
        return response

    chosen = dict.fromkeys(("invalidValue", "oversizedPage"), "refused")
    outcome = check_api(tmp_path, Api(token=TOKEN, strictness=chosen, send=send), _COVERAGE)
    assert outcome.status == 1, outcome.output
    assert outcome.report["result"] == "fail"
    assert outcome.junit.count("<failure") == 1
    for name in defects:
        assert f"violates conformance.{name}" in outcome.output
        curl = outcome.failure("listBooks", f"conformance.{name}")["curl"]
        assert ("ROLLCALL_TOKEN" in curl) is (name != "ignored_auth")


def test_an_accepted_value_is_noted_if_the_spec_makes_no_choice(tmp_path: Path) -> None:
    """An invalid value that the server accepts is no failure, and the report has a note of it."""
    api = Api(send=_replacing(422, _page))
    outcome = check_api(tmp_path, api, _COVERAGE, "--exclude-law=conformance.fuzzing")
    assert outcome.status == 0, outcome.output
    notes = {each["convention"]: each for each in outcome.report["notes"]}
    accepted = {"invalidPage", "invalidValue", "lenientNumbers", "oversizedPage"}
    assert notes.keys() == accepted | {"unknownParameter"}
    assert notes["oversizedPage"]["subjects"] == ["per"]
    assert notes["invalidValue"]["binding"] == "invalidValue: noMatch"


def test_only_get_is_sent_without_the_method_probe(tmp_path: Path) -> None:
    """--no-method-probe skips OPTIONS and TRACE, and a note says so."""
    methods: set[str] = set()

    def record(request: Request, response: Response) -> Response:
        methods.add(request.method)
        return response

    outcome = check_api(tmp_path, Api(send=record), _COVERAGE, "--no-method-probe")
    assert outcome.status == 0, outcome.output
    assert methods == {"GET"}
    assert "only GET was sent (--no-method-probe)" in outcome.report["not_checked"]


def test_the_seed_decides_which_requests_are_sent(tmp_path: Path) -> None:
    """Two runs with one seed send the same requests in the same order."""
    targets: list[str] = []

    def record(request: Request, response: Response) -> Response:
        targets.append(request.url.raw_path.decode())
        return response

    colors = {"type": "string", "enum": ["red", "blue"]}
    items = [
        {
            "id": str(each),
            "kind": ("map", "atlas")[each % 2],
            "color": ("red", "blue")[each % 3 % 2],
        }
        for each in range(12)
    ]
    api = Api(
        items=items,
        fields={**Api().fields, "color": colors},
        filters={"kind": ("kind", "eq"), "color": ("color", "eq")},
        send=record,
    )
    options = (
        "--law=conformance.fuzzing",
        "--law=filter.conjunction",
        "--seed=42",
        "--max-requests=60",
    )
    check_api(tmp_path, api, *options)
    first = [*targets]
    targets.clear()
    check_api(tmp_path, api, *options)
    assert len({each for each in first if "kind=" in each and "color=" in each}) > 3
    assert targets == first


def test_throttled_requests_are_sent_again_and_their_429s_are_checked(tmp_path: Path) -> None:
    """A server that limits the rate is checked to the end."""
    sent: list[str] = []

    def throttle(request: Request, response: Response) -> Response:
        sent.append(str(request.url))
        if len(sent) % 5 == 0:
            return Response(429, headers={"retry-after": "0"}, json={"problem": "rate"})
        return response

    api = Api(send=throttle)
    document: Any = api.document
    responses = document["paths"]["/books"]["get"]["responses"]
    header = {"retry-after": {"schema": {"type": "integer"}, "required": True}}
    responses["429"] = {**responses["422"], "headers": header}
    outcome = check_api(tmp_path, api, _COVERAGE, document=document)
    assert outcome.status == 0, outcome.output
    assert outcome.witnesses("conformance.response_headers_conformance") > 5
    assert "429: waiting 0 s" in outcome.output
