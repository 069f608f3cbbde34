"""The differences of annotations: what a request means, and what a server promises."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rollcall.diff._change import Change, change
from rollcall.diff._keywords import shown
from rollcall.spec import ListOperation, Parameter, Spec, Strictness

__all__ = ["Names", "invariant_changes", "list_changes", "parameter_meaning"]

Names = Mapping[str, str]
"""Names of the earlier version that the later one replaces, without a change on the wire."""

_KEYS = ("x-filter", "x-expand", "x-search", "x-sort", "x-select")
_OFFERS = ("x-sort/keys/", "x-select/fields/", "x-filter/prefixes/")
"""The parts of annotations that list what a request may say."""
_BODY = "$response.body#"
_SETS = {"ignore", "fields", "always"}
_DEFAULTS = {
    *(("precision", "exact"), ("zone", "UTC"), ("direction", "ascending")),
    *(("exact", True), ("match", "word")),
}
"""The values that count where an annotation leaves them out."""
_NAMED = {"operation", "parameter", "field"}


def parameter_meaning(
    before: tuple[Spec, Parameter],
    after: tuple[Spec, Parameter],
    place: str,
    names: Names,
    *links: tuple[str, ...],
) -> Iterator[Change]:
    """Yield the changes of the annotations of a parameter."""
    for key in _KEYS:
        old, new = (spec.get(spec.annotation(each.at, key)) for spec, each in (before, after))
        yield from _changes(key, old, new, place, names, *links)


def list_changes(
    before: ListOperation,
    after: ListOperation,
    specs: tuple[Spec, Spec],
    names: Names,
) -> Iterator[Change]:
    """Yield the changes of the annotation of a list, and of the choices of its conventions."""
    place, link = after.label, ("operation", after.id)
    old, new = (
        {key: each for key, each in spec.get((*one.at, "x-list")).items() if key != "strictness"}
        for spec, one in zip(specs, (before, after), strict=True)
    )
    yield from _changes("x-list", old, new, place, names, link)
    for key in {**before.strictness.chosen, **after.strictness.chosen}:
        kind = _choice(key, before.strictness, after.strictness)
        if kind is not None:
            choices = " → ".join(
                ", ".join(map(str, each.strictness.chosen.get(key, ["any"])))
                for each in (before, after)
            )
            yield change(f"promise.{kind}", place, f"strictness {key} {choices}", link)


def _choice(key: str, before: Strictness, after: Strictness) -> str | None:
    """Return what a change of the choices of a convention does to the responses."""
    old, new = (each.chosen.get(key) for each in (before, after))
    if old == new or (old and new and set(old) == set(new)):
        return None
    if old is None or new is None:
        return "narrowed" if old is None else "widened"
    is_narrower = all(before.admits(key, each) for each in new)
    is_wider = all(after.admits(key, each) for each in old)
    return "narrowed" if is_narrower else "widened" if is_wider else "changed"


def invariant_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], place: str, *links: tuple[str, ...]
) -> Iterator[Change]:
    """Yield the rules between fields that are gone, and those that are new."""
    before, after = (
        {
            json.dumps(each, sort_keys=True): json.dumps(each)
            for each in side.get("x-invariants") or ()
        }
        for side in (old, new)
    )
    # Rules are not shortened: they often differ at their end.
    for kind, rules, others in (("removed", before, after), ("added", after, before)):
        for rule, text in rules.items():
            if rule not in others:
                yield change(f"promise.{kind}", place, f"x-invariants: {text}", *links)


def _changes(
    key: str, old: object, new: object, place: str, names: Names, *links: tuple[str, ...]
) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            kind, value = ("added", new) if old is None else ("removed", old)
            yield change(f"promise.{kind}", place, f"{key} {kind}: {_line(value)}", *links)
        return
    before = {path: _renamed(path, value, names) for path, value in _facts(key, old)}
    after = dict(_facts(key, new))
    for path in {**before, **after}:
        one, other = before.get(path), after.get(path)
        if one == other:
            continue
        kind = "changed" if path in before and path in after else "added" if other else "removed"
        group = "offer" if kind != "changed" and path.startswith(_OFFERS) else "promise"
        if kind != "changed" and not (group == "offer" or path.startswith("x-list/")):
            kind = "changed"
        words = f"{path.replace('/', ' ')} {shown(one)} → {shown(other)}"
        yield change(f"{group}.{kind}", place, words, *links)


def _renamed(path: str, value: object, names: Names) -> object:
    last = path.rpartition("/")[2]
    return names.get(str(value), value) if last in _NAMED else value


def _facts(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield the leaves of an annotation with their paths, in one form."""
    last = path.rpartition("/")[2]
    if path.startswith("x-sort/keys/"):
        yield path, _key(value)
    elif last == "order":
        assert isinstance(value, list)
        yield path, ", ".join(map(_key, value))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            is_short = key == "at" and last not in {"parent", "continuationToken"}
            yield from _facts(path if is_short else f"{path}/{key}", each)
    elif isinstance(value, list) and last in _SETS:
        yield path, ", ".join(sorted(map(str, value)))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _facts(f"{path}/{index + 1}", each)
    elif (last, value) not in _DEFAULTS and not (path.endswith("hasMore/equals") and value is True):
        yield path, value.removeprefix(_BODY) if isinstance(value, str) else value


def _key(value: object) -> str:
    """Return a key of an order in a line; a pointer alone is its field."""
    if not isinstance(value, Mapping):
        return str(value)
    others = {name: each for name, each in value.items() if name != "field"}
    facts = dict(fact for name, each in others.items() for fact in _facts(name, each))
    return f"{value['field']} ({_line(facts)})" if facts else str(value["field"])


def _line(value: object) -> str:
    if not isinstance(value, Mapping):
        return shown(value)
    return shown(", ".join(f"{key} {each}" for key, each in value.items()))
