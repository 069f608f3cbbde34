"""A bug, and the cause that a run must name."""

from collections.abc import Callable, Iterable

import attrs
import pytest

__all__ = ["Bug", "Bugs", "apart", "together"]


@attrs.frozen
class Bug:
    """A bug of an example project.

    Attributes:
        name: What is wrong.
        operation: The operationId of the list that has it.
        cause: The kind and the place in the id of the only cause that a run finds.
        insert: Puts the bug into the project, until the patch is undone.
    """

    name: str
    operation: str
    cause: str
    insert: Callable[[pytest.MonkeyPatch], None] = attrs.field(repr=False)


@attrs.frozen
class Bugs:
    """Bugs that a project has at once; a run names one cause for each.

    Attributes:
        name: What they have in common.
        bugs: The bugs.
        laws: Patterns for the laws that are checked; those that are enough to find the bugs, and
            all that follow from them.
    """

    name: str
    bugs: tuple[Bug, ...]
    laws: tuple[str, ...]


def together(name: str, laws: str, *bugs: Bug) -> Bugs:
    """Return bugs of different parameters or lists, which hide none of each other."""
    return Bugs(name, bugs, tuple(laws.split()))


def apart(laws: str, bugs: Iterable[Bug]) -> tuple[Bugs, ...]:
    """Return bugs of a whole list, each alone."""
    return tuple(Bugs(each.name, (each,), tuple(laws.split())) for each in bugs)
