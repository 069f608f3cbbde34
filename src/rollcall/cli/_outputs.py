"""The outputs of a run: one that cannot be written does not prevent the others."""

import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import attrs
import click

__all__ = ["Outputs"]

_INCOMPLETE = 3

_Arguments = ParamSpec("_Arguments")
_Written = TypeVar("_Written")


@attrs.define
class Outputs:
    """Writes outputs, and tells those that cannot be written.

    Attributes:
        broken: The names of the outputs that cannot be written.
    """

    broken: set[str] = attrs.field(factory=set)

    def attempt(
        self,
        name: str,
        write: Callable[_Arguments, _Written],
        *arguments: _Arguments.args,
        **options: _Arguments.kwargs,
    ) -> _Written | None:
        """Write an output, and return what that returns; None if it could not be written.

        An output that failed once is not tried again.

        Raises:
            BrokenPipeError: Nobody reads the terminal.
        """
        if name in self.broken:
            return None
        try:
            return write(*arguments, **options)
        except BrokenPipeError:
            raise
        except OSError as problem:
            reason = problem.strerror or str(problem)
        except Exception:  # noqa: BLE001 - the report must still be written
            reason = f"rollcall failed\n{traceback.format_exc()}"
        self.broken.add(name)
        click.echo(f"Error: {name} could not be written: {reason}", err=True)
        return None

    def exit_code(self, status: int) -> int:
        """Return the exit status of a run: 3 in place of 0 if an output could not be written."""
        return status or (_INCOMPLETE if self.broken else 0)
