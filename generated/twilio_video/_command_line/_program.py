# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""A command line: the program, its commands, and their arguments."""

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
        meaning: Its description.
        field: The field of an item that it filters by, or adds; empty if there is none.
        choices: The values that it admits, if the API lists them.
        is_list: Whether it takes several values, each with an option of its own.
        is_required: Whether its option must be given.
    """

    name: str
    type: type[object]
    meaning: str
    field: str = ""
    choices: Sequence[str] = ()
    is_list: bool = False
    is_required: bool = False


@attrs.frozen(kw_only=True)
class ListCommand(Generic[ClientT]):
    """A command that lists the items of one operation.

    Attributes:
        words: Its name, such as ``orders``, ``lines``, ``list``.
        summary: Its description in a line.
        description: Its description.
        operation: Returns the method of a client.
        path_arguments: The arguments of the path, given by position.
        query_arguments: The other arguments; each is an option.
        item: The model of an item.
        identity: The field that identifies an item.
    """

    words: Sequence[str]
    summary: str
    description: str
    operation: Callable[[ClientT], Callable[..., Pager[Any, Any]]]
    path_arguments: Sequence[CommandArgument]
    query_arguments: Sequence[CommandArgument]
    item: type[object]
    identity: str


@attrs.frozen(kw_only=True)
class Program(Generic[ClientT]):
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
    client: Callable[..., ClientT]
    commands: Sequence[ListCommand[ClientT]]
    key_variables: Sequence[Sequence[str]]

    @property
    def name(self) -> str:
        """Its name in a shell."""
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
        """The key in words."""
        return "the credentials" if self.key_has_parts else "the API key"

    def variable(self, argument: str) -> str | None:
        """Return the environment variable of a credential; None for another argument."""
        name = f"{self.service.variables}_{argument.upper()}"
        return name if any(name in kind for kind in self.key_variables) else None

    @property
    def base_url_variable(self) -> str:
        """The environment variable that holds another address of the API."""
        return f"{self.service.variables}_BASE_URL"
