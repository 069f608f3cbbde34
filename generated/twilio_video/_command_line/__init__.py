# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The command line, over click and rich, which the rest of the package does not import.

``_program`` describes the commands, ``_usage`` makes them commands of click, ``_run`` executes one,
and ``_formats`` writes the items.
"""

from ._program import CommandArgument, OperationCommand, Program
from ._run import run

__all__ = ["CommandArgument", "OperationCommand", "Program", "run"]
