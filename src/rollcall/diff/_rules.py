"""The kinds of change, and whom each of them breaks: the one table of ``rollcall diff``.

A client breaks if a request that it may send is refused now, or if a response that it may get was
not possible before. A server breaks in the opposite cases: it has to accept more, or to send less.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import attrs

__all__ = ["RULES", "Kind", "Level", "Rule", "highest"]

Kind = Literal["added", "removed", "renamed", "narrowed", "widened", "changed"]
Level = Literal["none", "patch", "minor", "major"]

_LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")


@attrs.frozen
class Rule:
    """A kind of change on the wire.

    Attributes:
        id: Its name.
        kind: What it does to the requests or responses that the document admits.
        breaks_client: Whether a client of the earlier document may fail.
        breaks_server: Whether a server of the earlier document violates the later one.
        why: What a reader has to know, beside the change itself; empty: nothing.
        is_prose: Whether neither a request nor a response changes.
    """

    id: str
    kind: Kind
    breaks_client: bool
    breaks_server: bool
    why: str = ""
    is_prose: bool = False

    @property
    def level(self) -> Level:
        """The part of the document's version that the change raises."""
        if self.breaks_client:
            return "major"
        return "patch" if self.is_prose else "minor"


def highest(levels: list[Level]) -> Level:
    """Return the highest of some levels; ``none`` if there are none.

    >>> highest(["patch", "minor"])
    'minor'
    """
    return max(levels, key=_LEVELS.index, default="none")


_CLIENT, _SERVER, _BOTH, _NEITHER = (True, False), (False, True), (True, True), (False, False)
_IGNORES = "a generated client ignores fields that it does not know"
_STATUS = "a generated client raises a StatusError, documented or not"
_CHECKS = "a generated client raises a SchemaError"
_TAKES = "a generated client takes values that it does not know"

_TABLE: tuple[tuple[str, Kind, tuple[bool, bool], str], ...] = (
    ("operation.added", "added", _SERVER, ""),
    ("operation.removed", "removed", _CLIENT, ""),
    ("operation.deprecated", "changed", _NEITHER, "it still works"),
    ("server.added", "added", _SERVER, ""),
    ("server.removed", "removed", _CLIENT, ""),
    ("server.changed", "changed", _BOTH, "a client sends its requests to the first server"),
    ("security.added", "added", _SERVER, "another way to authenticate"),
    ("security.removed", "removed", _CLIENT, "requests that authenticate so are refused"),
    ("security.changed", "changed", _BOTH, ""),
    # Requests: fewer break a client, more break a server.
    ("parameter.added", "added", _SERVER, ""),
    ("parameter.added-required", "added", _BOTH, "requests without it are refused"),
    ("parameter.removed", "removed", _CLIENT, "a server may ignore it, and return everything"),
    ("parameter.renamed", "renamed", _BOTH, "or one is removed, and another one is added"),
    ("parameter.required", "narrowed", _CLIENT, "requests without it are refused"),
    ("parameter.optional", "widened", _SERVER, ""),
    ("parameter.default", "changed", _BOTH, "requests without it mean something else"),
    ("parameter.style", "changed", _BOTH, "the same value is written in another way"),
    ("parameter.deprecated", "changed", _NEITHER, "it still works"),
    ("request.added", "added", _SERVER, ""),
    ("request.added-required", "added", _BOTH, "requests without it are refused"),
    ("request.removed", "removed", _CLIENT, ""),
    ("request.renamed", "renamed", _BOTH, "or one is removed, and another one is added"),
    ("request.required", "narrowed", _CLIENT, "requests without it are refused"),
    ("request.optional", "widened", _SERVER, ""),
    ("request.narrowed", "narrowed", _CLIENT, ""),
    ("request.widened", "widened", _SERVER, ""),
    ("request.documented", "changed", _NEITHER, "other values are admitted before and after"),
    ("request.changed", "changed", _BOTH, ""),
    ("request.default", "changed", _BOTH, "requests without it mean something else"),
    ("request.deprecated", "changed", _NEITHER, "it still works"),
    ("request.media-added", "added", _SERVER, ""),
    ("request.media-removed", "removed", _CLIENT, ""),
    # Responses: more break a client, fewer break a server.
    ("status.added", "added", _CLIENT, "a success that clients do not expect"),
    ("status.added-error", "added", _NEITHER, _STATUS),
    ("status.removed", "removed", _BOTH, ""),
    ("status.removed-error", "removed", _SERVER, _STATUS),
    ("response.added", "added", _NEITHER, _IGNORES),
    ("response.added-required", "added", _SERVER, _IGNORES),
    ("response.removed", "removed", _CLIENT, ""),
    ("response.renamed", "renamed", _BOTH, "or one is removed, and another one is added"),
    ("response.required", "narrowed", _SERVER, ""),
    ("response.optional", "widened", _CLIENT, _CHECKS + " if it is absent"),
    ("response.narrowed", "narrowed", _SERVER, ""),
    ("response.widened", "widened", _CLIENT, _CHECKS),
    ("response.widened-values", "widened", _CLIENT, _TAKES),
    ("response.widened-unchecked", "widened", _CLIENT, "a generated client does not check it"),
    ("response.documented", "changed", _NEITHER, _TAKES),
    ("response.opened", "widened", _NEITHER, _IGNORES),
    ("response.changed", "changed", _BOTH, ""),
    ("response.deprecated", "changed", _NEITHER, "it is still there"),
    ("response.media-added", "added", _SERVER, ""),
    ("response.media-removed", "removed", _CLIENT, ""),
    # Annotations: a promise binds the server, an offer is a value that a request may have.
    ("promise.added", "added", _SERVER, ""),
    ("promise.removed", "removed", _CLIENT, "clients may rely on it"),
    ("promise.narrowed", "narrowed", _SERVER, ""),
    ("promise.widened", "widened", _CLIENT, "clients may rely on it"),
    ("promise.changed", "changed", _BOTH, "the same request means something else"),
    ("offer.added", "added", _SERVER, ""),
    ("offer.removed", "removed", _CLIENT, ""),
)
_PROSE: tuple[tuple[str, Kind, str], ...] = (
    ("operation.renamed", "renamed", "its id is on no wire; generated code has it"),
    ("path.renamed", "renamed", "a path has its values alone"),
    ("document.changed", "changed", "no request or response changes: texts, examples, names"),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        **{id_: Rule(id_, kind, *breaks, why) for id_, kind, breaks, why in _TABLE},
        **{id_: Rule(id_, kind, *_NEITHER, why, is_prose=True) for id_, kind, why in _PROSE},
    }
)
"""The rules by their names."""
