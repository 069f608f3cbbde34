"""Where faults of a spec are tried: what is asked of each witness, and what it says."""

import copy
import io
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, redirect_stdout
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import attrs
import hypothesis
import pytest

from rollcall._options import Options
from rollcall._profiles import PROFILES, Effort
from rollcall._progress import Progress
from rollcall._results import Results
from rollcall._run import Run, open_run
from rollcall._target import Target
from rollcall._trials import client_context
from rollcall.laws import LAWS, Law, applies, tried_through
from rollcall.mutants.documents._client import client_checks
from rollcall.mutants.documents._coverage import cover
from rollcall.mutants.documents._edit import Edit
from rollcall.mutants.documents._mutation import Mutation
from rollcall.spec import ListOperation, Spec, SpecError, parse_spec

__all__ = ["COLUMNS", "Bench", "Outcome", "Trial", "Witness"]

Outcome = Literal["killed", "survived", "not applicable"]
"""What came of a fault: the witness noticed it; it did not; it cannot be asked."""

Witness = Callable[[Mapping[str, Any]], Sequence[str]]
"""Says what is wrong with a document, in lines; it is given from outside the suite."""

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "document": "the document itself",
        "facts": "documented facts",
        "http": "plain HTTP",
        "client": "the client of the sound document",
    }
)
"""The witnesses, each with its title, in the order in which they are asked."""

_BY_CHECKS = frozenset({"parameter", "path", "operation", "schema", "error", "status"})
"""The groups of which the laws know no more than the checks, or than plain HTTP."""

_LONGEST = 300
_TIMEOUT = 10.0
_MAX_ROWS = 2000


@attrs.frozen
class Trial:
    """A fault, and what came of it by one witness.

    Attributes:
        outcome: What came of it.
        law: What noticed it: a law or a check; empty where none did.
        subject: What that was about.
        title: What it found, in a line.
        requests: How many requests were sent.
        seconds: How long it took.
    """

    outcome: Outcome
    law: str = ""
    subject: str = ""
    title: str = ""
    requests: int = 0
    seconds: float = 0.0


class _Noticed(Exception):  # noqa: N818 - it is what was looked for
    """A witness noticed a fault."""

    def __init__(self, law: str, title: str, subject: str = "") -> None:
        super().__init__(title)
        self.law, self.title, self.subject = law, title, subject


@attrs.define
class Bench:
    """The sound document, a server that does as it says, and who is asked.

    Attributes:
        spec: The sound document.
        base_url: The server.
        token: What authenticates a request.
        profile: How hard the laws try, by the name of a profile.
        seed: What everything that is drawn follows from.
        parents: The values of path parameters that are not to be looked for.
        document_witnesses: What says whether a document is one that a client is generated from.
        fact_witnesses: What says whether a document says what is documented.
    """

    spec: Spec
    base_url: str
    token: str = attrs.field(repr=False)
    profile: str
    seed: int
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    document_witnesses: Sequence[Witness] = ()
    fact_witnesses: Sequence[Witness] = ()

    def try_sound(self, columns: Sequence[str], operation: str) -> dict[str, list[str]]:
        """Ask the witnesses about the sound document, of which they should say nothing.

        Args:
            columns: The witnesses.
            operation: The operationId of what is looked at.

        Returns:
            What each of them says all the same, in lines.
        """
        said: dict[str, list[str]] = {column: [] for column in columns}
        nothing = Mutation("sound.none", "", Edit("set", ""), (operation,), laws=("*",))
        for column, trial in self._ask(nothing, self.spec.raw, columns):
            if trial.outcome == "killed":
                said[column].append(f"{operation} {trial.law}: {trial.title}")
        return said

    def try_mutation(
        self, mutation: Mutation, columns: Sequence[str], *, until: str = ""
    ) -> dict[str, Trial]:
        """Ask some witnesses about a document with a fault.

        Args:
            mutation: The fault.
            columns: The witnesses, in the order in which they are asked.
            until: The outcome after which nobody else is asked, if there is one.
        """
        tried: dict[str, Trial] = {}
        # A copy, so that whatever a witness does to it is done to no other.
        raw = copy.deepcopy(mutation.of(self.spec))
        for column, trial in self._ask(mutation, raw, columns):
            tried[column] = trial
            if trial.outcome == until:
                break
        return tried

    def _ask(
        self, mutation: Mutation, raw: Mapping[str, Any], columns: Sequence[str]
    ) -> Iterator[tuple[str, Trial]]:
        with ExitStack() as stack:
            subject = _Subject(self, mutation, raw, stack)
            for column in columns:
                yield column, subject.asked(column)


