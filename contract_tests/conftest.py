"""pytest's side of the contract suite: the options, the run, and where its results go."""

import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO, cast

import pytest

from rollcall._options import add_options, read_options
from rollcall._preflight import given_parents
from rollcall._profiles import choose_effort, register_profiles
from rollcall._progress import Progress
from rollcall._results import Results
from rollcall._run import Run, open_run
from rollcall._target import target
from rollcall._trials import Trial, leave_open
from rollcall.http._budget import Spent
from rollcall.http._credential import secrets_of
from rollcall.http._redact import RedactingStream, Redactor
from rollcall.http._transport import Halted, Unanswered
from rollcall.reports import (
    describe_failures,
    describe_run,
    read_campaigns,
    summarize,
    write_reports,
)
from rollcall.spec import SpecError, UsageError, read_spec

collect_ignore = ["sandbox"]

_RUN = pytest.StashKey[Run]()
_REDACTOR = pytest.StashKey[Redactor]()

register_profiles()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the suite."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Start the sandbox, unless there is a server to test, and see that it answers.

    Raises:
        pytest.UsageError: The run cannot begin.
    """
    if not hasattr(config.option, "contract_json"):
        msg = "the contract is a suite of its own: run pytest contract_tests"
        raise pytest.UsageError(msg)
    if config.option.help or config.option.version:
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    try:
        config.stash[_RUN] = _open(config, stack)
    except (SpecError, UsageError) as error:
        raise pytest.UsageError(str(error)) from None


def _open(config: pytest.Config, stack: ExitStack) -> Run:
    options = read_options(config)
    effort = choose_effort(config)
    spec = read_spec(options.spec)
    for path in options.mutants_json:
        read_campaigns(path)
    parents = given_parents(config.getoption("parent"), spec)
    server = stack.enter_context(target(options.spec, options.base_url, options.token, parents))
    # The reporter, which is built after this hook, writes to the stream that it finds here.
    config.stash[_REDACTOR] = Redactor.of(*secrets_of(spec, server.token))
    stream = sys.stdout
    stack.callback(setattr, sys, "stdout", stream)
    sys.stdout = cast("TextIO", RedactingStream(stream, config.stash[_REDACTOR]))
    progress = Progress(
        stream=sys.stdout,
        uncaptured=config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled,
        results=Results(),
        is_live=stream.isatty(),
        is_quiet=config.option.verbose != 0,
    )
    return stack.enter_context(open_run(options, spec, server, effort, progress))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the laws first: when a run ends early, they are what was worth its requests."""
    items.sort(key=lambda item: _trial(item) is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave out the names of files and the percentage: each test has a line of its own."""
    run = session.config.stash[_RUN]
    run.progress.width = max((len(_group(item)) for item in session.items), default=0)
    reporter: Any = session.config.pluginmanager.getplugin("terminalreporter")
    if session.config.option.verbose == 0 and reporter is not None:
        reporter.showfspath = False
        reporter._show_progress_info = False  # noqa: SLF001 - no option of a run turns it off


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Return what is tested, against what, and from which seed."""
    return describe_run(config.stash[_RUN])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Enter what happens under this test, and show its progress: one line for a group of tests."""
    run = item.config.stash[_RUN]
    run.engine.begin(item.nodeid)
    run.progress.start(_group(item))
    result = yield
    run.progress.failed += len(run.results.by_test.get(item.nodeid, ()))
    if nextitem is None or _group(nextitem) != _group(item) or (run.stopped and not run.spent):
        failed = run.progress.failed
        run.progress.end(f"{failed} failed" if failed else "stopped" if run.stopped else "ok")
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Skip what the budget does not allow for any more: that it was spent is no failure."""
    run = item.config.stash[_RUN]
    if run.spent is not None:
        trial = _trial(item)
        if trial is not None and run.options.requires_witnesses:
            leave_open(run, trial, run.spent)
            pytest.fail(run.spent, pytrace=False)
        pytest.skip(run.spent)
    try:
        return (yield)
    except Spent as problem:
        run.stopped = run.spent = str(problem)
        pytest.skip(run.spent)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report what failed, in place of the traceback of how it came to light.

    The reports of pytest, JUnit's among them, take the text from here.
    """
    report = yield
    if report.failed and call.excinfo is not None:
        _describe(item, call.excinfo.value, report)
    return report


def pytest_exception_interact(
    node: pytest.Item | pytest.Collector,
    call: pytest.CallInfo[object],
    report: pytest.TestReport | pytest.CollectReport,
) -> None:
    """Report what went wrong before there was a test."""
    if not isinstance(node, pytest.Item) and call.excinfo is not None:
        _describe(node, call.excinfo.value, report)


def _describe(
    node: pytest.Item | pytest.Collector,
    problem: BaseException,
    report: pytest.TestReport | pytest.CollectReport,
) -> None:
    run = node.config.stash[_RUN]
    if isinstance(problem, Unanswered):
        run.engine.unanswered(problem)
        if not run.engine.is_answering(run.parents):
            run.stopped = f"the server no longer answers: {problem}"
    elif isinstance(problem, Halted):
        run.stopped = str(problem)
    if run.stopped and isinstance(node, pytest.Item):
        node.session.shouldfail = run.stopped
    if run.stopped is None and not isinstance(problem, Unanswered):
        run.engine.shrink()
    text = describe_failures(run, node.nodeid, problem)
    if text or run.stopped:
        report.longrepr = text or run.stopped
    elif report.longrepr is not None:
        report.longrepr = node.config.stash[_REDACTOR].text(str(report.longrepr))


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(
    report: pytest.TestReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """Leave out the dot of a test whose progress has its own line."""
    is_own = Path(__file__).parent.name in Path(report.nodeid.split("::")[0]).parts
    if is_own and report.when == "call" and config.option.verbose == 0:
        return report.outcome, "", report.outcome.upper()
    return None


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print operations x families of laws, and how to reproduce what failed."""
    run = config.stash[_RUN]
    terminalreporter.section("contract")
    for line in summarize(run, config):
        terminalreporter.write_line(line, red=line.startswith("FAIL"))


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Write the reports, and see to it that no report holds the token."""
    result = yield
    run = session.config.stash.get(_RUN, None)
    if run is not None:
        if session.exitstatus == pytest.ExitCode.INTERRUPTED:
            run.stopped = run.stopped or "it was interrupted"
        redactor = session.config.stash[_REDACTOR]
        for item in session.items:
            if (trial := _trial(item)) is not None and run.stopped:
                leave_open(run, trial, f"the run ended early: {run.stopped}")
        write_reports(run, redactor, has_passed=session.exitstatus == pytest.ExitCode.OK)
        _redact_file(session.config.option.xmlpath, redactor)
    return result


def _trial(item: pytest.Item) -> Trial | None:
    """Return the law that a test tries, if it does."""
    parameters = (
        item.callspec.params
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else {}
    )
    trial = parameters.get("trial")
    return trial if isinstance(trial, Trial) else None


def _group(item: pytest.Item) -> str:
    """Name what a test belongs to, on one line of the progress; most are a group of their own."""
    trial = _trial(item)
    if trial is not None:
        return trial.group
    return item.nodeid.rpartition("::")[2].removeprefix("test_")


def _redact_file(path: str | None, redactor: Redactor) -> None:
    if path and Path(path).is_file():
        file = Path(path)
        text = file.read_text(encoding="utf-8")
        file.write_text(redactor.text(text), encoding="utf-8")
