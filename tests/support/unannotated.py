"""Documents without their annotations, and what annotations say, part by part."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rollcall.spec import Spec, parse_spec

__all__ = ["different_parts", "parts_of", "without_annotations"]

_WORDS = ("x-list", "x-filter", "x-sort", "x-search", "x-select", "x-expand")
_OPEN = {"x-search", "x-select"}
"""Annotations of which documents do not say all, such as where a search looks."""
_OTHERS = ("x-invariants", "x-strictness", "x-rollcall")
_WHOLE = ({"at", "exact"}, {"at", "equals"}, {"at", "when"}, {"parameter", "field"})
"""The keys of values that are one part."""


def without_annotations(spec: Spec) -> Spec:
    """Return a document without its annotations."""
    return parse_spec(Path("bare.yaml"), _bare(spec.raw))


def parts_of(spec: Spec) -> Mapping[tuple[str, str], Any]:
    """Return the parts of the annotations of a document, by the parameter or list and the word.

    What a server does where guidelines differ, and the documented order, are left out.
    """
    found: dict[tuple[str, str], Any] = {}
    for operation in spec.lists:
        listed = spec.get((*operation.at, "x-list"))
        kept = {key: each for key, each in listed.items() if key not in {"strictness", "order"}}
        found |= {(operation.id, word): each for word, each in _parts("x-list", kept)}
        for parameter in operation.parameters:
            for word in _WORDS[1:]:
                value = spec.get(spec.annotation(parameter.at, word))
                if value is not None:
                    found[f"{operation.id} {parameter.name}", word] = value
    return found


def different_parts(spec: Spec, other: Spec) -> set[str]:
    """Return the parts of the annotations in which two documents differ.

    Of a search and a selection, it only matters whether there is one.
    """
    mine, known = parts_of(spec), parts_of(other)
    return {
        " ".join(key)
        for key in {*mine, *known}
        if (key in mine) != (key in known)
        or (key[1] not in _OPEN and mine.get(key) != known.get(key))
    }


def _parts(word: str, value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - JSON
    if not isinstance(value, Mapping) or any(keys <= value.keys() for keys in _WHOLE):
        return [(word, value)]
    return [part for key, each in value.items() for part in _parts(f"{word}.{key}", each)]


def _bare(node: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(node, Mapping):
        left_out = {*_WORDS, *_OTHERS}
        return {key: _bare(each) for key, each in node.items() if key not in left_out}
    return [_bare(each) for each in node] if isinstance(node, list) else node
