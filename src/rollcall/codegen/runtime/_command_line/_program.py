"""A command line: the program, its commands, and their arguments."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import attrs

from .._columns import Column, columns_of
from .._custom_types import REST, OpenModel
from .._settings import Service

__all__ = ["CommandArgument", "OperationCommand", "Program"]


@attrs.frozen
class CommandArgument:
    """One argument of an operation.

    Attributes:
        name: Its name in Python.
        type: The type of its values.
        meaning: Its description.
        field: The field of an item that it filters by, or adds; empty if there is none.
        flag: Its option, if that of the name is taken.
        choices: The values that it admits, if the API lists them.
        is_list: Whether it takes several values, each with an option of its own.
        is_required: Whether its option must be given.
    """

    name: str
    type: type[object]
    meaning: str
    field: str = ""
    flag: str = ""
    choices: Sequence[str] = ()
    is_list: bool = False
    is_required: bool = False


@attrs.frozen(kw_only=True)
class OperationCommand:
    """A command that lists the items of an operation, or writes its value.

    Attributes:
        words: Its name, such as ``orders``, ``lines``, ``list``.
        summary: Its description in a line.
        description: Its description.
        operation: Returns the method of a client.
        path_arguments: The arguments of the path, given by position.
        query_arguments: The other arguments; each is an option.
        item: The model of an item; None if the operation is not a list.
        identity: The field that identifies an item.
    """

    words: Sequence[str]
    summary: str
    description: str
    operation: Callable[[Any], Callable[..., Any]]
    path_arguments: Sequence[CommandArgument]
    query_arguments: Sequence[CommandArgument]
    item: type[object] | None = None
    identity: str = ""

    @property
    def fields(self) -> Sequence[Column]:
        """The fields of an item that its schema names, in order."""
        if self.item is None:
            return ()
        rest = REST if issubclass(self.item, OpenModel) else None
        return [each for each in columns_of(self.item) if each.attribute != rest]


@attrs.frozen(kw_only=True)
class Program:
    """A package's command line.

    Attributes:
        service: The API.
        summary: The API, in a line.
        client: The class of the client.
        commands: Every command.
        key_variables: The environment variables that hold the credentials: for each kind, those
            that must all be set.
    """

    service: Service
    summary: str
    client: Callable[..., AbstractContextManager[Any]]
    commands: Sequence[OperationCommand]
    key_variables: Sequence[Sequence[str]]

    @property
    def credentials(self) -> str:
        """The environment variables that hold the credentials, in words."""
        return ", or ".join(" and ".join(kind) for kind in self.key_variables)
