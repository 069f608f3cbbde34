"""The selection of mutants and their channels."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Literal

from rollcall.config import Shard
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants._witnesses import WITNESSES
from rollcall.mutants.documents import DocumentMutant, document_mutants, spread
from rollcall.mutants.server import server_mutants
from rollcall.spec import Spec, UsageError

__all__ = ["CHANNELS", "Mutant", "Side", "select_mutants", "shared"]

Side = Literal["server", "document"]
Mutant = ServerMutant | DocumentMutant

CHANNELS: Mapping[Side, Mapping[str, str]] = MappingProxyType(
    {
        "server": MappingProxyType({"http": "plain HTTP", "client": "the client"}),
        "document": WITNESSES,
    }
)
"""The titles of the channels by id; the channels of documents are witnesses."""


def select_mutants(
    spec: Spec,
    side: Side = "server",
    only: Sequence[str] = (),
    most: int = 0,
    *,
    operations: Sequence[str] = (),
) -> tuple[Mutant, ...]:
    """Return the selected mutants of a spec or of its servers, in their order.

    Args:
        spec: The spec.
        side: Whether the server or the document is mutated.
        only: Ids, or patterns for ids with or without the operation, such as ``filter.*``;
            empty: all.
        most: The maximum number, spread over all kinds; 0: no maximum.
        operations: Patterns for the operationIds; empty: all.

    Raises:
        UsageError: No mutant is selected.
    """
    every: Sequence[Mutant] = server_mutants(spec) if side == "server" else document_mutants(spec)
    chosen: list[Mutant] = [
        each
        for each in every
        if not only or any(_is_meant(each.id, one) for one in only)
        if not operations or any(_touches(each, one) for one in operations)
    ]
    if not every:
        raise UsageError(f"{spec.path}: no operation has x-list, so there is nothing to mutate")
    if not chosen:
        options = " and ".join(
            name for name, given in (("--only", only), ("--operation", operations)) if given
        )
        raise UsageError(
            f"{options}: none of the {len(every)} mutants matches; --list shows their ids"
        )
    return tuple(spread(chosen, most))


def shared(mutants: tuple[Mutant, ...], shard: Shard) -> tuple[Mutant, ...]:
    """Return the mutants of a shard: every N-th one, so that each has some of every kind.

    Raises:
        UsageError: There are more shards than mutants.
    """
    if shard.count > len(mutants):
        raise UsageError(f"--shard: there are {len(mutants)} mutants, too few for {shard}")
    return tuple(shard.of(mutants))


def _is_meant(mutant: str, pattern: str) -> bool:
    """Return whether a pattern matches an id or is equal to it: ids may contain brackets."""
    names = mutant, mutant.partition(" ")[2]
    return pattern in names or any(fnmatchcase(each, pattern) for each in names)


def _touches(mutant: Mutant, pattern: str) -> bool:
    """Return whether a mutant changes an operation that matches a pattern."""
    touched = (mutant.operation,) if isinstance(mutant, ServerMutant) else mutant.operations
    return any(fnmatchcase(each, pattern) for each in touched)
