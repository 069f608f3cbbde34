"""A change on the wire and what follows from it in Python, in one row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from rollcall.codegen import Draft
from rollcall.diff._change import Change, Link
from rollcall.diff._python import PythonChange
from rollcall.diff._rules import Level, highest

__all__ = ["Row", "rows_of"]


@attrs.frozen
class Row:
    """A change in both columns.

    Attributes:
        wire: What changes on the wire; None: nothing does.
        python: What changes in a generated client.
    """

    wire: Change | None
    python: tuple[PythonChange, ...] = ()

    @property
    def wire_level(self) -> Level:
        """The part of the document's version that the row raises."""
        return self.wire.rule.level if self.wire is not None else "none"

    @property
    def level(self) -> Level:
        """The part of the package's version that the row raises."""
        levels: list[Level] = ["major" if each.is_breaking else "minor" for each in self.python]
        return highest([self.wire_level, *levels])


def rows_of(
    changes: Sequence[Change], python: Iterable[PythonChange], drafts: Sequence[Draft]
) -> list[Row]:
    """Return the changes of both columns in rows; what breaks stands first.

    Args:
        changes: Those on the wire.
        python: Those in Python.
        drafts: The names of the earlier and of the later package.
    """
    by_link = {link: index for index, one in reversed([*enumerate(changes)]) for link in one.links}
    following: dict[int, list[PythonChange]] = {}
    alone: list[Row] = []
    for each in python:
        index = next((by_link[link] for link in _links(each, drafts) if link in by_link), None)
        if index is None:
            alone.append(Row(None, (each,)))
        else:
            following.setdefault(index, []).append(_directed(each, changes[index]))
    rows = [Row(one, tuple(following.get(index, ()))) for index, one in enumerate(changes)]
    return sorted([*rows, *alone], key=lambda row: row.level != "major")


def _directed(each: PythonChange, wire: Change) -> PythonChange:
    """Return a change in Python as the direction of the wire judges it."""
    is_sent = wire.rule.id.startswith("request.") and each.breaks_sender is not None
    return attrs.evolve(each, is_breaking=bool(each.breaks_sender)) if is_sent else each


def _links(each: PythonChange, drafts: Sequence[Draft]) -> Iterator[Link]:
    """Yield the links of the changes on the wire that may cause one in Python, best first."""
    for draft in drafts:
        for id_ in _operations(each, draft.methods):
            if each.argument:
                yield "argument", id_, each.argument
            yield "operation", id_
        for status, name in draft.statuses.items():
            if name == each.owner:
                yield "status", status
    if each.member:
        yield "field", each.owner, each.member
    yield "schema", each.owner
    yield "class", each.owner


def _operations(each: PythonChange, methods: Mapping[str, str]) -> list[str]:
    """Return the operations that a method sends, or those of a class."""
    own = [id_ for id_, name in methods.items() if name == f"{each.owner}.{each.member}"]
    return own or [id_ for id_, name in methods.items() if name.split(".")[0] == each.owner]
