"""Decides which of several objects a value is: by a discriminator, or by what only one requires."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rollcall.spec import Pointer, forms

__all__ = ["TOLD_BY", "Member", "flat", "is_choice", "told_apart"]

Schema = Mapping[str, Any]

TOLD_BY = "x-told-by"
"""The key of a union of objects that has the evidence of each member, in their order."""


@attrs.frozen(eq=False)
class Member:
    """An object of a union.

    Attributes:
        schema: The alternative as it is written: an object, or a reference to one.
        form: The object.
    """

    schema: Schema
    form: Schema

    @property
    def properties(self) -> Schema:
        """The schemas of its fields."""
        found: Schema = self.form.get("properties") or {}
        return found

    @property
    def required(self) -> Sequence[str]:
        """The fields that it requires."""
        return self.form.get("required") or ()

    def values(self, raw: Schema, name: str) -> Sequence[object]:
        """Return the documented values of a field; empty if it may have any value."""
        found: list[object] = []
        for each in forms(raw, self.properties.get(name, {})):
            values = each.get("enum", [each["const"]] if "const" in each else ())
            if not values:
                return ()
            found += values
        return found


def flat(raw: Schema, alternatives: Sequence[Schema], seen: tuple[str, ...] = ()) -> list[Schema]:
    """Return the alternatives of a union, with those of the unions among them."""
    found: list[Schema] = []
    for each in alternatives:
        reference = str(each.get("$ref", ""))
        target = Pointer(reference[1:]).read(raw) if reference and reference not in seen else each
        inner = _union_of(target)
        found += flat(raw, inner, (*seen, reference)) if inner else [each]
    return [each for index, each in enumerate(found) if each not in found[:index]]


def is_choice(raw: Schema, alternative: Schema) -> bool:
    """Return whether an alternative is itself a union of objects that can be told apart."""
    reference = str(alternative.get("$ref", ""))
    target = Pointer(reference[1:]).read(raw) if reference else alternative
    return isinstance(target, Mapping) and TOLD_BY in target


def _union_of(schema: object) -> Sequence[Schema]:
    """Return the alternatives of a schema that is nothing but a union of objects of its own."""
    if not isinstance(schema, Mapping) or "discriminator" in schema:
        return ()
    keys = schema.keys() - {"description", "title", "deprecated"}
    return schema[min(keys)] if keys in ({"anyOf"}, {"oneOf"}) else ()


def told_apart(
    raw: Schema, union: Schema, members: Sequence[Member]
) -> list[tuple[Member, Schema]] | None:
    """Return the members in the order to try them, each with its evidence; None if there is none.

    The evidence of a member has the ``values`` of fields, and the fields ``required``, which tell
    its objects from those of the members after it.

    Args:
        raw: The document.
        union: The union, which may have a discriminator.
        members: Its objects.
    """
    found = _by_discriminator(raw, union, members)
    return found if found is not None else _by_fields(raw, members)


def _by_discriminator(
    raw: Schema, union: Schema, members: Sequence[Member]
) -> list[tuple[Member, Schema]] | None:
    discriminator = union.get("discriminator")
    if not isinstance(discriminator, Mapping):
        return None
    name = str(discriminator.get("propertyName"))
    mapping = discriminator.get("mapping") or {}
    found: list[tuple[Member, Schema]] = []
    for each in members:
        reference = str(each.schema.get("$ref", ""))
        implicit = reference.rpartition("/")[2]
        values = [key for key, to in mapping.items() if str(to) in {reference, implicit}]
        documented = [*each.values(raw, name)]
        values = documented if len(documented) == 1 else values or [implicit] * bool(implicit)
        found.append((each, {"values": {name: values}}))
    every = [value for _, evidence in found for value in evidence["values"][name]]
    is_apart = all(evidence["values"][name] for _, evidence in found)
    return found if is_apart and len({*map(repr, every)}) == len(every) else None


def _by_fields(raw: Schema, members: Sequence[Member]) -> list[tuple[Member, Schema]] | None:
    waiting, found = [*members], list[tuple[Member, Schema]]()
    while waiting:
        for each in waiting:
            others = [other for other in members if other is not each]
            evidence = {id(other): _evidence(raw, each, other) for other in others}
            if all(evidence[id(other)] for other in others if other in waiting):
                kept = {name: values for one in evidence.values() for name, values in one.items()}
                values = {name: values for name, values in kept.items() if values}
                found.append((each, {"values": values, "required": sorted(kept.keys() - values)}))
                waiting.remove(each)
                break
        else:
            return None
    return found


def _evidence(raw: Schema, member: Member, other: Member) -> Mapping[str, Sequence[object]]:
    """Return what tells a member from another one: the values of a field, or a field alone."""
    for name in member.required:
        values, unlike = member.values(raw, name), other.values(raw, name)
        if values and unlike and not any(value in unlike for value in values):
            return {name: values}
    others = {*other.properties, *other.required}
    return next(({name: ()} for name in member.required if name not in others), {})
