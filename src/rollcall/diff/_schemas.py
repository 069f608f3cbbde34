"""The differences of two schemas, in requests or in responses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from rollcall.diff._change import Change, change, class_links
from rollcall.diff._keywords import PROSE, compared_types, keyword_steps, names_of, shown
from rollcall.diff._meaning import invariant_changes
from rollcall.spec import Pointer, Spec, forms, python_name, schema_name, types_of

__all__ = ["Schemas"]

Schema = Mapping[str, Any]
Direction = Literal["request", "response"]

_HIDDEN: Mapping[Direction, str] = {"request": "readOnly", "response": "writeOnly"}
_VALUES = ("enum ", "any value")
"""The beginnings of changes that a generated client tolerates in a response."""
_UNCHECKED = ("uniqueItems ", "minProperties ", "maxProperties ")


@attrs.frozen
class Schemas:
    """Compares the schemas of two versions of a document.

    A schema with a name is compared once, wherever it occurs.

    Attributes:
        before: The earlier version.
        after: The later version.
        direction: Whether the values are sent or received by a client.
        seen: The pairs of named schemas that were compared.
    """

    before: Spec
    after: Spec
    direction: Direction
    seen: set[tuple[str, str]] = attrs.field(factory=set, repr=False)

    def changes(
        self, old: Schema, new: Schema, place: str, *links: tuple[str, ...]
    ) -> Iterator[Change]:
        """Yield the changes from one schema to another.

        Args:
            old: The earlier schema.
            new: The later schema.
            place: Where it stands.
            links: The parts of a generated client that have it.
        """
        names = schema_name(old), schema_name(new)
        if all(names):
            if names in self.seen:
                return
            self.seen.add(names)
            place, links = names[1], tuple(("schema", each) for each in names)
        if _admits_null(self.before.raw, old) is not _admits_null(self.after.raw, new):
            kind = "widened" if _admits_null(self.after.raw, new) else "narrowed"
            words = "null is a value now" if kind == "widened" else "null is no value any more"
            yield self._change(kind, place, words, *links)
        olds, news = _alternatives(self.before.raw, old), _alternatives(self.after.raw, new)
        pairs, removed, added = _paired(self.before, self.after, olds, news)
        is_open = _is_open(self.before, olds) and _is_open(self.after, news)
        for one, other in pairs:
            if old not in olds and schema_name(one) and schema_name(other):
                yield from self.changes(one, other, place, *links)
                continue
            former, later = forms(self.before.raw, one), forms(self.after.raw, other)
            if former and later:
                yield from self._form(former[0], later[0], place, *links, is_open=is_open)
        for each in removed:
            yield self._change("narrowed", place, f"no longer {_title(each)}", *links)
        for each in added:
            yield self._change("widened", place, f"may be {_title(each)} as well", *links)

    def _change(self, kind: str, place: str, what: str, *links: tuple[str, ...]) -> Change:
        rule = f"{self.direction}.{kind}"
        if rule == "response.widened" and what.startswith(_VALUES):
            rule += "-values"
        elif rule == "response.widened" and what.startswith(_UNCHECKED):
            rule += "-unchecked"
        return change(rule, place, what, *links)

    def _form(
        self, old: Schema, new: Schema, place: str, *links: tuple[str, ...], is_open: bool
    ) -> Iterator[Change]:
        """Yield the changes between two schemas without references and alternatives."""
        yield from self._prose(old, new, place, *links)
        if (step := compared_types(old, new)) is not None:
            yield self._change(step[0], place, step[1], *links)
            if step[0] == "changed":
                return
        yield from self._values(old, new, place, *links, is_open=is_open)
        for kind, words in keyword_steps(old, new):
            yield self._change(kind, place, words, *links)
        if isinstance(old.get("items"), Mapping) or isinstance(new.get("items"), Mapping):
            inner = old.get("items") or {}, new.get("items") or {}
            yield from self.changes(*inner, f"{place}[]", *links)
        yield from self._fields(old, new, place)
        yield from self._rest(old, new, place, *links)
        if self.direction == "response":
            yield from invariant_changes(old, new, place, *links)

    def _prose(
        self, old: Schema, new: Schema, place: str, *links: tuple[str, ...]
    ) -> Iterator[Change]:
        if old.get("default") != new.get("default") and self.direction == "request":
            words = f"default {shown(old.get('default'))} → {shown(new.get('default'))}"
            yield self._change("default", place, words, *links)
        if bool(old.get("deprecated")) is not bool(new.get("deprecated")):
            words = "deprecated" if new.get("deprecated") else "no longer deprecated"
            yield self._change("deprecated", place, words, *links)

    def _values(
        self, old: Schema, new: Schema, place: str, *links: tuple[str, ...], is_open: bool
    ) -> Iterator[Change]:
        """Yield the change of an enumeration."""
        before, after = _values_of(old), _values_of(new)
        if before is None and after is None:
            return
        added = [each for each in after or () if each not in (before or ())]
        removed = [each for each in before or () if each not in (after or ())]
        words = ", ".join(
            f"{verb} {names_of(values)}"
            for verb, values in (("removes", removed), ("adds", added))
            if values
        )
        if before is None or after is None:
            closed = f"only {names_of(after)}" if after is not None else "any value"
            yield self._change("narrowed" if before is None else "widened", place, closed, *links)
        elif is_open and words:
            yield self._change("documented", place, f"enum {words}", *links)
        elif words:
            kinds = {(True, False): "narrowed", (False, True): "widened"}
            kind = kinds.get((bool(removed), bool(added)), "changed")
            yield self._change(kind, place, f"enum {words}", *links)

    def _fields(self, old: Schema, new: Schema, place: str) -> Iterator[Change]:
        """Yield the changes of the fields of an object."""
        if not (old.get("properties") or new.get("properties")):
            return
        fields, others = (self._visible(each) for each in ((self.before, old), (self.after, new)))
        needed, needed_now = set(old.get("required") or ()), set(new.get("required") or ())
        renamed = _renamed(fields, others)
        for name in fields:
            later = renamed.get(name, name)
            at, links = f"{place}.{name}", [_field(place, name), _field(place, later)]
            if later not in others:
                links += class_links(self.before, fields[name])
                yield self._change("removed", at, "field removed", *links)
                continue
            if later != name:
                yield self._change("renamed", at, f"field renamed {later}", *links)
                at = f"{place}.{later}"
            if (name in needed) is not (later in needed_now):
                kind = "required" if later in needed_now else "optional"
                yield self._change(kind, at, f"field is {kind} now", *links)
            yield from self.changes(fields[name], others[later], at, *links)
        for name in others.keys() - fields.keys() - {*renamed.values()}:
            kind = "added-required" if name in needed_now else "added"
            words = f"{'required' if name in needed_now else 'optional'} field added"
            links = [_field(place, name), *class_links(self.after, others[name])]
            yield self._change(kind, f"{place}.{name}", words, *links)

    def _visible(self, side: tuple[Spec, Schema]) -> dict[str, Schema]:
        """Return the fields of an object that are sent in this direction."""
        spec, schema = side
        found = (schema.get("properties") or {}).items()
        hidden = _HIDDEN[self.direction]
        return {
            name: each
            for name, each in found
            if not any(form.get(hidden) for form in forms(spec.raw, each))
        }

    def _rest(
        self, old: Schema, new: Schema, place: str, *links: tuple[str, ...]
    ) -> Iterator[Change]:
        """Yield the change of the fields that an object does not name."""
        before, after = (each.get("additionalProperties", True) for each in (old, new))
        if before == after:
            return
        inner = {} if before is True else before, {} if after is True else after
        if all(isinstance(each, Mapping) for each in inner):
            yield from self.changes(*inner, f"{place}.*", *links)
        elif after is False:
            yield self._change("narrowed", place, "no other fields", *links)
        else:
            kind = "opened" if self.direction == "response" else "widened"
            yield self._change(kind, place, "other fields as well", *links)


def _field(place: str, name: str) -> tuple[str, ...]:
    return "field", place, python_name(name)


def _values_of(schema: Schema) -> list[Any] | None:
    """Return the values of an enumeration, without null; None if it is none."""
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return None if values is None else [each for each in values if each is not None]


def _title(schema: Schema) -> str:
    return schema_name(schema) or " or ".join(sorted(types_of(schema))) or "any value"


def _admits_null(raw: Schema, schema: Schema, seen: frozenset[str] = frozenset()) -> bool:
    if "$ref" in schema:
        reference = str(schema["$ref"])
        target = Pointer(reference[1:]).read(raw)
        return reference not in seen and _admits_null(raw, target or {}, seen | {reference})
    for keyword in ("anyOf", "oneOf"):
        if schema.get(keyword):
            return any(_admits_null(raw, each, seen) for each in schema[keyword])
    if schema.get("allOf"):
        return all(_admits_null(raw, each, seen) for each in schema["allOf"])
    return "null" in types_of(schema)


def _alternatives(raw: Schema, schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema, without null, each with one form."""
    followed, seen = schema, set[str]()
    while "$ref" in followed and str(followed["$ref"]) not in seen:
        seen.add(str(followed["$ref"]))
        followed = Pointer(str(followed["$ref"])[1:]).read(raw) or {}
    found = [schema]
    for keyword in ("anyOf", "oneOf"):
        if followed.get(keyword) and not followed.keys() - PROSE - {keyword, "discriminator"}:
            found = followed[keyword]
    return [
        one
        for each in found
        for one in ([each] if len(forms(raw, each)) == 1 else forms(raw, each))
    ]


