"""The differences of credentials."""

from collections.abc import Iterator, Mapping
from typing import Any

from rollcall.diff._change import Change, change
from rollcall.diff._keywords import shown
from rollcall.spec import Operation, Spec

__all__ = ["requirement_changes", "scheme_changes"]

_PROSE = {"description", "bearerFormat"}
_CLIENT = ("class", "Client")


def scheme_changes(before: Spec, after: Spec) -> Iterator[Change]:
    """Yield the changes of the schemes that operations need, before and after."""
    needed = [
        {name for each in spec.operations for name in each.security} for spec in (before, after)
    ]
    for name in sorted(needed[0] & needed[1]):
        old, new = (_limits(each, name) for each in (before, after))
        for key in {**old, **new}:
            if old.get(key) != new.get(key):
                words = f"{key} {shown(old.get(key))} → {shown(new.get(key))}"
                yield change("security.changed", name, words, _CLIENT)


def requirement_changes(
    before: tuple[Spec, Operation], after: tuple[Spec, Operation]
) -> Iterator[Change]:
    """Yield the alternatives of an operation's credentials that are gone, and the new ones.

    A scheme with another name is the same one, if nothing else changes.
    """
    olds, news = _alternatives(*before), _alternatives(*after)
    place = after[1].label
    for words, content in olds.items():
        if words not in news and content not in news.values():
            yield change("security.removed", place, f"no longer accepted {words}", _CLIENT)
    for words, content in news.items():
        if words not in olds and content not in olds.values():
            yield change("security.added", place, f"accepted {words}", _CLIENT)


def _alternatives(spec: Spec, operation: Operation) -> dict[str, object]:
    """Return the alternatives of an operation's credentials: in words, and what they contain."""
    found = spec.get((*operation.at, "security"))
    if found is None:
        found = spec.get(("security",))
    alternatives: dict[str, object] = {}
    for each in found or [{}]:
        names = [
            f"{name} ({', '.join(sorted(scopes))})" if scopes else str(name)
            for name, scopes in sorted(each.items())
        ]
        words = f"with {' and '.join(names)}" if names else "without a credential"
        alternatives[words] = sorted(
            (str(sorted(_limits(spec, name).items())), sorted(scopes or ()))
            for name, scopes in each.items()
        )
    return alternatives


def _limits(spec: Spec, name: str) -> Mapping[str, Any]:
    scheme = spec.security_schemes.get(name) or {}
    return {key: each for key, each in scheme.items() if key not in _PROSE}
