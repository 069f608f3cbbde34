# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The command line.

``_program`` describes the commands, ``_usage`` parses the words with ``_options`` and ``_words``,
and ``_run`` lists the items. ``_formats`` and ``_table`` format them; ``_output``, ``_terminal``
and ``_progress`` write.
"""

from ._program import CommandArgument, ListCommand, Program
from ._run import run

__all__ = ["CommandArgument", "ListCommand", "Program", "run"]
