"""Generated requests: what happens to them after a check failed."""

import threading
from typing import Any

import httpx
import pytest

import rollcall
from tests.support.api import Api, Described


def _document(api: Api) -> dict[str, Any]:
    """Return the document of an API, with an example of each parameter."""
    document = api.document
    examples = {"page": 1, "per": 5, "kind": "map"}
    for each in document["paths"]["/books"]["get"]["parameters"]:
        each["example"] = examples[each["name"]]
    return document


@pytest.mark.parametrize(
    ("end", "laws", "stopped"),
    [
        (httpx.ReadTimeout("the test is silent"), {"answered"}, None),
        (ZeroDivisionError("a bug of the transport"), set(), None),
        (None, set(), "it was interrupted; 0 of 1 unit was executed"),
    ],
    ids=["no response", "an exception", "an interrupt"],
)
def test_a_run_may_end_while_a_failing_request_is_made_smaller(
    end: Exception | None, laws: set[str], stopped: str | None
) -> None:
    """The violation is kept, and what happened to the smaller request is reported."""
    halt = threading.Event()

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        names = {*request.url.params}
        if names == {"page", "per", "kind"}:
            return httpx.Response(200, json={**response.json(), "total": "many"})
        if len(names) == 2:
            if end is not None:
                raise end
            halt.set()
        return response

    api = Api(send=send)
    described = Described(api, _document(api))
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    config = rollcall.Config(seed=1, laws=("conformance.examples",))
    *_, last = rollcall.run(described.spec, target, config, halt=halt)
    assert isinstance(last, rollcall.RunFinished)
    found = {each.law.partition(".")[2] for each in last.report.violations}
    assert found == {"response_schema_conformance", *laws}
    assert last.report.stopped == stopped


@pytest.mark.parametrize("strictness", [{}, {"invalidValue": "refused"}], ids=["silent", "chosen"])
@pytest.mark.parametrize("place", ["header", "cookie"])
def test_an_invalid_header_that_is_ignored_is_a_convention(
    place: str, strictness: dict[str, str]
) -> None:
    """It is noted, unless the document chooses that invalid values are refused."""
    api = Api(strictness=strictness)
    document = api.document
    parameters = document["paths"]["/books"]["get"]["parameters"]
    schema = {"type": "integer", "minimum": 1}
    parameters.append({"name": "x-depth", "in": place, "schema": schema})
    described = Described(api, document)
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    config = rollcall.Config(seed=1, laws=("conformance.coverage",))
    *_, last = rollcall.run(described.spec, target, config)
    assert isinstance(last, rollcall.RunFinished)
    noted = {each.convention for each in last.report.notes if "x-depth" in each.subjects}
    failed = {each.law for each in last.report.violations}
    rejection = "conformance.negative_data_rejection"
    assert (failed, "invalidValue" in noted) == (
        ({rejection}, False) if strictness else (set(), True)
    )
