"""The laws, as a user runs them: what a run of them says, writes and sends, and how it ends."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import attrs
import httpx
import pytest

from contract_tests.sandbox import serve
from tests.support.checks import ROOT, Outcome, check
from tests.support.faulty import TOKEN, Answer, Mutant, Request, Server, faulty_server

_FILTER = "filter[unique_name]"
_ROOMS = "--operation=listRooms"
_SOUND = (_ROOMS, "--law=filter.sound", "--channel=http", "--channel=client")


def _sound(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return ask(request)


def _ignores_a_filter(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    target = re.sub(r"filter%5Bunique_name%5D=[^&]*&?", "", request.target)
    return ask(attrs.evolve(request, target=target))


@pytest.fixture(scope="module", name="broken")
def run_with_an_ignored_filter(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Server, Outcome]]:
    """Run a law that a server breaks; the server stays."""
    with faulty_server(_ignores_a_filter) as server:
        folder = tmp_path_factory.mktemp("reports")
        yield server, check(folder, server.base_url, *_SOUND)


def _failure(outcome: Outcome, channel: str) -> dict[str, str]:
    (found,) = (
        each
        for each in outcome.report["violations"]
        if (each["law"], each["subject"], each["channel"]) == ("filter.sound", _FILTER, channel)
    )
    return {name: str(value) for name, value in found.items()}


def test_a_broken_law_fails_the_run(broken: tuple[Server, Outcome]) -> None:
    """A filter that is ignored fails the test of its law, through each channel, with exit code 1.

    The failure names the law, what it is about and an item that does not belong there; the page
    has it too.
    """
    _, outcome = broken
    assert outcome.status == 1, outcome.output
    assert outcome.report["result"] == "fail"
    for channel, through in (("http", ""), ("client", " through the client")):
        failure = _failure(outcome, channel)
        assert re.search(r"filter\[unique_name\]=\S+ lists an item", failure["title"])
        head = f"listRooms filter.sound {_FILTER}{through}: {failure['title']}"
        assert f"FAIL {head}" in outcome.output
        assert failure["title"] in unescape(outcome.html)


def test_junit_says_what_is_broken(broken: tuple[Server, Outcome]) -> None:
    """Who reads the results of a build elsewhere sees the law, the subject and the shell line."""
    _, outcome = broken
    failed = {
        (str(case.get("classname")), str(case.get("name"))): "".join(each.itertext())
        for case in ET.fromstring(outcome.junit).iter("testcase")  # noqa: S314 - pytest's own
        for each in case.iter("failure")
    }
    assert {*failed} == {
        (f"Telnyx Video.listRooms.{each}", "filter.sound") for each in ("http", "client")
    }
    for text in failed.values():
        assert f"filter.sound {_FILTER}" in text
        assert "curl --globoff" in text


def test_only_what_is_selected_is_tried(broken: tuple[Server, Outcome]) -> None:
    """With --law, one law is checked, and the report tells of it and of the responses."""
    laws = {each["law"] for each in broken[1].report["verdicts"]}
    assert {each for each in laws if not each.startswith("conformance.")} == {"filter.sound"}


@pytest.mark.parametrize("channel", ["http", "client"])
def test_a_broken_law_can_be_pasted(channel: str, broken: tuple[Server, Outcome]) -> None:
    """The shell line and the Python of a failure send the same request, and get what broke it."""
    server, outcome = broken
    failure = _failure(outcome, channel)
    environment = {**os.environ, "ROLLCALL_TOKEN": TOKEN, "PYTHONPATH": str(ROOT / "generated")}
    assert "from telnyx_video import Client" in failure["python"]
    asked: list[list[dict[str, list[str]]]] = []
    printed: list[str] = []
    for command in (["sh", "-c", failure["curl"]], [sys.executable, "-c", failure["python"]]):
        sent = len(server.targets)
        ran = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert ran.returncode == 0, ran
        asked.append([parse_qs(urlsplit(each).query) for each in server.targets[sent:]])
        printed.append(ran.stdout)
    (by_shell, by_python) = asked
    assert by_shell == by_python
    (value,) = by_shell[-1][_FILTER]
    # The bodies of JSON, and the items in Python, each show what does not belong there.
    assert {*re.findall(r'"unique_name": ?"([^"]+)"', printed[0])} - {value}
    assert {*re.findall(r"unique_name='([^']+)'", printed[1])} - {value}


def test_laws_without_witnesses(tmp_path: Path) -> None:
    """What the data cannot tell is skipped with the reason, or fails where witnesses are required.

    One room cannot tell whether a filter is kept on later pages: there are none.
    """
    laws = ("--law=filter.later_pages", "--law=filter.totals", "--channel=http")
    with serve(rooms=1, sessions=1, participants=1, token=TOKEN) as server:
        outcome = check(tmp_path, server.base_url, _ROOMS, *laws)
        strict = check(tmp_path, server.base_url, _ROOMS, *laws, "--require-witnesses")
    assert outcome.status == 0, outcome.output
    assert outcome.report["result"] == "pass"
    assert outcome.witnesses("filter.totals") > 3
    vacuous = outcome.verdicts("filter.later_pages")
    assert len(vacuous) > 3
    for each in vacuous:
        assert (each["outcome"], each["witnesses"]) == ("vacuous", 0)
        assert each["reason"] == "needs a filtered list of more than one page"
    first, others = vacuous[0], len(vacuous) - 1
    line = f"filter.later_pages {first['subject']} and {others} more: {first['reason']}"
    assert f"vacuous: listRooms {line}" in " ".join(outcome.output.split())
    known = [each["outcome"] for each in outcome.report["verdicts"]]
    assert outcome.report["counts"]["vacuous"] == known.count("vacuous") >= len(vacuous)
    assert "<skipped" in outcome.junit
    assert strict.status == 1, strict.output
    assert strict.report["result"] == "fail"
    assert strict.report["violations"] == []
    assert strict.verdicts("filter.later_pages") == vacuous
    assert "needs a filtered list of more than one page" in strict.junit.partition("<failure")[2]


def _after(count: int, mutant: Mutant) -> Mutant:
    """Break a server that was sound for so many requests."""
    seen: list[Request] = []

    def counted(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        seen.append(request)
        return mutant(request, ask) if len(seen) > count else ask(request)

    return counted


def _dies(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    del request, ask
    message = "the connection ends without an answer"
    raise ConnectionAbortedError(message)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    "laws",
    [("--channel=http", "--law=page.*", "--law=filter.*"), ("--channel=client", "--law=page.*")],
)
def test_a_server_that_dies_amid_the_laws(laws: tuple[str, ...], tmp_path: Path) -> None:
    """What was known stays known, the rest is inconclusive and says why, and the run ends soon.

    No law is broken by it: what fails is that a request was not answered.
    """
    with faulty_server(_after(60, _dies)) as server:
        outcome = check(tmp_path, server.base_url, _ROOMS, *laws)
    assert outcome.status == 1, outcome.output
    assert "the server no longer answers" in outcome.report["stopped"]
    assert {each["law"] for each in outcome.report["violations"]} == {"conformance.answered"}
    established = outcome.report["counts"]
    assert established["pass"] > 3
    assert established["inconclusive"] > 5
    assert established["vacuous"] == 0
    reasons = {each["reason"] for each in outcome.report["verdicts"] if each["reason"]}
    assert all("the connection was closed" in each for each in reasons)
    told = "the run ended early: the server no longer answers"
    assert [line for line in outcome.output.splitlines() if line.startswith(told)]
    assert len(server.targets) < 80


def _fails(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return attrs.evolve(ask(request), status=500)


def test_a_server_that_fails_amid_the_laws(tmp_path: Path) -> None:
    """A server that answers 500 from some moment on is sound in nothing then; the run goes on."""
    laws = ("--law=page.*", "--channel=http", "--channel=client")
    with faulty_server(_after(60, _fails)) as server:
        outcome = check(tmp_path, server.base_url, _ROOMS, *laws)
    assert outcome.status == 1, outcome.output
    assert outcome.report["stopped"] is None
    assert ("listRooms", "conformance.not_a_server_error") in outcome.failed
    (before,) = (each for each in outcome.verdicts("page.echo") if each["channel"] == "http")
    assert before["outcome"] == "pass"
    # What is asked of page.refused, the client refuses itself.
    later = [
        each
        for each in outcome.report["verdicts"]
        if each["law"].startswith("page.") and each["channel"] == "client"
        if each["law"] != "page.refused"
    ]
    assert len(later) > 5
    assert {each["outcome"] for each in later} <= {"fail", "inconclusive"}
    assert all("500" in each["reason"] for each in later if each["reason"])
    broken = [each for each in outcome.report["violations"] if each["law"].startswith("page.")]
    assert all("500" in each["title"] for each in broken)
    assert {each["exchanges"][-1]["status"] for each in broken} == {500}


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--require-witnesses",), 1)])
def test_a_budget_that_is_used_up_amid_the_laws(
    options: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    """A run that may send no more says so, breaks no law, and leaves open what it did not try.

    It has done what it was told, and passes, unless every law is to be known.
    """
    with faulty_server(_sound) as server:
        outcome = check(
            tmp_path,
            server.base_url,
            _ROOMS,
            "--channel=http",
            "--max-requests=60",
            *options,
        )
    assert outcome.status == status, outcome.output
    assert len(server.targets) == 60
    assert outcome.report["violations"] == []
    assert "60 requests were sent, and no more may be" in outcome.report["stopped"]
    assert outcome.report["result"] == ("fail" if status else "pass")
    established = outcome.report["counts"]
    assert established["pass"] > 3
    assert established["inconclusive"] > 5
    assert established["fail"] == established["vacuous"] == 0
    reasons = {each["reason"] for each in outcome.report["verdicts"] if each["reason"]}
    assert all("(--max-requests)" in each for each in reasons)


def test_a_given_parent_is_the_one_that_laws_are_tried_on(tmp_path: Path) -> None:
    """With --parent, laws on its children list these, and the baselines name no other parent."""
    with faulty_server(_sound) as server:
        parent = _rooms(server)[-1]
        outcome = check(
            tmp_path,
            server.base_url,
            *("--parent", f"room_id={parent}"),
            *("--operation=listRoomSessions", "--law=page.echo", "--channel=http"),
        )
        asked = {each.split("/")[3] for each in server.targets if "/sessions" in each}
    assert outcome.status == 0, outcome.output
    assert outcome.verdicts("page.echo")
    assert {each["parent"] for each in outcome.report["baselines"]} <= {parent}
    assert asked == {parent}


def _rooms(server: Server) -> list[str]:
    headers = {"authorization": f"Bearer {TOKEN}"}
    answer = httpx.get(f"{server.base_url}/rooms", headers=headers, trust_env=False)
    return [each["id"] for each in answer.json()["data"]]


def _forms(token: str) -> list[str]:
    """List what a request may carry instead of a token, and what an answer may show of it."""
    near = [token, token[:-1], f"{token}x", token.swapcase()]
    return [*near, *(b64encode(each.encode()).decode() for each in near)]


def _lets_near_misses_in(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    """Answer requests with something like the token, and show what they carried."""
    carried = request.authorization or ""
    if TOKEN[:-1].lower() in carried.lower():
        request = attrs.evolve(request, authorization=f"Bearer {TOKEN}")
    answer = ask(request)
    body = {"carried": carried, **json.loads(answer.body)}
    headers = {**answer.headers, "x-carried": carried}
    return attrs.evolve(answer, headers=headers, body=json.dumps(body).encode())


def test_no_form_of_the_token_is_in_any_output(tmp_path: Path) -> None:
    """A server that takes near misses of the token, and echoes them, is found out; none is shown.

    The laws send the token cut short, with a character more, in the other case and under another
    scheme. Who knows one of these knows the token.
    """
    with faulty_server(_lets_near_misses_in) as server:
        outcome = check(
            tmp_path,
            server.base_url,
            _ROOMS,
            "--law=auth.*",
            "--law=conformance.wrong_key_is_an_error",
        )
    assert outcome.status == 1, outcome.output
    for channel in ("http", "client"):
        for law in ("auth.prefix", "auth.suffix", "auth.case"):
            assert outcome.failure("listRooms", law, channel)["exchanges"]
    assert ("listRooms", "auth.scheme") in outcome.failed
    assert ("listRooms", "auth.echo") in outcome.failed
    for path in (*tmp_path.iterdir(), None):
        text = path.read_text("utf-8") if path else outcome.output
        shown = [form for form in _forms(TOKEN) if form in text]
        assert not shown, (path, shown)


def test_a_live_server_is_only_asked(tmp_path: Path) -> None:
    """The profile live sends GET alone, through two channels, and generates no requests."""
    seen: set[str] = set()

    def record(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        seen.add(request.method)
        return ask(request)

    with faulty_server(record) as server:
        outcome = check(
            tmp_path,
            server.base_url,
            *("--profile", "live", "--rate", "1000"),
            *(_ROOMS, "--law=page.*", "--law=auth.*"),
        )
    assert outcome.status == 0, outcome.output
    assert seen == {"GET"}
    assert outcome.report["profile"] == "live"
    ran = {each["id"].split("-")[0] for each in outcome.report["units"]}
    assert ran == {"http", "client"}
    assert not any(each["law"].startswith("http.") for each in outcome.report["verdicts"])
