"""One change of a document, at one place."""

import copy
from collections.abc import Mapping
from typing import Any, Literal

import attrs

__all__ = ["Edit", "at", "key", "put", "recased", "removed", "renamed", "steps"]


@attrs.frozen
class Edit:
    """One change of a document.

    Attributes:
        action: ``set`` a value, which may be a new one, at the end of a list too; ``remove`` it;
            ``rename`` its key.
        where: What is changed, as a JSON Pointer (RFC 6901).
        value: The value that is set, or the new key.
    """

    action: Literal["set", "remove", "rename"]
    where: str
    value: Any = None

    def apply(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a document with the change; the one that is given stays as it is.

        What lies beside the change belongs to both.
        """
        changed: dict[str, Any] = dict(raw)
        *above, last = steps(self.where)
        holder: Any = changed
        for step in above:
            at_step: Any = int(step) if isinstance(holder, list) else step
            holder[at_step] = copy.copy(holder[at_step])
            holder = holder[at_step]
        name = int(last) if isinstance(holder, list) else last
        if self.action == "set" and isinstance(holder, list) and name == len(holder):
            holder.append(copy.deepcopy(self.value))
        elif self.action == "set":
            holder[name] = copy.deepcopy(self.value)
        elif self.action == "remove":
            del holder[name]
        else:
            # The order of a document is the order in which a reader, and a generator, meets it.
            renamed = {self.value if old == name else old: each for old, each in holder.items()}
            holder.clear()
            holder.update(renamed)
        return changed


def put(where: str, value: object) -> Edit:
    """Return the change that sets a value."""
    return Edit("set", where, value)


def removed(where: str) -> Edit:
    """Return the change that removes a value."""
    return Edit("remove", where)


def renamed(where: str, key: str) -> Edit:
    """Return the change that gives a value another key."""
    return Edit("rename", where, key)


def steps(pointer: str) -> list[str]:
    """Return the keys of a JSON Pointer."""
    return [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]


def key(*names: str | int) -> str:
    """Write keys as the end of a JSON Pointer."""
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in names)


def at(raw: Mapping[str, Any], pointer: str) -> Any:  # noqa: ANN401 - any part of a document
    """Return what a JSON Pointer leads to.

    Raises:
        LookupError: It leads to nothing.
    """
    node: Any = raw
    for step in steps(pointer):
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


def recased(name: str) -> str:
    """Write a name in another case: with capitals, or, where it has those already, without."""
    return name.title() if name.title() != name else name.lower()
