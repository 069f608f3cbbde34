"""The pytest plugin: each unit of a run is a test case.

It does nothing unless a test module has a contract:

    contract = rollcall.contract(rollcall.from_path("openapi.yaml"), Target("http://…"))

    @contract.parametrize()
    def test_contract(case):
        case.check()
"""

from collections.abc import Generator
from contextlib import ExitStack
from typing import TYPE_CHECKING, NoReturn

import attrs
import pytest

if TYPE_CHECKING:
    from rollcall.config import Config
    from rollcall.http import Target
    from rollcall.runs import Report, Session, Unit, UnitResult
    from rollcall.spec import Spec

__all__ = ["Case", "Contract", "contract"]

_CONTRACTS = pytest.StashKey[list["Contract"]]()


def contract(
    spec: "Spec", target: "Target | None" = None, config: "Config | None" = None
) -> "Contract":
    """Return the contract of a spec; its units are test cases.

    Args:
        spec: The spec.
        target: The server; None: the target that is passed to ``case.check``, or the application
            that the spec was read from, with the token in ROLLCALL_TOKEN. ``Target(token="…")``
            sets another token.
        config: The configuration; None: from pyproject.toml and the environment.

    Raises:
        UsageError: The configuration is invalid.
    """
    from rollcall.config import Config  # noqa: PLC0415 - slow to import, and rarely needed

    return Contract(spec, target, config or Config.load())


@attrs.define(eq=False)
class Contract:
    """A spec that is checked in test cases. All of them share one session.

    Attributes:
        spec: The spec.
        target: The server; None: each case names it.
        config: The configuration.
        session: The session; None before the first case.
        problem: Why no session could be opened, if so.
        report: The report; None until the session is closed.
        is_served: Whether the session serves the application of the spec itself.
        change: What was changed in the baseline file; empty: nothing.
        described: The ids of the causes that a failed test describes, with the ids of their units.
    """

    spec: "Spec"
    target: "Target | None"
    config: "Config"
    session: "Session | None" = None
    problem: str = ""
    report: "Report | None" = None
    is_served: bool = False
    change: str = ""
    described: dict[str, str] = attrs.field(factory=dict, repr=False)
    _stack: ExitStack = attrs.field(factory=ExitStack, repr=False)

    def parametrize(self, name: str = "case") -> pytest.MarkDecorator:
        """Return a decorator that runs a test function for each unit.

        Args:
            name: The argument of the test function that takes the ``Case``.
        """
        from rollcall.runs import plan  # noqa: PLC0415 - slow to import

        cases = [Case(self, unit) for unit in plan(self.spec, self.config)]
        return pytest.mark.parametrize(name, cases, ids=[each.unit.id for each in cases])

    def execute(self, unit: "Unit", target: "Target | None") -> "UnitResult":
        """Execute a unit; the first one opens the session.

        Raises:
            UsageError: The run cannot begin.
        """
        from rollcall.runs import open_session  # noqa: PLC0415 - slow to import

        if self.session is None:
            chosen = target or self.target
            self.is_served = chosen is None or not chosen.base_url
            opened = open_session(self.spec, chosen, self.config)
            self.session = self._stack.enter_context(opened)
        return self.session.execute(unit)

    def fail(self, result: "UnitResult") -> NoReturn:
        """Fail the test of a unit, or expect its failure if the baseline file lists the causes."""
        from rollcall.reports import describe_result  # noqa: PLC0415 - slow to import

        assert self.session is not None
        report = self.session.report()
        if report.is_known(result):
            titles = "; ".join(each.title for each in report.causes_for(result))
            pytest.xfail(f"known: {titles}")
        pytest.fail(describe_result(report, result, self.described), pytrace=False)

    def close(self) -> None:
        """Close the session, keep its report, and update the baseline file if it is to be."""
        from rollcall.reports import update_baseline  # noqa: PLC0415 - slow to import

        if self.session is not None:
            self.report, self.change = update_baseline(self.session.report())
        self._stack.close()
        self.session = None


@attrs.frozen(eq=False)
class Case:
    """A unit of a contract: a law on an operation through a channel, or generated requests."""

    contract: Contract
    unit: "Unit"

    def check(self, target: "Target | None" = None) -> None:
        """Execute the unit, and pass, skip or fail the test.

        Args:
            target: The server, if the contract has none. The first case decides for all.
        """
        from rollcall.spec import SpecError, UsageError  # noqa: PLC0415 - slow to import

        if self.contract.problem:
            pytest.skip(f"the contract could not be checked: {self.contract.problem}")
        try:
            result = self.contract.execute(self.unit, target)
        except (SpecError, UsageError) as problem:
            self.contract.problem = str(problem)
        if self.contract.problem:
            # In the handler, pytest would print both exceptions, and the message twice.
            pytest.fail(f"the contract cannot be checked: {self.contract.problem}", pytrace=False)
        if result.outcome == "skip":
            pytest.skip(result.reason)
        if result.outcome != "pass":
            self.contract.fail(result)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Collect the contracts of the selected tests."""
    found: dict[int, Contract] = {}
    for item in session.items:
        case = _case(item)
        if case is not None:
            found[id(case.contract)] = case.contract
    session.config.stash[_CONTRACTS] = [*found.values()]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Close the session of each contract, and the server that it started."""
    for each in session.config.stash.get(_CONTRACTS, []):
        each.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Redact the token in the traceback, the locals and the captured output of a case."""
    report = yield
    case = _case(item)
    session = case.contract.session if case is not None else None
    if session is not None:
        redact = session.redactor.text
        if report.failed and not isinstance(report.longrepr, str):
            report.longrepr = redact(str(report.longrepr))
        report.sections = [(name, redact(text)) for name, text in report.sections]
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the causes, the notes, the unchecked parts and the counts of each contract."""
    # Slow to import, and rarely needed.
    from rollcall.reports import annotations_for_github, summary_lines  # noqa: PLC0415

    for each in config.stash.get(_CONTRACTS, []):
        report = each.report
        if report is None:
            continue
        terminalreporter.section("rollcall")
        for notice in each.spec.notices:
            terminalreporter.write_line(f"Warning: {notice}")
        for line in summary_lines(report):
            terminalreporter.write_line(line)
        if each.change:
            terminalreporter.write_line(f"baseline: {each.change}")
        if each.is_served and report.violations:
            terminalreporter.write_line(
                f"{report.base_url} was served only for this run: to reproduce a violation, "
                "serve the application, and put its address into the command"
            )
        terminalreporter.write(annotations_for_github(report))


def _case(item: pytest.Item) -> Case | None:
    """Return the case among the arguments of a test."""
    parameters = getattr(item, "callspec", None)
    values = parameters.params.values() if parameters is not None else ()
    return next((each for each in values if isinstance(each, Case)), None)
