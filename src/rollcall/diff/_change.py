"""A change on the wire."""

from collections.abc import Mapping
from typing import Any

import attrs

from rollcall.diff._rules import RULES, Rule
from rollcall.spec import Spec, named_schemas

__all__ = ["Change", "Link", "change", "class_links", "grouped"]

_WHOLE = {"operation.added", "operation.removed"}
Link = tuple[str, ...]
"""What ties a change to one in Python: a kind of part, and the names that lead to it."""


@attrs.frozen
class Change:
    """One change that a new version of a document makes on the wire.

    Attributes:
        rule: The kind of the change, with whom it breaks.
        place: The operation with its parameter, or the schema with its field.
        what: What changes there.
        links: The parts of a generated client that it may change.
    """

    rule: Rule
    place: str
    what: str
    links: frozenset[Link] = attrs.field(factory=frozenset, repr=False)


def change(rule: str, place: str, what: str, *links: Link) -> Change:
    """Return a change by the name of its rule."""
    return Change(RULES[rule], place, what, frozenset(links))


def class_links(spec: Spec, schema: Mapping[str, Any]) -> list[Link]:
    """Return the links to the classes of a client that a schema leads to."""
    return [("class", name) for name, _ in named_schemas(spec, schema)]


def grouped(changes: list[Change]) -> list[Change]:
    """Return the changes, with one for those that several operations have alike."""
    found: dict[tuple[str, str, str], list[tuple[str, Change]]] = {}
    for each in changes:
        method, _, rest = each.place.partition(" ")
        path, _, subject = rest.partition(" ")
        is_operation = path.startswith("/") and each.rule.id not in _WHOLE
        key = (each.rule.id, subject if is_operation else each.place, each.what)
        found.setdefault(key, []).append((f"{method} {path}" if is_operation else "", each))
    return [
        group[0][1] if len(group) == 1 else _one(subject, group)
        for (_, subject, _), group in found.items()
    ]


def _one(subject: str, group: list[tuple[str, Change]]) -> Change:
    operations = ", ".join(dict.fromkeys(each for each, _ in group if each))
    place = f"{subject} ({operations})" if subject and operations else subject or operations
    links = frozenset[Link]().union(*(each.links for _, each in group))
    return attrs.evolve(group[0][1], place=place, links=links)
