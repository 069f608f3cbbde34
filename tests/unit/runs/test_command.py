"""``rollcall check`` and ``rollcall laws``: messages, notes and exit statuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from httpx import ConnectError, Request, Response

from rollcall.cli import main
from tests.support.api import Api
from tests.support.checks import ORIGIN, check, check_api
from tests.support.faulty import TOKEN


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], prog_name="rollcall")


@pytest.mark.parametrize("command", [[], ["check"], ["mutate"], ["generate"], ["laws"]])
def test_help_fits_80_columns(command: list[str]) -> None:
    """No line is longer."""
    shown = _run(*command, "--help")
    assert shown.exit_code == 0
    assert max(map(len, shown.output.splitlines())) <= 80


def test_laws_are_listed_and_explained() -> None:
    """Each law has a line; a single one has its sentence, its source and what it needs."""
    listed = _run("laws")
    assert listed.exit_code == 0
    assert "page.length" in listed.output
    one = _run("laws", "page.length")
    assert [line.split()[0] for line in one.output.splitlines() if line[:3] != "   "] == [
        *("page.length", "sentence", "source", "needs", "channels"),
    ]
    assert _run("laws", "page.lenght").exit_code == 2


def test_a_violation_is_exit_status_1(tmp_path: Path) -> None:
    """The output names the law, the filter and the request."""
    outcome = check_api(tmp_path, Api(keeps=lambda *_: True), "--law=filter.sound")
    assert outcome.status == 1, outcome.output
    assert "FAIL listBooks filter.sound kind" in outcome.output
    assert "curl --globoff" in outcome.output


def test_the_output_names_the_profile_and_the_seed(tmp_path: Path) -> None:
    """Both are needed to repeat the run."""
    outcome = check_api(tmp_path, Api(), "--law=page.length", "--profile=ci")
    assert "profile: ci, seed: 20210425" in outcome.output
    assert (outcome.report["profile"], outcome.report["seed"]) == ("ci", 20210425)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--parent", "roomid=x"], "--parent: no path of"),
        (["--parent", "roomid"], "--parent: expected NAME=VALUE, got roomid"),
        (["--profile", "hourly"], "expected smoke, ci, nightly, live, got hourly"),
        (["--seed", "now"], "--seed: expected an integer, got now"),
        (["--max-requests", "0"], "--max-requests: expected an integer from 1 to 999999999, got 0"),
        (["--max-requests", "1e3"], "--max-requests: expected an integer from 1 to"),
        (["--rate", "0"], "--rate: expected a number from 0.001 to 1000000, got 0"),
        (["--rate", "fast"], "--rate: expected a number from 0.001 to 1000000, got fast"),
        (["--max-time", "nan"], "--max-time: expected a number from 0.001 to"),
        (["--max-wait", "-1"], "--max-wait: expected a number from 0 to"),
        (["--request-timeout", "inf"], "--request-timeout: expected a number from"),
        (["--max-rows", "-5"], "--max-rows: expected an integer from 1 to"),
        (["--law", "fitler.*"], "--law: nothing matches fitler.*"),
        (["--max-requests", "1"], "1 requests were sent"),
    ],
)
def test_a_wrong_option_is_a_usage_error(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    """The message has one line, and no report is written."""
    outcome = check_api(tmp_path, Api(), *arguments)
    assert outcome.status == 2, outcome.output
    (line,) = outcome.output.splitlines()
    assert line.startswith("Error: ")
    assert message in line
    assert outcome.report == {}


def test_all_wrong_options_are_named_together(tmp_path: Path) -> None:
    """Each has a line."""
    outcome = check_api(tmp_path, Api(), "--rate", "fast", "--max-time", "0", "--seed", "x")
    assert outcome.status == 2
    assert [line.partition(": expected")[0] for line in outcome.output.splitlines()] == [
        "Error: --seed",
        "--rate",
        "--max-time",
    ]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("127.0.0.1:8000/v2", "expected an address such as https://"),
        ("https://me:secret@example.com", "leave user and password out"),
        ("", "URL: expected an address such as https://api.example.com/v2, got none"),
    ],
)
def test_an_address_that_is_not_complete_is_a_usage_error(
    url: str, message: str, tmp_path: Path
) -> None:
    """Nothing is sent."""
    outcome = check(tmp_path, url)
    assert outcome.status == 2
    assert message in outcome.output


def test_a_spec_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """The message begins with the path."""
    outcome = check(tmp_path, ORIGIN, spec=Path("openapi/nothing.yaml"))
    assert outcome.status == 2
    assert "openapi/nothing.yaml: " in outcome.output


def test_a_report_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    """The check is before the run."""
    (tmp_path / "file").touch()
    report = tmp_path / "file" / "report.json"
    outcome = check_api(tmp_path, Api(), "--json", str(report))
    assert outcome.status == 2
    assert "'--json'" in outcome.output
    assert "is not a writable folder" in outcome.output


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


def test_a_credential_of_two_parts_is_asked_for_with_a_colon(tmp_path: Path) -> None:
    """The token of a spec with HTTP Basic has a user and a password."""
    api = Api(token=TOKEN)
    document = api.document
    document["components"]["securitySchemes"]["key"]["scheme"] = "basic"
    outcome = check_api(tmp_path, api, document=document, token="one-part")  # noqa: S106
    assert outcome.status == 2
    assert "requires two parts; pass username:password, with the colon" in outcome.output


def test_an_address_at_which_nothing_is_found_is_a_usage_error(tmp_path: Path) -> None:
    """The version of an API may be missing in it."""
    api = Api(send=lambda _request, _response: Response(404, json={}))
    outcome = check_api(tmp_path, api)
    assert outcome.status == 2, outcome.output
    assert "is the URL complete, with its version?" in outcome.output


def test_a_server_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    """The message says how the connection failed."""

    def refuse(request: Request, _response: Response) -> Response:
        raise ConnectError("", request=request) from ConnectionRefusedError()

    outcome = check_api(tmp_path, Api(send=refuse))
    assert outcome.status == 2, outcome.output
    assert f"no response from {ORIGIN}: the connection was refused" in outcome.output


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
    ("old", "new", "where"),
    [
        ('"/kind"', '"/kin"', "x-filter/field"),
        ('"identity": "/id"', '"identity": "/idd"', "x-list/identity"),
    ],
)
def test_a_field_that_no_item_has_is_a_mistake_in_the_document(
    old: str, new: str, where: str, tmp_path: Path
) -> None:
    """The message has its place and the fields of an item; the document is wrong."""
    document = json.loads(json.dumps(Api().document).replace(old, new))
    outcome = check_api(tmp_path, Api(), "--law=filter.sound", document=document)
    assert outcome.status == 2
    field = new.split('"')[-2]
    message = f"{where}: listBooks: an item has no {field}; it has /id, /kind"
    assert message in outcome.output


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
    assert "inconclusive: listMaps page.length: listMaps cannot be listed" in outcome.output


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
    assert "note: no operation has an x-list: only schemas were checked" in outcome.output


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
    assert "note: POST /orders may change data, and was not called" in outcome.output
    assert {*sent} == {("GET", "/books")}
