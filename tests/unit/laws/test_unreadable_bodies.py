"""Lists with data that cannot be read: the laws are inconclusive, and say which item and field."""

import httpx
import pytest
from attrs import evolve

from rollcall.config import Config
from rollcall.http import Target
from rollcall.runs import RunFinished, run
from tests.support.api import Api
from tests.support.evaluations import evaluate_all, runner_of

_CORRECT = Api()
_JSON = {"content-type": "application/json"}


def _sends(old: bytes, new: bytes) -> Api:
    def send(_request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if response.status_code != 200:
            return response
        content = response.content.replace(old, new)
        return httpx.Response(200, content=content, headers=_JSON)

    return evolve(_CORRECT, send=send)


def test_an_integer_of_5000_digits_is_no_violation() -> None:
    """Python refuses to read it, and the server is not at fault."""
    sends = _sends(b'{"books"', b'{"large": ' + b"7" * 5000 + b', "books"')
    target = Target(sends.base_url, transport=httpx.MockTransport(sends.respond))
    laws = ("filter.*", "conformance.coverage")
    events = run(sends.spec, target, Config(seed=1, laws=laws, channels=("http",)))
    (report,) = (each.report for each in events if isinstance(each, RunFinished))
    assert not report.violations
    assert report.exit_code == 0
    assert report.ran["http", "listBooks", "conformance.response_schema_conformance", ""] > 10


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (rb'"b04\ud83d"', r"the text at /books/4/id has the lone surrogate \ud83d"),
        (b'"b04\xe9"', "the body is not UTF-8 at byte"),
        (b'"b04', "the body is not JSON at line 1"),
    ],
    ids=["surrogate", "latin-1", "cut"],
)
def test_the_laws_name_the_unreadable_item(new: bytes, reason: str) -> None:
    """No law fails, and each law that needs the rows has the one reason."""
    assert {each.verdict.outcome for each in evaluate_all(runner_of(_CORRECT))} <= {
        "pass",
        "vacuous",
    }
    found = evaluate_all(runner_of(_sends(b'"b04"', new)))
    filters = [each.verdict for each in found if each.verdict.law.startswith("filter.")]
    assert len(filters) > 3
    assert {each.outcome for each in filters} == {"inconclusive"}
    (told,) = {each.reason for each in filters}
    assert told is not None
    assert reason in told
