"""A bug, and the cause that a run must name."""

from collections.abc import Callable

import attrs
import pytest

__all__ = ["Bug"]


@attrs.frozen
class Bug:
    """A bug of an example project.

    Attributes:
        name: What is wrong.
        operation: The operationId of the list that has it.
        cause: The kind and the place in the id of the only cause that a run finds.
        insert: Puts the bug into the project, until the patch is undone.
        laws: Patterns for the laws that are checked; those that are enough to find it, and all
            that follow from it.
    """

    name: str
    operation: str
    cause: str
    insert: Callable[[pytest.MonkeyPatch], None] = attrs.field(repr=False)
    laws: tuple[str, ...] = ("page.*", "link.*", "filter.*", "scope.*", "coherence.*")
