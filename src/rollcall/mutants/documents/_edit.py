"""A change of one place of a document."""

import copy
from collections.abc import Mapping
from typing import Any, Literal

import attrs

__all__ = ["Edit", "at", "key", "put", "recased", "removed", "renamed", "steps"]


@attrs.frozen
class Edit:
    """A change of one place of a document.

    Attributes:
        action: ``set`` a value, which may be a new one, at the end of a list too; ``remove`` it;
            ``rename`` its key.
        where: The place, as a JSON Pointer (RFC 6901).
        value: The new value, or the new key.
    """

    action: Literal["set", "remove", "rename"]
    where: str
    value: Any = None

    def apply(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a changed copy of a document.

        The unchanged parts are shared with the document.
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
            # The order of the keys must stay: the generator follows it.
            renamed = {self.value if old == name else old: each for old, each in holder.items()}
            holder.clear()
            holder.update(renamed)
        return changed


def put(where: str, value: object) -> Edit:
    """Return a change that sets a value."""
    return Edit("set", where, value)


def removed(where: str) -> Edit:
    """Return a change that removes a value."""
    return Edit("remove", where)


def renamed(where: str, key: str) -> Edit:
    """Return a change that renames a key."""
    return Edit("rename", where, key)


def steps(pointer: str) -> list[str]:
    """Return the keys of a JSON Pointer."""
    return [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]


def key(*names: str | int) -> str:
    """Return keys as a JSON Pointer."""
    return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in names)


def at(raw: Mapping[str, Any], pointer: str) -> Any:  # noqa: ANN401 - any part of a document
    """Return the value at a JSON Pointer.

    Raises:
        LookupError: There is no value.
    """
    node: Any = raw
    for step in steps(pointer):
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


def recased(name: str) -> str:
    """Return a name in title case, or in lower case if it is in title case."""
    return name.title() if name.title() != name else name.lower()
