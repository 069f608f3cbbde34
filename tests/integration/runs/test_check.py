"""``rollcall check`` on a server: messages, notes and exit statuses."""

import json
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from httpx import HTTPTransport, Request, Response

import rollcall
from tests.support.api import Api
from tests.support.checks import TELNYX, check, check_api
from tests.support.faulty import TOKEN, faulty_server

pytestmark = pytest.mark.xdist_group("runs")


def test_a_violation_is_exit_status_1(tmp_path: Path) -> None:
    """The output names the law, the filter and the request."""
    outcome = check_api(tmp_path, Api(keeps=lambda *_: True), "--law=filter.sound")
    assert outcome.status == 1, outcome.output
    assert "FAIL listBooks: " in outcome.output
    assert "violates filter.sound kind" in outcome.output
    assert "curl --globoff" in outcome.output


def test_the_output_names_the_profile_and_the_seed(tmp_path: Path) -> None:
    """Both are needed to repeat the run."""
    outcome = check_api(tmp_path, Api(), "--law=page.length", "--profile=ci")
    assert "profile: ci, seed: 20210425" in outcome.output
    assert (outcome.report["profile"], outcome.report["seed"]) == ("ci", 20210425)


# Servers that cannot be checked.


def test_a_refused_token_is_a_usage_error(tmp_path: Path) -> None:
    """One request is sent, and the message says how to pass another token."""
    sent: list[Request] = []

    def record(request: Request, response: Response) -> Response:
        sent.append(request)
        return response

    outcome = check_api(tmp_path, Api(token=TOKEN, send=record), token="wrong")  # noqa: S106
    assert outcome.status == 2, outcome.output
    assert "refuses the token (status 401); pass another" in outcome.output
    assert "or name another document than" in outcome.output
    assert len(sent) == 1


def test_a_token_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    """A request without a token has no ``Authorization`` header."""
    headers: list[str | None] = []

    def record(request: Request, response: Response) -> Response:
        headers.append(request.headers.get("authorization"))
        return response

    outcome = check_api(tmp_path, Api(token=TOKEN, send=record), token="")
    assert outcome.status == 2
    assert "refuses requests without a token (status 401)" in outcome.output
    assert "ROLLCALL_TOKEN" in outcome.output
    assert headers == [None]


def test_an_address_at_which_nothing_is_found_is_a_usage_error(tmp_path: Path) -> None:
    """The version of an API may be missing in it."""
    api = Api(send=lambda _request, _response: Response(404, json={}))
    outcome = check_api(tmp_path, api)
    assert outcome.status == 2, outcome.output
    assert "is the URL complete, with its version?" in outcome.output


