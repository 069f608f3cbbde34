"""Tries mutants of a document: each witness is asked about the changed document."""

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
    """Asks the witnesses about mutants of a document, one mutant at a time.

    Attributes:
        setup: What the witnesses need.
        mutants: The mutants, by their ids.
    """

    setup: Setup
    mutants: Mapping[str, DocumentMutant]
    _changed: ChangedDocument | None = None

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
        for operation in self.setup.spec.lists:
            nothing = DocumentMutant("sound.none", Edit("set", ""), (operation.id,), laws=("*",))
            with ExitStack() as stack:
                result = ChangedDocument(self.setup, nothing, self.setup.spec.raw, stack).result(
                    channel
                )
            if result.outcome == "killed":
                places.append((operation.id, result.law, result.subject))
                lines.append(f"{operation.id} {result.law}: {result.title}")
        return Known(channel, frozenset(places), tuple(lines))

    def learn(self, known: Known) -> None:
        """Do nothing: a run whose witnesses object to the sound document ends."""

    def attempt(self, mutant: str, channel: str) -> ChannelResult:
        """Ask a witness about a mutant, by its id; its session stays open for the next witness."""
        if self._changed is None or self._changed.mutant.id != mutant:
            self.close()
            found = self.mutants[mutant]
            # A copy: what a witness does to the document is done to no other mutant.
            raw = copy.deepcopy(found.of(self.setup.spec))
            self._changed = ChangedDocument(self.setup, found, raw, ExitStack())
        return self._changed.result(channel)

    def close(self) -> None:
        """Close the session of the last mutant."""
        if self._changed is not None:
            self._changed.stack.close()
            self._changed = None


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
    setup = Setup(spec, target, config, _resolved(lint), _resolved(facts))
    harness = DocumentHarness(setup, mutants)
    try:
        yield harness
    finally:
        harness.close()