@attrs.define
class _Subject:
    """A document with a fault, and the run that judges by it, once there is one."""

    bench: Bench
    mutation: Mutation
    raw: Mapping[str, Any]
    stack: ExitStack
    results: Results = attrs.field(factory=Results)
    opened: Run | None = None

    def asked(self, column: str) -> Trial:
        """Ask a witness."""
        started = time.monotonic()
        self.results.clear()
        trial = Trial("survived")
        ask = {
            "document": self._by_document,
            "facts": self._by_facts,
            "http": self._by_http,
            "client": self._by_client,
        }[column]
        try:
            with redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                if not ask():
                    trial = Trial("not applicable")
        except _Noticed as noticed:
            title = " ".join(noticed.title.split())[:_LONGEST]
            trial = Trial("killed", noticed.law, noticed.subject, title)
        except SpecError as error:
            trial = Trial("killed", "document", title=str(error)[:_LONGEST])
        seconds = time.monotonic() - started
        return attrs.evolve(trial, requests=self.results.requests, seconds=seconds)

    def _by_document(self) -> bool:
        try:
            parse_spec(self.bench.spec.path, dict(self.raw))
        except SpecError as error:
            raise _Noticed("document", str(error)) from None
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise _Noticed("document", f"{type(error).__name__}: {error}") from None
        _hear(self.bench.document_witnesses, self.raw, "document")
        return True

    def _by_facts(self) -> bool:
        _hear(self.bench.fact_witnesses, self.raw, "facts")
        return bool(self.bench.fact_witnesses)

    def _by_http(self) -> bool:
        run, mutation = self._run(), self.mutation
        for operation in _touched(run, mutation):
            if mutation.parameter is not None:
                _cover(run, operation, mutation.parameter)
            _try_laws(run, mutation, operation, "http")
            # What is generated has the same pages as the laws, but more refusals.
            if mutation.parameter is None and mutation.group != "schema":
                _cover(run, operation, None)
        return True

    def _by_client(self) -> bool:
        run, mutation = self._run(), self.mutation
        if "client" not in run.runner.channels:
            return False
        for operation in _touched(run, mutation):
            _check_client(run, mutation, operation)
            if mutation.group not in _BY_CHECKS:
                _try_laws(run, mutation, operation, "client")
        return True

    def _run(self) -> Run:
        """Open a run with the document; that none can be opened is noticed."""
        if self.opened is not None:
            self.opened.runner.renew()
            return self.opened
        bench = self.bench
        options = Options(
            spec=Path(bench.spec.path),
            base_url=bench.base_url,
            token=bench.token,
            parents=bench.parents,
            request_timeout=_TIMEOUT,
            max_wait=_TIMEOUT,
            json_report=None,
            html_report=None,
            max_requests=None,
            rate=None,
            max_time=None,
            max_rows=_MAX_ROWS,
            probes_methods=True,
            requires_witnesses=False,
        )
        effort = Effort(PROFILES[bench.profile], bench.seed)
        progress = Progress(io.StringIO(), nullcontext, self.results, is_live=False, is_quiet=True)
        server = Target(bench.base_url, bench.token, bench.parents)
        with _crashes("run"):
            spec = parse_spec(bench.spec.path, dict(self.raw))
            self.opened = self.stack.enter_context(
                open_run(options, spec, server, effort, progress)
            )
        return self.opened


def _names(mutation: Mutation) -> frozenset[str]:
    """Return the names that the parameter that is at fault has, before and after; none: all do."""
    if mutation.parameter is None:
        return frozenset()
    return frozenset({mutation.parameter, str(mutation.edit.value)})


def _cover(run: Run, operation: ListOperation, parameter: str | None) -> None:
    with _crashes("coverage"):
        cover(run, operation, parameter)
    _look(run)


def _touched(run: Run, mutation: Mutation) -> list[ListOperation]:
    """Return the lists that a fault touches, as the changed document has them."""
    found = [each for each in run.spec.operations if each.id in mutation.operations]
    if not found:
        # What was touched is not there any more, or has another name.
        found = [*run.spec.operations]
    lists = [each for each in found if isinstance(each, ListOperation)]
    order = [*mutation.operations]
    lists.sort(key=lambda each: order.index(each.id) if each.id in order else len(order))
    if mutation.group in {"error", "status", "security"}:
        # Lists below a parent refuse more.
        lists.sort(key=lambda each: each.parent is None)
    return lists[:1]


def _hear(witnesses: Sequence[Witness], raw: Mapping[str, Any], law: str) -> None:
    for witness in witnesses:
        said = witness(raw)
        if said:
            raise _Noticed(law, said[0])


@contextmanager
def _crashes(law: str) -> Iterator[None]:
    """Notice that the suite cannot go on with such a document: a run with it would be an error."""
    try:
        yield
    except _Noticed:
        raise
    except (Exception, pytest.UsageError, pytest.skip.Exception) as error:  # noqa: BLE001 - whatever
        place = traceback.extract_tb(error.__traceback__)[-1].name
        raise _Noticed(law, f"{type(error).__name__} ({place}): {error}") from None


def _look(run: Run) -> None:
    for key, violation in run.results.violations.items():
        raise _Noticed(key[2], violation.title, violation.subject)


def _try_laws(run: Run, mutation: Mutation, operation: ListOperation, channel: str) -> None:
    for law, subject in _ordered(run, mutation, operation, channel):
        with _crashes(law.id):
            judgement = run.runner.judge_subject(law, operation, channel, subject)
        if judgement.violation is not None:
            raise _Noticed(law.id, judgement.violation.title, subject)
        if channel == "http":
            _look(run)


def _ordered(
    run: Run, mutation: Mutation, operation: ListOperation, channel: str
) -> Iterator[tuple[Law, str]]:
    """Return the laws that a fault concerns, in the order in which it names them."""
    order = dict.fromkeys(
        law for pattern in mutation.laws for law in LAWS if fnmatchcase(law.id, pattern)
    )
    for law in order:
        if channel in tried_through(law, operation):
            subjects = applies(law, run.spec, operation)
            own = [each for each in subjects if each == mutation.subject]
            for subject in own or subjects:
                yield law, subject


def _check_client(run: Run, mutation: Mutation, operation: ListOperation) -> None:
    settings = hypothesis.settings.default
    assert settings is not None
    context = client_context(run, settings.max_examples // 4)
    for check in client_checks(run.spec, operation, mutation.group, _names(mutation)):
        with _crashes(check.law):
            check.run(context)
        for key, violation in run.results.violations.items():
            if key[0] == "client":
                raise _Noticed(violation.law, violation.title)
