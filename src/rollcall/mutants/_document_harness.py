"""Tries mutants of a document: each witness is asked about the changed document."""

import copy
import io
import pkgutil
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

import attrs

from rollcall.config import Config
from rollcall.http import Target
from rollcall.laws import Law, applies, registered, tried_through
from rollcall.mutants._harness import Known, Place
from rollcall.mutants.documents import (
    DocumentMutant,
    Edit,
    client_checks,
    client_context,
    document_mutants,
)
from rollcall.reports import Trial
from rollcall.run import Session, open_session
from rollcall.spec import ListOperation, Spec, SpecError, UsageError, parse_spec

__all__ = ["WITNESSES", "DocumentHarness", "Witness", "open_document_harness"]

Witness = Callable[[Mapping[str, Any]], Sequence[str]]
"""Lists what is wrong with a document; given by the user."""

WITNESSES: Mapping[str, str] = MappingProxyType(
    {
        "document": "the document itself",
        "facts": "documented facts",
        "http": "plain HTTP",
        "client": "the client of the sound document",
    }
)
"""The titles of the witnesses, in the order in which they are asked."""

_BY_CHECKS = frozenset({"parameter", "path", "operation", "schema", "error", "status"})
"""The groups of which the laws know no more than the checks of a client, or than plain HTTP."""

_LONGEST = 300
_SECONDS = 10.0
_MAX_ROWS = 2000
_EXAMPLES = 20


class _Noticed(Exception):  # noqa: N818 - it is what was looked for
    """A witness noticed a mutant."""

    def __init__(self, law: str, title: str, subject: str = "") -> None:
        super().__init__(title)
        self.law, self.title, self.subject = law, title, subject


@attrs.define
class DocumentHarness:
    """The sound document, a server that does what it says, and the witnesses.

    Attributes:
        spec: The sound document.
        target: The server.
        config: How hard the laws try.
        mutants: The mutants, by their ids.
        lint: The functions that list what is wrong with a document.
        facts: The functions that list where a document differs from its sources.
    """

    spec: Spec
    target: Target
    config: Config
    mutants: Mapping[str, DocumentMutant]
    lint: Sequence[Witness] = ()
    facts: Sequence[Witness] = ()
    _about: "_About | None" = None

    @property
    def channels(self) -> tuple[str, ...]:
        """The witnesses."""
        return tuple(WITNESSES)

    @property
    def problem(self) -> str:
        """Nothing: a server that does not answer is what a witness notices."""
        return ""

    def control(self, channel: str) -> Known:
        """Ask a witness about the sound document, for each of its lists."""
        places: list[Place] = []
        lines: list[str] = []
        for operation in self.spec.lists:
            nothing = DocumentMutant("sound.none", Edit("set", ""), (operation.id,), laws=("*",))
            with ExitStack() as stack:
                trial = _About(self, nothing, self.spec.raw, stack).trial(channel)
            if trial.outcome == "killed":
                places.append((operation.id, trial.law, trial.subject))
                lines.append(f"{operation.id} {trial.law}: {trial.title}")
        return Known(channel, frozenset(places), tuple(lines))

    def learn(self, known: Known) -> None:
        """Do nothing: a run whose witnesses object to the sound document ends."""

    def attempt(self, mutant: str, channel: str) -> Trial:
        """Ask a witness about a mutant, by its id; its session stays open for the next witness."""
        if self._about is None or self._about.mutant.id != mutant:
            self.close()
            found = self.mutants[mutant]
            # A copy: what a witness does to the document is done to no other mutant.
            self._about = _About(self, found, copy.deepcopy(found.of(self.spec)), ExitStack())
        return self._about.trial(channel)

    def close(self) -> None:
        """Close the session of the last mutant."""
        if self._about is not None:
            self._about.stack.close()
            self._about = None


