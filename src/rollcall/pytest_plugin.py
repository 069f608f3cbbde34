"""The pytest plugin: each unit of a run is a test case.

It does nothing unless a test module has a contract:

    import rollcall

    test_contract = rollcall.contract("openapi.yaml", "http://127.0.0.1:8000").test()

With pytest-xdist, each worker has a session of its own, and the reports are joined at the end.
"""

import json
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import attrs
import pytest

if TYPE_CHECKING:
    from rollcall._sources import Overlays
    from rollcall.config import Config
    from rollcall.http import Target
    from rollcall.runs import Part, Session, Unit, UnitResult
    from rollcall.spec import Spec

__all__ = ["Case", "Contract", "contract"]

_CONTRACTS = pytest.StashKey[list["Contract"]]()
_ENDED = pytest.StashKey[dict[int, list[dict[str, Any]]]]()
"""What the workers of pytest-xdist found of each contract, by its number."""

_OUTPUT = "rollcall"
"""The key of what a worker sends."""


def contract(
    spec: "Spec | str | Path",
    target: object = None,
    config: "Config | None" = None,
    *,
    overlays: "Overlays" = None,
) -> "Contract":
    """Return the contract of a spec; its units are test cases.

    Args:
        spec: The spec, a file, a URL, or the path of the document within the application or on
            the server.
        target: The server: its URL, a ``Target``, or an ASGI or WSGI application. None: the fixture
            of ``Contract.test``, the target of ``case.check``, or the application that the spec was
            read from. The token is in ROLLCALL_TOKEN, unless ``Target`` has another.
        config: The configuration; None: from pyproject.toml and the environment.
        overlays: The overlays to apply to the document, unless it is a ``Spec``, as for
            ``from_path``.

    Raises:
        UsageError: The configuration is invalid.
        SpecError: The spec cannot be read.
    """
    from rollcall._sources import address_of, from_any  # noqa: PLC0415 - slow, and rarely needed
    from rollcall.annotate import guessed  # noqa: PLC0415
    from rollcall.config import Config  # noqa: PLC0415
    from rollcall.http import Target  # noqa: PLC0415
    from rollcall.spec import without_documents  # noqa: PLC0415

    app = None if target is None or isinstance(target, str | Target) else target
    if isinstance(spec, str | Path):
        url = target.base_url if isinstance(target, Target) else target
        place = address_of(spec, url) if isinstance(url, str) else spec
        spec = from_any(place, app, overlays)
    elif app is not None:
        spec = attrs.evolve(spec, app=app)
    config = config or Config.load()
    spec = guessed(spec) if config.guess else spec
    spec = spec if config.operations else without_documents(spec)
    made = Contract(spec, None, config)
    made.target = None if app is not None else made.target_of(target)
    return made


@attrs.define(eq=False)
class Contract:
    """A spec that is checked in test cases. All of them share one session.

    Attributes:
        spec: The spec.
        target: The server; None: each case names it.
        config: The configuration.
        session: The session; None before the first case.
        problem: Why no session could be opened, if so.
        is_served: Whether the session serves the application of the spec itself.
        described: The ids of the causes that a failed test describes, with the ids of their units.
    """

    spec: "Spec"
    target: "Target | None"
    config: "Config"
    session: "Session | None" = None
    problem: str = ""
    is_served: bool = False
    described: dict[str, str] = attrs.field(factory=dict, repr=False)
    _stack: ExitStack = attrs.field(factory=ExitStack, repr=False)

    def parametrize(self, name: str = "case") -> pytest.MarkDecorator:
        """Return a decorator that runs a test function for each unit.

        Args:
            name: The argument of the test function that takes the ``Case``.
        """
        from rollcall.runs import plan, share  # noqa: PLC0415 - slow to import

        units = share(plan(self.spec, self.config), self.spec, self.config)
        cases = [Case(self, unit) for unit in units]
        return pytest.mark.parametrize(name, cases, ids=[each.unit.id for each in cases])

    def test(self, server: str = "") -> Callable[..., None]:
        """Return a test function that checks each unit.

        Args:
            server: The name of a fixture with the server: its URL, a ``Target``, or an object with
                ``url``, such as ``live_server`` of pytest-django and of pytest-flask. Empty: the
                target of the contract.
        """

        @self.parametrize()
        def check(case: "Case", request: pytest.FixtureRequest) -> None:
            case.check(request.getfixturevalue(server) if server else None)

        return pytest.mark.usefixtures(server)(check) if server else check

    def target_of(self, server: object) -> "Target | None":
        """Return the server that a URL, a target or a live server names.

        Raises:
            UsageError: It names none.
        """
        from rollcall.http import Target, named_tokens  # noqa: PLC0415 - slow to import
        from rollcall.spec import UsageError  # noqa: PLC0415

        if server is None or isinstance(server, Target):
            return server
        url = getattr(server, "url", server)
        # In pytest-flask, the address of a live server is a method.
        base_url = url() if callable(url) else url
        if not isinstance(base_url, str):
            kind = type(server).__name__
            raise UsageError(f"expected a URL, a Target, or an object with url, got {kind}")
        if base_url != server:
            base_url = f"{base_url.rstrip('/')}{self.spec.base_path}"
        tokens = named_tokens(self.spec, (), os.environ, self.config.token_command)
        return Target(base_url, tokens)

    def execute(self, unit: "Unit", target: "Target | None") -> "UnitResult":
        """Execute a unit; the first one opens the session.

        Raises:
            UsageError: The run cannot begin.
        """
        from rollcall.runs import open_session  # noqa: PLC0415 - slow to import

        if self.session is None:
            chosen = target or self.target
            self.is_served = chosen is None or not chosen.base_url
            opened = open_session(self.spec, chosen, _shared(self.config))
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

    def close(self) -> "Part | None":
        """Close the session, and return what it found."""
        part = self.session.part() if self.session is not None else None
        self._stack.close()
        self.session = None
        return part


