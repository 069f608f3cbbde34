"""Runs the witnesses on mutants of a document."""

import copy
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import attrs

from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants._harness import Known, Place
from rollcall.mutants._witnesses import WITNESSES, ChangedDocument, Setup, Witness
from rollcall.mutants.documents import DocumentMutant, Edit, document_mutants
from rollcall.reports import ChannelResult
from rollcall.spec import Spec, UsageError

__all__ = ["DocumentHarness", "open_document_harness"]

_SECONDS = 10.0
_MAX_ROWS = 2000


@attrs.define
class DocumentHarness:
    """Runs the witnesses on mutants of a document, one mutant at a time.

    Attributes:
        setup: The unchanged document, the server and the functions of the user.
        mutants: The mutants by id.
    """

    setup: Setup
    mutants: Mapping[str, DocumentMutant]
    _changed: ChangedDocument | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """The ids of the witnesses."""
        return tuple(WITNESSES)

    @property
    def problem(self) -> str:
        """Always empty: a missing response is an error of the attempt."""
        return ""

    def control(self, channel: str) -> Known:
        """Run a witness on the unchanged document, for each list."""
        places: list[Place] = []
        lines: list[str] = []
        for operation in self.setup.spec.lists:
            nothing = DocumentMutant(
                "unchanged.none", Edit("set", ""), (operation.id,), laws=("*",)
            )
            with ExitStack() as stack:
                result = ChangedDocument(self.setup, nothing, self.setup.spec.raw, stack).result(
                    channel
                )
            if result.outcome == "killed":
                places.append((operation.id, result.law, result.subject))
                lines.append(f"{operation.id} {result.law}: {result.title}")
        return Known(channel, frozenset(places), tuple(lines))

    def learn(self, known: Known) -> None:
        """Do nothing: violations of the unchanged document end the run."""

    def attempt(self, mutant: str, channel: str) -> ChannelResult:
        """Run a witness on a mutant; the session stays open for the next witness."""
        if self._changed is None or self._changed.mutant.id != mutant:
            self.close()
            found = self.mutants[mutant]
            # A copy, because witnesses may change the document.
            raw = copy.deepcopy(found.of(self.setup.spec))
            self._changed = ChangedDocument(self.setup, found, raw, ExitStack())
        return self._changed.result(channel)

    def close(self) -> None:
        """Close the session of the last mutant."""
        if self._changed is not None:
            self._changed.stack.close()
            self._changed = None


def _resolved(names: Sequence[str]) -> list[Witness]:
    """Import functions by their names.

    Raises:
        UsageError: A name is not that of a function.
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
    """Yield the witnesses of mutants of a document.

    Args:
        spec: The unchanged document.
        target: A server that the document describes correctly.
        config: The configuration of the laws; its budget is ignored.
        lint: The names of functions that list the errors of a document.
        facts: The names of functions that list the differences of a document from its sources.

    Raises:
        UsageError: A name is not that of a function.
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
    setup = Setup(spec, target, config, _resolved(lint), _resolved(facts))
    harness = DocumentHarness(setup, mutants)
    try:
        yield harness
    finally:
        harness.close()
