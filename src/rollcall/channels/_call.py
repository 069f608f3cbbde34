"""A call of the generated client, and its arguments."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from types import ModuleType
from typing import Any

import attrs

from rollcall.channels._clients import package_of
from rollcall.spec import ListOperation, Parameter, Spec, instant_of

__all__ = ["Call", "python_values"]


@attrs.frozen
class Call:
    """A call of the method that lists what an operation lists.

    Attributes:
        spec: The spec that the client was generated from.
        operation: The operation whose method is called.
        arguments: The values by the names of the Python arguments.
    """

    spec: Spec
    operation: ListOperation
    arguments: Mapping[str, object]

    @property
    def package(self) -> ModuleType:
        """The package of the client.

        Raises:
            ModuleNotFoundError: No client was generated from the spec.
        """
        return package_of(self.spec)

    def on(self, client: Any, method: str = "", **more: object) -> Any:  # noqa: ANN401 - as below
        """Make the call, and return its pager.

        Args:
            client: The client.
            method: Another method that takes the arguments of the list; empty: the list's own.
            more: Its other arguments.
        """
        values = dict(self.arguments)
        path = [values.pop(each.python_name) for each in self._path]
        name = method or self.operation.python_name or "list"
        return getattr(self.resource(client), name)(*path, **values, **more)

    def resource(self, client: Any) -> Any:  # noqa: ANN401 - known at run time only
        """Return the resource of a client that has the method."""
        found = client
        for name in str(self.operation.tag).split("."):
            found = getattr(found, name)
        return found

    def given(self) -> list[tuple[Parameter, object]]:
        """Return the parameters of the request with their values, without those that are None."""
        return [
            (each, self.arguments[each.python_name])
            for each in self.operation.parameters
            if self.arguments.get(each.python_name) is not None
        ]

    @property
    def source(self) -> str:
        """The call as Python, on a client of this name."""
        values = dict(self.arguments)
        texts = [repr(values.pop(each.python_name)) for each in self._path]
        texts += [f"{name}={value!r}" for name, value in values.items()]
        method = self.operation.python_name or "list"
        return f"client.{self.operation.tag}.{method}({', '.join(texts)})"

    @property
    def _path(self) -> list[Parameter]:
        return [each for each in self.operation.parameters if each.location == "path"]


def python_values(operation: ListOperation, wire: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Python values of a request's parameters, by the names of the arguments.

    Raises:
        ValueError: A text is not valid for the format of its parameter.
    """
    values = {}
    for name, value in wire.items():
        parameter = operation.parameter(name)
        assert parameter is not None
        read = partial(_python_value, str(parameter.schema.get("format")))
        is_several = isinstance(value, tuple)
        values[parameter.python_name] = [*map(read, value)] if is_several else read(value)
    return values


def _python_value(form: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return _date(value) if form == "date" else _datetime(value) if form == "date-time" else value


def _date(text: str) -> date:
    found = date.fromisoformat(text)
    # Python reads other forms of ISO 8601 too, such as 20210425 and 2021-W16-7.
    if found.isoformat() != text:
        raise ValueError(f"{text!r} is not a date such as 2021-04-25")
    return found


def _datetime(text: str) -> datetime:
    instant_of(text)
    return datetime.fromisoformat(text.upper())