@attrs.define
class _About:
    """A changed document, and the session of its laws once there is one."""

    harness: DocumentHarness
    mutant: DocumentMutant
    raw: Mapping[str, Any]
    stack: ExitStack
    session: Session | None = None

    def trial(self, channel: str) -> Trial:
        """Ask a witness."""
        started = time.monotonic()
        if self.session is not None:
            self.session.results.clear()
        ask = {
            "document": self._by_document,
            "facts": self._by_facts,
            "http": self._by_http,
            "client": self._by_client,
        }[channel]
        try:
            with redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                trial = Trial("survived") if ask() else Trial("not applicable")
        except _Noticed as noticed:
            title = " ".join(noticed.title.split())[:_LONGEST]
            trial = Trial("killed", noticed.law, noticed.subject, title)
        except SpecError as error:
            trial = Trial("killed", "document", title=str(error)[:_LONGEST])
        requests = self.session.results.requests if self.session is not None else 0
        return attrs.evolve(trial, requests=requests, seconds=time.monotonic() - started)

    def _by_document(self) -> bool:
        try:
            parse_spec(self.harness.spec.path, dict(self.raw))
        except (SpecError, LookupError, TypeError, AttributeError, ValueError) as error:
            name = "" if isinstance(error, SpecError) else f"{type(error).__name__}: "
            raise _Noticed("document", f"{name}{error}") from None
        self._hear(self.harness.lint, "document")
        return True

    def _by_facts(self) -> bool:
        self._hear(self.harness.facts, "facts")
        return bool(self.harness.facts)

    def _hear(self, witnesses: Sequence[Witness], law: str) -> None:
        for witness in witnesses:
            if said := witness(self.raw):
                raise _Noticed(law, said[0])

    def _by_http(self) -> bool:
        session, mutant = self._session(), self.mutant
        for operation in self._touched(session):
            if mutant.parameter is not None:
                self._cover(session, operation, mutant.parameter)
            self._check_laws(session, operation, "http")
            # Generated requests ask for the same pages as the laws, but meet more refusals.
            if mutant.parameter is None and mutant.group != "schema":
                self._cover(session, operation, None)
        return True

    def _by_client(self) -> bool:
        session = self._session()
        if "client" not in session.runner.channels:
            return False
        for operation in self._touched(session):
            self._check_client(session, operation)
            if self.mutant.group not in _BY_CHECKS:
                self._check_laws(session, operation, "client")
        return True

    def _session(self) -> Session:
        """Open a session with the document; that none can be opened is noticed."""
        if self.session is not None:
            self.session.runner.renew()
            return self.session
        with _crashes("run"):
            spec = parse_spec(self.harness.spec.path, dict(self.raw))
            opened = open_session(spec, self.harness.target, self.harness.config)
            self.session = self.stack.enter_context(opened)
        return self.session

    def _touched(self, session: Session) -> list[ListOperation]:
        """Return the list that a mutant touches most, as the changed document has it."""
        names = self.mutant.operations
        # What was touched may be gone, or have another name.
        lists = [each for each in session.spec.lists if each.id in names] or [*session.spec.lists]
        lists.sort(key=lambda each: names.index(each.id) if each.id in names else len(names))
        if self.mutant.group in {"error", "status", "security"}:
            # Lists below a parent refuse more.
            lists.sort(key=lambda each: each.parent is None)
        return lists[:1]

    def _cover(self, session: Session, operation: ListOperation, parameter: str | None) -> None:
        with _crashes("coverage"):
            session.fuzzer.cover(operation, parameter)
        self._look(session)

    def _look(self, session: Session) -> None:
        for key, violation in session.results.violations.items():
            raise _Noticed(key[2], violation.title, violation.subject)

    def _check_laws(self, session: Session, operation: ListOperation, channel: str) -> None:
        for law, subject in self._laws(session, operation, channel):
            with _crashes(law.id):
                evaluation = session.runner.evaluate_subject(law, operation, channel, subject)
            if evaluation.violation is not None:
                raise _Noticed(law.id, evaluation.violation.title, subject)
            if channel == "http":
                self._look(session)

    def _laws(
        self, session: Session, operation: ListOperation, channel: str
    ) -> Iterator[tuple[Law, str]]:
        """Return the laws that are listed for the mutant, in that order, with their subjects."""
        mutant = self.mutant
        listed = dict.fromkeys(
            law for pattern in mutant.laws for law in registered() if fnmatchcase(law.id, pattern)
        )
        for law in listed:
            if channel in tried_through(law, operation):
                subjects = applies(law, session.spec, operation)
                for subject in [each for each in subjects if each == mutant.subject] or subjects:
                    yield law, subject

    def _check_client(self, session: Session, operation: ListOperation) -> None:
        mutant = self.mutant
        names = {mutant.parameter, str(mutant.edit.value)} if mutant.parameter else set()
        context = client_context(session, _EXAMPLES)
        for check in client_checks(session.spec, operation, mutant.group, names):
            with _crashes(check.law):
                check.run(context)
            for key, violation in session.results.violations.items():
                if key[0] == "client":
                    raise _Noticed(violation.law, violation.title)


@contextmanager
def _crashes(law: str) -> Iterator[None]:
    """Notice that the laws cannot go on with such a document: a run with it would be an error."""
    try:
        yield
    except _Noticed:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is
        place = traceback.extract_tb(error.__traceback__)[-1].name
        raise _Noticed(law, f"{type(error).__name__} ({place}): {error}") from None


def _resolved(names: Sequence[str]) -> list[Witness]:
    """Return the functions of these names.

    Raises:
        UsageError: A name leads to none.
    """
    try:
        return [pkgutil.resolve_name(each) for each in names]
    except (ImportError, AttributeError, ValueError) as problem:
        raise UsageError(f"--lint, --facts: {problem}") from None


@contextmanager
def open_document_harness(
    spec: Spec,
    target: Target,
    config: Config,
    *,
    lint: Sequence[str] = (),
    facts: Sequence[str] = (),
) -> Iterator[DocumentHarness]:
    """Set up the witnesses of mutants of a document.

    Args:
        spec: The sound document.
        target: A server that does what it says.
        config: How hard the laws try; its budget is not applied.
        lint: The names of functions that list what is wrong with a document.
        facts: The names of functions that list where a document differs from its sources.

    Raises:
        UsageError: A name leads to no function.
    """
    config = attrs.evolve(
        config,
        request_timeout=_SECONDS,
        max_wait=_SECONDS,
        max_requests=None,
        rate=None,
        max_rows=_MAX_ROWS,
    )
    mutants = {each.id: each for each in document_mutants(spec)}
    harness = DocumentHarness(spec, target, config, mutants, _resolved(lint), _resolved(facts))
    try:
        yield harness
    finally:
        harness.close()