@attrs.frozen(eq=False)
class Case:
    """A unit of a contract: a law on an operation through a channel, or generated requests."""

    contract: Contract
    unit: "Unit"

    def check(self, target: object = None) -> None:
        """Execute the unit, and pass, skip or fail the test.

        Args:
            target: The server, if the contract has none: its URL, a ``Target``, or an object with
                ``url``. The first case decides for all.
        """
        from rollcall.spec import SpecError, UsageError  # noqa: PLC0415 - slow to import

        if self.contract.problem:
            pytest.skip(f"the contract could not be checked: {self.contract.problem}")
        try:
            with _caching():
                result = self.contract.execute(self.unit, self.contract.target_of(target))
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
    """Close the session of each contract, and the server that it started; keep what they found."""
    from rollcall.runs import part_to_json  # noqa: PLC0415 - slow to import

    found: dict[int, list[dict[str, Any]]] = {}
    contracts = session.config.stash.get(_CONTRACTS, None) or []
    for number, each in enumerate(contracts):
        if part := each.close():
            told = {"notices": [*each.spec.notices], "is_served": each.is_served}
            found[number] = [{"part": part_to_json(part), **told}]
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_OUTPUT] = json.dumps(found)
    else:
        session.config.stash.setdefault(_ENDED, {}).update(found)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - a class of pytest-xdist
    """Keep what a worker of pytest-xdist found."""
    ended = node.config.stash.setdefault(_ENDED, {})
    sent = json.loads(getattr(node, "workeroutput", {}).get(_OUTPUT, "{}"))
    for number, found in sent.items():
        ended.setdefault(int(number), []).extend(found)


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
    ended = config.stash.get(_ENDED, {})
    for number in sorted(ended):
        terminalreporter.section("rollcall")
        for line in _summary(ended[number]):
            terminalreporter.write_line(line)


def _summary(ended: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines about a contract, and update its baseline file if it is to be."""
    # Slow to import, and rarely needed.
    from rollcall.reports import (  # noqa: PLC0415
        annotations_for_github,
        summary_lines,
        update_baseline,
    )
    from rollcall.runs import join, part_from_json, report_of  # noqa: PLC0415

    parts = [part_from_json(each["part"]) for each in ended]
    report, change = update_baseline(report_of(join(parts) if len(parts) > 1 else parts[0]))
    yield from (f"Warning: {each}" for each in ended[0]["notices"])
    yield from summary_lines(report)
    if change:
        yield f"baseline: {change}"
    if ended[0]["is_served"] and report.violations:
        yield (
            f"{report.base_url} was served only for this run: to reproduce a violation, "
            "serve the application, and put its address into the command"
        )
    yield from annotations_for_github(report).splitlines()


@contextmanager
def _caching() -> Iterator[None]:
    """Keep the caches of Hypothesis out of the current folder, unless it has them already."""
    # Slow to import, and rarely needed.
    from hypothesis.configuration import (  # noqa: PLC0415
        set_hypothesis_home_dir,
        storage_directory,
    )

    from rollcall.config import cache_folder  # noqa: PLC0415

    before = storage_directory(intent_to_write=False).home_directory
    is_chosen = bool(os.environ.get("HYPOTHESIS_STORAGE_DIRECTORY")) or before.exists()
    set_hypothesis_home_dir(before if is_chosen else cache_folder())
    try:
        yield
    finally:
        set_hypothesis_home_dir(before)


def _shared(config: "Config") -> "Config":
    """Return the configuration of a worker of pytest-xdist: all workers share the budget."""
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    requests, rate = config.max_requests, config.rate
    return attrs.evolve(
        config,
        max_requests=requests and max(1, requests // count),
        rate=rate and rate / count,
    )


def _case(item: pytest.Item) -> Case | None:
    """Return the case among the arguments of a test."""
    parameters = getattr(item, "callspec", None)
    values = parameters.params.values() if parameters is not None else ()
    return next((each for each in values if isinstance(each, Case)), None)
