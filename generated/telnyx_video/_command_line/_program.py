# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""What a command line is made of: a program, its commands, and their arguments."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

import attrs

from .._pagers import Pager
from .._settings import Service

__all__ = ["CommandArgument", "ListCommand", "Program"]

ClientT = TypeVar("ClientT", bound=AbstractContextManager[Any])


@attrs.frozen
class CommandArgument:
    """One argument of an operation.

    Attributes:
        name: Its name in Python.
        type: The type of its values.
        meaning: What it says.
        field: The field of an item that it filters by, or adds; empty where it does neither.
        choices: The values that it admits, where the API names them.
    """

    name: str
    type: type[object]
    meaning: str
    field: str = ""
    choices: Sequence[str] = ()


@attrs.frozen(kw_only=True)
class ListCommand(Generic[ClientT]):
    """A command that lists the items of one operation.

    Attributes:
        words: What it is called by, such as ``orders``, ``lines``, ``list``.
        summary: What it does, in a line.
        description: What it does.
        operation: Finds the operation's method in a client.
        path_arguments: The arguments that the path needs; they are given by position.
        query_arguments: The arguments that may be left out; each is an option.
        item: The model of an item.
        identity: The field that identifies an item.
    """

    words: Sequence[str]
    summary: str
    description: str
    operation: Callable[[ClientT], Callable[..., Pager[Any, Any]]]
    path_arguments: Sequence[CommandArgument]
    query_arguments: Sequence[CommandArgument]
    item: type[attrs.AttrsInstance]
    identity: str


@attrs.frozen(kw_only=True)
class Program(Generic[ClientT]):
    """A package's command line.

    Attributes:
        service: The API.
        summary: What the API is, in a line.
        client: The class of the client.
        commands: Every command.
        key_variables: The environment variables that hold the API key: those of each kind of key,
            which all have to be set, and any one kind will do.
    """

    service: Service
    summary: str
    client: Callable[..., ClientT]
    commands: Sequence[ListCommand[ClientT]]
    key_variables: Sequence[Sequence[str]]

    @property
    def name(self) -> str:
        """What it is called by in a shell."""
        return f"python -m {self.service.package}"

    @property
    def key_origin(self) -> str:
        """The names of the environment variables that hold the API key."""
        return ", or ".join(" and ".join(kind) for kind in self.key_variables)

    @property
    def key_has_parts(self) -> bool:
        """Whether more than one variable holds the API key."""
        return len(self.key_variables[0]) > 1

    @property
    def key_name(self) -> str:
        """What people call the key: it has parts, or it is one text."""
        return "the credentials" if self.key_has_parts else "the API key"

    def variable(self, argument: str) -> str | None:
        """Return the environment variable of a part of the API key; None for another argument."""
        name = f"{self.service.variables}_{argument.upper()}"
        return name if any(name in kind for kind in self.key_variables) else None

    @property
    def base_url_variable(self) -> str:
        """The environment variable that holds another address of the API."""
        return f"{self.service.variables}_BASE_URL"
