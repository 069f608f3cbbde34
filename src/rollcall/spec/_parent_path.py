"""The parent of a list: the values of all path parameters that lead to it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from urllib.parse import unquote

import attrs

from rollcall.spec._operation import ListOperation
from rollcall.spec._spec import Spec

__all__ = [
    "ParentPath",
    "given_parents",
    "outer_names",
    "outer_values",
    "own_name",
    "parent_path",
    "path_names",
]

_NAME = re.compile(r"\{([^{}]+)\}")


@attrs.frozen(order=True)
class ParentPath:
    """The parent of one list, and the parents above it.

    Attributes:
        values: The names of the path parameters and their values, in the order of the path.
        parameter: The parameter that names the parent itself.
    """

    values: tuple[tuple[str, str], ...]
    parameter: str

    @property
    def identity(self) -> str:
        """The identifier of the parent itself."""
        return dict(self.values)[self.parameter]

    @property
    def above(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the parents above it, with their values."""
        return tuple(each for each in self.values if each[0] != self.parameter)

    def named(self, identity: str) -> "ParentPath":
        """Return another parent below the same parents."""
        return self._with({self.parameter: identity})

    def replaced(self, name: str, value: str) -> "ParentPath":
        """Return the path with another value of a parameter."""
        return self._with({name: value})

    def moved(self, other: "ParentPath") -> "ParentPath":
        """Return a parent of the same identifier below the parents of another one."""
        return self._with(dict(other.above))

    def _with(self, values: Mapping[str, str]) -> "ParentPath":
        found = tuple((name, values.get(name, value)) for name, value in self.values)
        return attrs.evolve(self, values=found)

    def __str__(self) -> str:
        """Return the identifiers in the order of the path, with slashes between them."""
        return "/".join(value for _, value in self.values)


def path_names(operation: ListOperation) -> tuple[str, ...]:
    """Return the names of the path parameters of a list, in the order of the path."""
    return tuple(_NAME.findall(operation.path))


def own_name(operation: ListOperation) -> str | None:
    """Return the path parameter that names the parent of a list: the last one if none is annotated.

    A list without path parameters has None.
    """
    if operation.parent is not None:
        return operation.parent.parameter
    return next(reversed(path_names(operation)), None)


def outer_names(spec: Spec, operation: ListOperation) -> tuple[str, ...]:
    """Return the path parameters of a list whose values no operation lists, but for its parent's.

    The parents of a list, of the list of its parents and so on are listed by their operations.
    """
    known = {own_name(operation)}
    above: ListOperation | None = operation
    while above is not None and above.parent is not None and above.parent.operation is not None:
        above = spec.list_operation(above.parent.operation)
        if above.parent is None or above.parent.parameter in known:
            break
        known.add(above.parent.parameter)
    return tuple(each for each in path_names(operation) if each not in known)


def parent_path(
    operation: ListOperation, identity: str, above: Iterable[tuple[str, str]] = ()
) -> ParentPath:
    """Return a parent of a list.

    Args:
        operation: The operation that lists the items of the parent.
        identity: The identifier of the parent.
        above: The path parameters of the parents above, with their values; those that the path
            of the operation does not have are left out.
    """
    own = own_name(operation)
    assert own is not None
    known = {**dict(above), own: identity}
    names = path_names(operation)
    return ParentPath(tuple((name, known[name]) for name in names if name in known), own)


def outer_values(
    spec: Spec, operation: ListOperation, given: Mapping[str, tuple[str, ...]]
) -> list[tuple[tuple[str, str], ...]]:
    """Return the combinations of the given values of the parameters that no operation lists."""
    names = outer_names(spec, operation)
    values = [[(name, each) for each in given.get(name, ())] for name in names]
    return [*product(*values)]


def given_parents(
    operation: ListOperation,
    given: Mapping[str, tuple[str, ...]],
    above: Sequence[Iterable[tuple[str, str]]],
) -> Iterator[ParentPath]:
    """Yield the parents of a list that a user named.

    The text of a parent below other ones is its identifier, or the identifiers of all of them in
    the order of the path, with slashes between them and percent-encoded (RFC 3986).

    Args:
        operation: The operation that lists the items of the parents.
        given: The values of path parameters, by their names.
        above: The path parameters of the parents above, with their values, for each of the known
            ones.
    """
    own, names = own_name(operation), path_names(operation)
    if own is None:
        return
    for text in given.get(own, ()):
        parts = text.split("/")
        if 1 < len(names) == len(parts):
            yield ParentPath(tuple(zip(names, map(unquote, parts), strict=True)), own)
        else:
            yield from (parent_path(operation, text, each) for each in above)
