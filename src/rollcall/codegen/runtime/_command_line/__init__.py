"""The command line, over click and rich, which the rest of the package does not import.

``_program`` describes the commands, ``_usage`` makes them commands of click, ``_run`` executes one,
and ``_formats`` writes the items.
"""

from ._program import CommandArgument, OperationCommand, Program
from ._run import run

__all__ = ["CommandArgument", "OperationCommand", "Program", "run"]
