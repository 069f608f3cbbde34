"""The witnesses of mutants of a document: each checks the changed document."""

import io
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
from rollcall.http import Target, Unanswered
from rollcall.laws import Law, applies, registered, tried_through
from rollcall.mutants.documents import DocumentMutant, client_checks, client_context
from rollcall.reports import ChannelResult
from rollcall.runs import Session, open_session
from rollcall.spec import ListOperation, Spec, SpecError, parse_spec

__all__ = ["WITNESSES", "ChangedDocument", "Setup", "Witness"]

Witness = Callable[[Mapping[str, Any]], Sequence[str]]
"""A function of the user that lists the errors of a document."""

WITNESSES: Mapping[str, str] = MappingProxyType(
    {
        "document": "the document itself",
        "facts": "documented facts",
        "http": "plain HTTP",
        "client": "the client of the unchanged document",
    }
)
"""The titles of the witnesses, in the order of their checks."""

_BY_CHECKS = frozenset({"parameter", "path", "operation", "schema", "error", "status"})
"""The groups for which the laws through a client detect no more than the other checks."""

_LONGEST = 300
_EXAMPLES = 20


class _Detected(Exception):  # noqa: N818 - not an error
    """A witness detected a mutant."""

    def __init__(self, law: str, title: str, subject: str = "") -> None:
        super().__init__(title)
        self.law, self.title, self.subject = law, title, subject


@attrs.frozen
class Setup:
    """The unchanged document, a correct server, and the functions of the user.

    Attributes:
        spec: The unchanged document.
        target: The server.
        config: The configuration of the laws.
        lint: The functions that list the errors of a document.
        facts: The functions that list the differences of a document from its sources.
    """

    spec: Spec
    target: Target
    config: Config
    lint: Sequence[Witness] = ()
    facts: Sequence[Witness] = ()


@attrs.define
class ChangedDocument:
    """A changed document, and the session of its laws once it is open."""

    setup: Setup
    mutant: DocumentMutant
    raw: Mapping[str, Any]
    stack: ExitStack
    session: Session | None = None

    def result(self, channel: str) -> ChannelResult:
        """Run a witness, and return the result."""
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
                result = ChannelResult("survived") if ask() else ChannelResult("not applicable")
        except _Detected as detected:
            title = " ".join(detected.title.split())[:_LONGEST]
            result = ChannelResult("killed", detected.law, detected.subject, title)
        except SpecError as error:
            result = ChannelResult("killed", "document", title=str(error)[:_LONGEST])
        except Unanswered as problem:
            raise RuntimeError(f"the server did not respond: {problem}") from None
        requests = self.session.results.requests if self.session is not None else 0
        return attrs.evolve(result, requests=requests, seconds=time.monotonic() - started)

    def _by_document(self) -> bool:
        try:
            parse_spec(self.setup.spec.path, dict(self.raw))
        except (SpecError, LookupError, TypeError, AttributeError, ValueError) as error:
            name = "" if isinstance(error, SpecError) else f"{type(error).__name__}: "
            raise _Detected("document", f"{name}{error}") from None
        self._hear(self.setup.lint, "document")
        return True

    def _by_facts(self) -> bool:
        self._hear(self.setup.facts, "facts")
        return bool(self.setup.facts)

    def _hear(self, witnesses: Sequence[Witness], law: str) -> None:
        for witness in witnesses:
            if said := witness(self.raw):
                raise _Detected(law, said[0])

    def _by_http(self) -> bool:
        session, mutant = self._session(), self.mutant
        for operation in self._touched(session):
            if mutant.parameter is not None:
                self._cover(session, operation, mutant.parameter)
            self._check_laws(session, operation, "http")
            # Generated requests get the same pages as the laws, but more refusals.
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
        """Return the session of the laws; a document without one counts as detected."""
        if self.session is not None:
            self.session.runner.renew()
            return self.session
        with _crashes("run"):
            spec = parse_spec(self.setup.spec.path, dict(self.raw))
            opened = open_session(spec, self.setup.target, self.setup.config)
            self.session = self.stack.enter_context(opened)
        return self.session

    def _touched(self, session: Session) -> list[ListOperation]:
        """Return the list that a mutant changes most, if the document still has lists."""
        names = self.mutant.operations
        # The changed operation may be missing or renamed.
        lists = [each for each in session.spec.lists if each.id in names] or [*session.spec.lists]
        lists.sort(key=lambda each: names.index(each.id) if each.id in names else len(names))
        if self.mutant.group in {"error", "status", "security"}:
            # Lists below a parent have more refusals.
            lists.sort(key=lambda each: each.parent is None)
        return lists[:1]

    def _cover(self, session: Session, operation: ListOperation, parameter: str | None) -> None:
        with _crashes("coverage"):
            session.fuzzer.cover(operation, parameter)
        self._look(session)

    def _look(self, session: Session) -> None:
        for violation in session.results.violations.values():
            raise _Detected(violation.law, violation.title, violation.subject)

    def _check_laws(self, session: Session, operation: ListOperation, channel: str) -> None:
        for law, subject in self._laws(session, operation, channel):
            with _crashes(law.id):
                evaluation = session.runner.evaluate_subject(law, operation, channel, subject)
            if evaluation.violation is not None:
                raise _Detected(law.id, evaluation.violation.title, subject)
            if channel == "http":
                self._look(session)

    def _laws(
        self, session: Session, operation: ListOperation, channel: str
    ) -> Iterator[tuple[Law, str]]:
        """Yield the laws that are listed for the mutant, in their order, with their subjects."""
        mutant = self.mutant
        listed = dict.fromkeys(
            law for pattern in mutant.laws for law in registered() if fnmatchcase(law.id, pattern)
        )
        for law in listed:
            if channel in tried_through(law, operation) and not session.config.sends_no(law.id):
                subjects = applies(law, session.spec, operation)
                for subject in [each for each in subjects if each == mutant.subject] or subjects:
                    yield law, subject

    def _check_client(self, session: Session, operation: ListOperation) -> None:
        mutant = self.mutant
        names = {mutant.parameter, str(mutant.edit.value)} if mutant.parameter else set()
        context = client_context(session, _EXAMPLES)
        for check in client_checks(session.spec, operation, mutant.group, names):
            with _crashes(check.law):
                problem = check.run(context)
                if problem:
                    raise SpecError(problem)
            for violation in session.results.violations.values():
                if violation.channel == "client":
                    raise _Detected(violation.law, violation.title)


@contextmanager
def _crashes(law: str) -> Iterator[None]:
    """Raise `_Detected` for any exception: the laws cannot run with such a document."""
    try:
        yield
    except _Detected:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is
        place = traceback.extract_tb(error.__traceback__)[-1].name
        raise _Detected(law, f"{type(error).__name__} ({place}): {error}") from None
