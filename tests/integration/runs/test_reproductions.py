"""The commands of each violation are executed, and show it again."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from contract_tests.sandbox import build_app
from rollcall.http import serving
from tests.support.api import asgi
from tests.support.checks import ROOT, check
from tests.support.faulty import TOKEN, Ask, Change, Request, Response, changed, faulty
from tests.support.laws.full_api import SPEC, full_api
from tests.support.laws.mutants import MUTANTS, Mutant
from tests.support.reproductions import Recorder, assert_reproduced

_TWILIO = ROOT / "openapi" / "twilio-video.yaml"
_PHASES = ("conformance.coverage", "conformance.fuzzing")
_LAWS = {
    # A later page fails; the phases read few of them.
    "third-page-breaks": ("page.partition",),
}
_RESTLESS = {"order-restless"}
"""Mutants whose response to a request is another one each time."""
_FIRST = {each.law: each for each in reversed(MUTANTS)}
"""A mutant for each law."""


def _laws(mutant: Mutant) -> list[str]:
    phases = _PHASES if mutant.law.startswith("conformance.") else (mutant.law,)
    return [f"--law={each}" for each in _LAWS.get(mutant.id, phases)]


@pytest.mark.parametrize("mutant", _FIRST.values(), ids=lambda each: each.id)
def test_each_violation_of_a_law_is_reproduced(mutant: Mutant, tmp_path: Path) -> None:
    """A server with one defect shows it again, by curl and by Python."""
    api = full_api(mutant.steps)
    recorder = Recorder(asgi(api.respond), api.token)
    probes = ["--probe-writes"] if mutant.law == "http.write" else []
    options = (*_laws(mutant), *probes, f"--operation={mutant.operation}", "--channel=http")
    with serving(recorder) as origin:
        outcome = check(tmp_path, f"{origin}/v1", *options, "--seed=1", token=api.token, spec=SPEC)
        assert mutant.law in {each["law"] for each in outcome.report["violations"]}
        for each in outcome.report["violations"]:
            assert_reproduced(each, recorder, is_stable=mutant.id not in _RESTLESS)


async def _second_page_fails(request: Request, ask: Ask) -> Response:
    response = await ask(request)
    is_second = request.url.params.get("page[number]") == "2"
    return changed(response, status=500) if is_second else response


async def _later_pages_repeat_an_item(request: Request, ask: Ask) -> Response:
    response = await ask(request)
    number = request.url.params.get("page[number]", "1")
    if response.status_code != 200 or number == "1":
        return response
    first = request.url.copy_remove_param("page[number]")
    (item, *_) = json.loads((await ask(Request("GET", first, headers=request.headers))).content)[
        "data"
    ]

    def repeat(body: Any) -> None:  # noqa: ANN401 - JSON
        body["data"][:1] = [item]

    return changed(response, repeat)


async def _total_is_too_large(request: Request, ask: Ask) -> Response:
    response = await ask(request)

    def count(body: Any) -> None:  # noqa: ANN401 - JSON
        body["meta"]["total_results"] += 1

    return changed(response, count) if response.status_code == 200 else response


async def _the_last_item_is_wrong(request: Request, ask: Ask) -> Response:
    response = await ask(request)

    def halve(body: Any) -> None:  # noqa: ANN401 - JSON
        for each in body["data"][-1:]:
            each["max_participants"] = 10.5

    return changed(response, halve) if response.status_code == 200 else response


async def _filters_are_ignored(request: Request, ask: Ask) -> Response:
    url = request.url.copy_remove_param("filter[unique_name]")
    return await ask(Request(request.method, url, headers=request.headers))


def _accepts_tokens(right: str) -> Change:
    """Return a server that accepts any token but an empty one."""

    async def accept(request: Request, ask: Ask) -> Response:
        headers = request.headers.copy()
        if headers.get("authorization"):
            headers["authorization"] = right
        return await ask(Request(request.method, request.url, headers=headers))

    return accept


@contextmanager
def _sandbox(change: Change) -> Iterator[tuple[Recorder, str]]:
    """Serve a small sandbox with a defect, and yield its recorder and its base URL."""
    with build_app(token=TOKEN, rooms=24, sessions=12, participants=12) as app:
        recorder = Recorder(faulty(app, change), TOKEN)
        with serving(recorder) as origin:
            yield recorder, app.apis(origin)["telnyx-video"].base_url


@attrs.frozen
class _Case:
    """A defect of the sandbox, and the laws that a client violates through it."""

    change: Change
    laws: tuple[str, ...]
    channels: tuple[str, ...] = ("client", "client-async", "client-ahead")


_CASES = {
    "later page fails": _Case(_second_page_fails, ("page.partition",)),
    "item repeated": _Case(_later_pages_repeat_an_item, ("page.partition",)),
    "total too large": _Case(_total_is_too_large, ("page.totals", "page.partition")),
    "stricter client": _Case(_the_last_item_is_wrong, ("page.length",)),
    "filter ignored": _Case(_filters_are_ignored, ("filter.sound",), ("client", "client-async")),
    "tokens accepted": _Case(
        _accepts_tokens(f"Bearer {TOKEN}"), ("auth.*",), ("client", "client-async")
    ),
}


_PAIRS = {f"{name} {each}": (case, each) for name, case in _CASES.items() for each in case.channels}


@pytest.mark.parametrize(("case", "channel"), _PAIRS.values(), ids=_PAIRS)
def test_each_violation_through_a_client_is_reproduced(
    case: _Case, channel: str, tmp_path: Path
) -> None:
    """The same client is called in Python: also for a later page, and with a wrong token."""
    laws = [f"--law={each}" for each in case.laws]
    options = (*laws, "--operation=listRooms", f"--channel={channel}", "--seed=1")
    with _sandbox(case.change) as (recorder, base_url):
        outcome = check(tmp_path, base_url, *options)
        assert channel in {each["channel"] for each in outcome.report["violations"]}
        for each in outcome.report["violations"]:
            assert_reproduced(each, recorder)


@pytest.mark.parametrize("channel", ["http", "client"])
def test_each_variant_of_a_user_and_a_password_is_reproduced(channel: str, tmp_path: Path) -> None:
    """The lines derive the variant from the variable, and show no part of the token."""
    with build_app(token=TOKEN, rooms=3, sessions=3, participants=3) as app:
        served = app.apis("http://api.test")["twilio-video"]
        right = f"Basic {b64encode(served.token.encode()).decode()}"
        recorder = Recorder(faulty(app, _accepts_tokens(right)), served.token)
        room = served.parents["RoomSid"][0]
        options = (f"--parent=RoomSid={room}", "--law=auth.*", f"--channel={channel}", "--seed=1")
        with serving(recorder) as origin:
            base_url = app.apis(origin)["twilio-video"].base_url
            outcome = check(tmp_path, base_url, *options, token=served.token, spec=_TWILIO)
            laws = {each["law"] for each in outcome.report["violations"]}
            assert {"auth.wrong", "auth.prefix", "auth.suffix", "auth.case", "auth.user"} <= laws
            for each in outcome.report["violations"]:
                assert served.token.partition(":")[2] not in each["curl"] + each["python"]
                assert_reproduced(each, recorder)
