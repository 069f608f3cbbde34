"""The command line: what it offers, how it is read, and how the items are written.

``_program`` says what there is, ``_usage`` reads the words with the help of ``_options`` and
``_words``, and ``_run`` lists; ``_formats`` and ``_table`` lay items out, ``_output``,
``_terminal`` and ``_progress`` write to where somebody may look.
"""

from ._program import CommandArgument, ListCommand, Program
from ._run import run

__all__ = ["CommandArgument", "ListCommand", "Program", "run"]
