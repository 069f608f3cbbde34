"""JSON Pointers (RFC 6901), by which annotations name the fields of a response."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

__all__ = ["Location", "Pointer", "walk"]

Location = tuple[str | int, ...]
"""The keys and indices that lead from the root of a spec to one of its parts."""


@attrs.frozen
class Pointer:
    """The place of a value in a JSON document.

    Attributes:
        text: The text of the pointer, such as ``/paging/per_page``.
        location: The keys and indices of the pointer, as strings.
    """

    text: str
    location: tuple[str, ...] = attrs.field(init=False, eq=False, repr=False)

    @location.default
    def _split(self) -> tuple[str, ...]:
        return tuple(
            token.replace("~1", "/").replace("~0", "~") for token in self.text.split("/")[1:]
        )

    def __str__(self) -> str:
        """Return the text of the pointer."""
        return self.text

    @classmethod
    def at(cls, location: Iterable[str | int]) -> "Pointer":
        """Build a pointer from keys and indices."""
        tokens = (str(key).replace("~", "~0").replace("/", "~1") for key in location)
        return cls("".join(f"/{token}" for token in tokens))

    def read(self, spec: object, default: object = None) -> Any:  # noqa: ANN401 - JSON
        """Return the value at the pointer, or the default if there is none."""
        value: Any = spec
        for key in self.location:
            if isinstance(value, Mapping) and key in value:
                value = value[key]
            elif _is_index(key) and _is_array(value) and int(key) < len(value):
                value = value[int(key)]
            else:
                return default
        return value


def walk(node: object, location: Location = ()) -> Iterator[tuple[Location, Any]]:
    """Yield every part of a value with its location, outer parts first."""
    yield location, node
    if isinstance(node, Mapping):
        for key, each in node.items():
            yield from walk(each, (*location, key))
    elif isinstance(node, list):
        for index, each in enumerate(node):
            yield from walk(each, (*location, index))


def _is_index(key: str) -> bool:
    return key.isascii() and key.isdigit() and (key == "0" or key[0] != "0")


def _is_array(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
