"""The pytest plugin, in a pytest session of its own within this process."""

from collections.abc import Mapping

import httpx
import pytest

import rollcall
from tests.support.api import Api
from tests.support.faulty import TOKEN
from tests.support.specs import GET_SHELVES

pytest_plugins = ["pytester"]

_CONTRACT = """
import httpx
import rollcall
from tests.support.api import Api

api = Api({api})
target = rollcall.Target(
    api.base_url, {token!r}, transport=httpx.MockTransport(api.respond)
)
contract = rollcall.contract(api.spec, target, rollcall.Config(seed=1, laws={laws}))

@contract.parametrize()
def test_contract(case):
    case.check()
"""


def _contract(*laws: str, api: str = "", token: str = "") -> str:
    return _CONTRACT.format(laws=laws, api=api, token=token)


@pytest.fixture(scope="module", autouse=True)
def _import_everything() -> None:
    # An inner session forgets the modules that it imports, and would do so for each test.
    api = Api()
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    list(rollcall.run(api.spec, target, rollcall.Config(laws=("page.length",))))


@pytest.fixture(autouse=True)
def _plugin(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    # On a CI machine, the summary of pytest repeats each message in full length.
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("BUILD_NUMBER", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    # An installed rollcall has registered the plugin in the outer session, and in the inner one.
    pytester.plugins = ["rollcall.pytest_plugin"]
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider -p no:xdist\n")


def _run(pytester: pytest.Pytester, text: str, *arguments: str) -> pytest.RunResult:
    pytester.makepyfile(text)
    return pytester.runpytest_inprocess(*arguments)


def test_each_unit_is_a_case(pytester: pytest.Pytester) -> None:
    """Its id is readable, and the summary names the server and the seed."""
    done = _run(pytester, _contract("page.l*", "filter.*"), "-v")
    assert done.ret == 0
    done.stdout.fnmatch_lines(
        [
            "*test_contract[[]http-listBooks-page.length] PASSED*",
            "not checked: not everything was checked (--law *",
            f"Books 1.0.0 at {Api().base_url}, profile smoke, seed 1",
            "pass: * pass; * requests in *",
        ]
    )


def test_a_case_is_selected_by_its_id(pytester: pytest.Pytester) -> None:
    """The others are not executed."""
    done = _run(pytester, _contract("page.*"), "-k", "page.length", "-q")
    done.assert_outcomes(passed=1, deselected=done.parseoutcomes()["deselected"])


def test_a_violation_fails_its_case(pytester: pytest.Pytester) -> None:
    """The case shows the law and how to reproduce the violation, without a traceback."""
    done = _run(pytester, _contract("filter.sound", api="keeps=lambda *_: True"))
    assert done.ret == 1
    done.stdout.fnmatch_lines(
        ["listBooks: *", "*violates filter.sound kind*", "*curl --globoff*", "FAIL listBooks: *"]
    )
    done.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_cause_is_an_annotation_in_github_actions(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the one that the command prints, once; elsewhere there is none."""
    text = _contract("filter.sound", "filter.complete", api="keeps=lambda *_: True")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = _run(pytester, text).outlines
    found = [each for each in lines if each.startswith("::")]
    assert [each.split(" kind=")[0] for each in found] == ["::error title=listBooks%3A"]
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert not [each for each in _run(pytester, text).outlines if each.startswith("::")]


def test_a_vacuous_law_skips_its_case(pytester: pytest.Pytester) -> None:
    """The reason is in pytest's summary."""
    done = _run(pytester, _contract("filter.sound", api="items=()"), "-rs")
    assert done.ret == 0
    done.stdout.fnmatch_lines(["SKIPPED*vacuous: kind: *"])


def test_a_contract_that_cannot_be_checked_fails_once(pytester: pytest.Pytester) -> None:
    """The first case has the reason, and the others are skipped."""
    done = _run(pytester, _contract("page.*", api=f"token={TOKEN!r}"), "-q")
    assert done.ret == 1
    outcomes = done.parseoutcomes()
    assert outcomes["failed"] == 1
    assert outcomes["skipped"] > 3
    done.stdout.fnmatch_lines(["the contract cannot be checked: * refuses requests without*"])
    done.stdout.no_fnmatch_line("*During handling*")


def _reading(changes: Mapping[str, object]) -> str:
    """Return a contract of a variant of the library, which is read from a file."""
    head = "from pathlib import Path\nfrom tests.support.specs import write\n"
    written = f"rollcall.from_path(write(Path('library.json'), {changes}))"
    return head + _contract("*").replace("api.spec", written)


def test_a_document_without_lists_has_a_case_for_each_check(pytester: pytest.Pytester) -> None:
    """No case stands for no law, and the summary says why there are no laws."""
    listed = {"operationId": "listAll", "responses": {"200": {"description": "Books."}}}
    text = _reading({"/paths": {"/books": {"get": listed}}, "/components": {}})
    done = _run(pytester, text, "-v")
    assert done.ret == 0
    done.stdout.fnmatch_lines(
        [
            "*test_contract[[]coverage-listAll] PASSED*",
            "not checked: no list is annotated (x-list); checked for conformance only",
        ]
    )
    done.stdout.no_fnmatch_line("*NOTSET*")


def test_a_document_with_mistakes_has_no_cases(pytester: pytest.Pytester) -> None:
    """The error is that of the commands, with the nearest name."""
    done = _run(pytester, _reading({f"{GET_SHELVES}/x-list/pagination/totalItemz": "/meta/total"}))
    assert done.ret == pytest.ExitCode.INTERRUPTED
    done.stdout.fnmatch_lines(
        ["E*library.json:*unknown key 'totalItemz'; did you mean totalItems[?]"]
    )


def test_the_token_is_redacted_in_a_failing_case(pytester: pytest.Pytester) -> None:
    """Tracebacks, locals and captured output may hold it."""
    text = _contract("page.length", api=f"token={TOKEN!r}", token=TOKEN)
    body = f"    shown = {TOKEN!r}\n    print(shown)\n    case.check()\n    assert not shown"
    text = text.replace("    case.check()", body)
    done = _run(pytester, text, "--showlocals")
    assert done.ret == 1
    done.stdout.fnmatch_lines(["*[[]token]*"])
    done.stdout.no_fnmatch_line(f"*{TOKEN}*")


def test_the_target_may_come_from_a_fixture(pytester: pytest.Pytester) -> None:
    """``check`` takes it where the contract has none."""
    text = _contract("page.length").replace("api.spec, target, ", "api.spec, None, ")
    text = text.replace("case.check()", "case.check(target)")
    _run(pytester, text).assert_outcomes(passed=1)


def test_the_plugin_adds_no_option(pytester: pytest.Pytester) -> None:
    """The help of pytest does not mention the plugin."""
    done = pytester.runpytest_inprocess("--help")
    assert done.ret == 0
    assert "rollcall" not in done.stdout.str()


def test_a_known_cause_is_an_expected_failure(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The baseline file comes from pyproject.toml; a variable of the environment updates it."""
    pytester.makepyprojecttoml('[tool.rollcall]\nbaseline = "known.toml"\n')
    text = _contract("filter.sound", "page.length", api="keeps=lambda *_: True")
    text = text.replace("rollcall.Config(", "rollcall.Config.load(")
    monkeypatch.setenv("ROLLCALL_UPDATE_BASELINE", "1")
    first = _run(pytester, text)
    first.assert_outcomes(failed=1, passed=1)
    first.stdout.fnmatch_lines(["baseline: known.toml: 1 cause added, 0 removed, 1 known"])
    monkeypatch.delenv("ROLLCALL_UPDATE_BASELINE")
    second = _run(pytester, text, "-rx")
    assert second.ret == 0
    second.assert_outcomes(xfailed=1, passed=1)
    second.stdout.fnmatch_lines(
        ["known: listBooks: *", "pass: 1 known cause; *", "XFAIL *known: *"]
    )


def test_a_selection_of_cases_does_not_tell_that_a_cause_is_gone(
    pytester: pytest.Pytester,
) -> None:
    """Cases that are deselected may find it."""
    pytester.makepyprojecttoml('[tool.rollcall]\nbaseline = "known.toml"\n')
    text = _contract("filter.*", api="{api}").replace("rollcall.Config(", "rollcall.Config.load(")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_UPDATE_BASELINE", "1")
        _run(pytester, text.replace("{api}", "keeps=lambda *_: True"))
    correct = text.replace("{api}", "")
    selected = _run(pytester, correct, "-k", "filter.sound")
    selected.stdout.no_fnmatch_line("gone*")
    _run(pytester, correct).stdout.fnmatch_lines(["gone: listBooks: *"])


def test_a_cause_is_described_by_one_case(pytester: pytest.Pytester) -> None:
    """The other cases that it fails name that one, and the summary has it once."""
    done = _run(pytester, _contract("filter.sound", "filter.none", api="keeps=lambda *_: True"))
    done.assert_outcomes(failed=2)
    text = done.stdout.str()
    assert text.count("curl --globoff") == 1
    assert text.count("    the same cause as in http-listBooks-filter.sound") == 1
    assert sum(line.startswith("FAIL listBooks: ") for line in done.outlines) == 1