def test_a_server_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    """The message says how the connection failed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = check(tmp_path, f"http://127.0.0.1:{port}")
    assert outcome.status == 2, outcome.output
    message = f"no response from http://127.0.0.1:{port}: the connection was refused"
    assert message in outcome.output


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--require-complete",), 3)])
def test_a_maximum_that_the_first_requests_use_up(
    options: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    """The report says that no law was decided."""
    outcome = check_api(tmp_path, Api(), "--max-requests", "1", *options)
    assert outcome.status == status, outcome.output
    assert "1 request was sent" in outcome.report["stopped"]
    laws = [each for each in outcome.report["verdicts"] if each["law"] != "conformance.answered"]
    assert {each["outcome"] for each in laws if each["witnesses"] == 0} == {"inconclusive"}


@pytest.mark.parametrize(
    ("headers", "options", "status", "message"),
    [
        ({"retry-after": "0"}, (), 3, "429 to 5 attempts"),
        ({"retry-after": "30"}, ("--max-wait", "20"), 3, "wait is 20 s (--max-wait)"),
        ({"retry-after": "30"}, ("--max-time", "20"), 0, "of the maximum time of 20 s"),
    ],
)
def test_waits_that_exceed_a_limit_end_the_run(
    headers: dict[str, str], options: tuple[str, ...], status: int, message: str, tmp_path: Path
) -> None:
    """It is incomplete, unless the user limited its time."""
    sent: list[Request] = []

    def throttle(request: Request, response: Response) -> Response:
        sent.append(request)
        return response if len(sent) < 10 else Response(429, headers=headers, json={})

    laws = ("--law=page.*", "--exclude-law=conformance.*")
    outcome = check_api(tmp_path, Api(send=throttle), *laws, *options)
    assert outcome.status == status, outcome.output
    assert message in outcome.report["stopped"]
    assert len(sent) < 15


# Documents that do not fit.


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"/kind"', '"/kin"', "x-filter/field: listBooks: an item has no field /kin"),
        ('"identity": "/id"', '"identity": "/idd"', "x-list/identity: listBooks: an item has no"),
    ],
)
def test_a_field_that_no_item_has_is_a_mistake_in_the_document(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    """The message has its place and the nearest field; the document is wrong."""
    document = json.loads(json.dumps(Api().document).replace(old, new))
    outcome = check_api(tmp_path, Api(), "--law=filter.sound", document=document)
    assert outcome.status == 2
    assert message in outcome.output
    nearest = old.split('"')[-2]
    assert f"did you mean {nearest}?" in outcome.output


def test_a_schema_that_allows_other_fields_proves_no_mistake(tmp_path: Path) -> None:
    """A field that it does not name may exist."""
    document = Api().document
    schema = document["paths"]["/books"]["get"]["responses"]["200"]["content"]["application/json"]
    item = schema["schema"]["properties"]["books"]["items"]
    item |= {"additionalProperties": True, "required": ["id"]}
    del item["properties"]["kind"]
    outcome = check_api(tmp_path, Api(), "--law=filter.sound", document=document)
    assert outcome.status == 0, outcome.output


def test_a_run_that_decides_no_law_is_incomplete(tmp_path: Path) -> None:
    """No response decides a law, because all lists are empty."""
    outcome = check_api(tmp_path, Api(items=()), "--law=filter.sound")
    assert outcome.status == 3, outcome.output
    assert "incomplete: " in outcome.output
    assert "1 vacuous" in outcome.output


def test_a_list_that_cannot_be_read_makes_a_run_incomplete(tmp_path: Path) -> None:
    """Its laws are inconclusive, even if those of another list pass."""
    document = Api().document
    text = json.dumps(document["paths"]["/books"]).replace("listBooks", "listMaps")
    document["paths"] = {"/maps": json.loads(text), **document["paths"]}
    laws = ("--law=page.length", "--exclude-law=conformance.status_code_conformance")
    outcome = check_api(tmp_path, Api(), *laws, document=document)
    assert outcome.status == 3, outcome.output
    (cause,) = outcome.report["causes"]
    assert (cause["id"], cause["title"]) == ("rejects listMaps", "GET /maps answers 404")
    assert [each[2] for each in cause["follows"]] == ["page.length"]
    assert "GET /maps answers 404" in outcome.output


def test_a_check_of_responses_is_excluded_by_its_id(tmp_path: Path) -> None:
    """The status that no document allows is no violation then."""
    document = json.loads(json.dumps(Api().document).replace('"422"', '"418"'))
    found = "conformance.status_code_conformance"
    outcome = check_api(tmp_path, Api(), "--law=page.refused", document=document)
    assert outcome.failed == {("listBooks", found)}
    options = ("--law=page.refused", "--exclude-law", found)
    assert check_api(tmp_path, Api(), *options, document=document).status == 0


def test_a_document_without_lists_has_its_schemas_checked(tmp_path: Path) -> None:
    """A note says that no law was checked."""
    document = json.loads(json.dumps(Api().document).replace("x-list", "x-other"))
    options = ("--law=conformance.coverage", "--max-requests=20")
    outcome = check_api(tmp_path, Api(), *options, document=document)
    assert outcome.status == 0, outcome.output
    assert (
        "not checked: no list is annotated (x-list); checked for conformance only" in outcome.output
    )


def test_an_operation_that_may_change_data_is_left_out(tmp_path: Path) -> None:
    """Nothing is sent there, and a note says so."""
    sent: list[tuple[str, str]] = []

    def record(request: Request, response: Response) -> Response:
        sent.append((request.method, request.url.path))
        return response

    document = Api().document
    post = {"operationId": "order", "responses": {"201": {"description": "An order."}}}
    document["paths"]["/orders"] = {"post": post}
    laws = ("--law=page.length", "--law=conformance.examples")
    outcome = check_api(tmp_path, Api(send=record), *laws, document=document)
    assert outcome.status == 0, outcome.output
    assert "not checked: POST /orders may change data, and was not called" in outcome.output
    assert {*sent} == {("GET", "/books")}


def test_the_transport_of_a_target_sends_the_requests_of_all_channels() -> None:
    """Both clients use it, also the asynchronous one."""
    sent: list[str] = []

    class Recording(HTTPTransport):
        def handle_request(self, request: Request) -> Response:
            sent.append(request.url.raw_path.decode())
            return super().handle_request(request)

    config = rollcall.Config(seed=1, laws=("page.length",), operations=("listRooms",))
    with faulty_server() as server, Recording() as transport:
        target = rollcall.Target(server.base_url, TOKEN, transport=transport)
        *_, last = rollcall.run(rollcall.from_path(TELNYX), target, config)
        assert sorted(sent) == sorted(server.targets)
    assert isinstance(last, rollcall.RunFinished)
    outcomes = {(each.channel, each.outcome) for each in last.report.verdicts}
    channels = ("http", "client", "client-async", "client-ahead")
    assert outcomes == {(each, "pass") for each in channels}


@pytest.mark.parametrize(("total", "status"), [(len, 3), (lambda _: 0, 1)], ids=["sound", "faulty"])
def test_a_report_that_cannot_be_written(
    total: Callable[[Sequence[Any]], int], status: int, tmp_path: Path
) -> None:
    """The others are written, and the run is incomplete unless a law is violated."""
    full = ("--law=page.totals", "--json=/dev/full")
    outcome = check_api(tmp_path, Api(total=total), *full)
    assert outcome.status == status, outcome.output
    assert "--json could not be written: No space left on device" in outcome.output
    assert "page.totals" in outcome.junit
    assert "page.totals" in outcome.html