def _is_open(spec: Spec, alternatives: Sequence[Schema]) -> bool:
    """Return whether an enumeration stands beside a schema that admits other values."""
    found = [form for each in alternatives for form in forms(spec.raw, each)]
    named = {kind for each in found if _values_of(each) is not None for kind in types_of(each)}
    other = {kind for each in found if _values_of(each) is None for kind in types_of(each)}
    return bool(named) and named <= other


def _paired(
    before: Spec, after: Spec, olds: Sequence[Schema], news: Sequence[Schema]
) -> tuple[list[tuple[Schema, Schema]], list[Schema], list[Schema]]:
    """Return the alternatives that belong together, those that are gone, and the new ones."""
    if len(olds) == len(news) == 1:
        return [(olds[0], news[0])], [], []
    removed, added = [*olds], [*news]
    pairs: list[tuple[Schema, Schema]] = []
    for key in (_plain, _named, _kind):
        for old in [*removed]:
            mine = key(before, old)
            same = next((each for each in added if mine and key(after, each) == mine), None)
            if same is not None:
                pairs.append((old, same))
                removed.remove(old)
                added.remove(same)
    return pairs, removed, added


def _plain(spec: Spec, schema: Schema) -> object:
    found = forms(spec.raw, schema)
    return [_stripped(each) for each in found], schema_name(schema)


def _named(_spec: Spec, schema: Schema) -> object:
    return schema_name(schema)


def _kind(spec: Spec, schema: Schema) -> object:
    found = forms(spec.raw, schema)
    return [(sorted(types_of(each)), _values_of(each) is None) for each in found]


def _stripped(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a schema without its texts."""
    if isinstance(schema, Mapping):
        prose = PROSE - {"default", "deprecated", "readOnly", "writeOnly"}
        return {
            key: {name: _stripped(field) for name, field in each.items()}
            if key == "properties"
            else _stripped(each)
            for key, each in schema.items()
            if key not in prose
        }
    return [_stripped(each) for each in schema] if isinstance(schema, list) else schema


def _renamed(fields: Mapping[str, Schema], others: Mapping[str, Schema]) -> dict[str, str]:
    """Return the new name of a field, if one is gone and another one of its schema is new."""
    gone = [each for each in fields if each not in others]
    new = [each for each in others if each not in fields]
    if len(gone) != 1 or len(new) != 1:
        return {}
    same = _stripped(fields[gone[0]]) == _stripped(others[new[0]])
    return {gone[0]: new[0]} if same else {}
