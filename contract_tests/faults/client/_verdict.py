"""What came of a fault in one of the columns."""

from typing import Literal

import attrs

__all__ = ["COLUMNS", "Column", "Outcome", "Verdict"]

Column = Literal["laws", "contract", "tests"]
Outcome = Literal["killed", "survived", "not applicable"]

COLUMNS: dict[Column, str] = {
    "laws": "laws, through the client",
    "contract": "contract suite, on the client",
    "tests": "the project's tests of the client",
}
"""What looks at a faulty client, each with its title."""


@attrs.frozen
class Verdict:
    """What came of a fault in one of the columns.

    Attributes:
        outcome: Whether it was noticed; not applicable where nothing there is about it.
        law: The law or the test that noticed it; empty where none did.
        subject: The operation and the channel, of a law.
        title: What was found, in a line.
        requests: How many requests the client sent, of a law.
        seconds: How long it took.
        broken: What is broken, each as ``law`` and ``subject`` have it, if all was to be tried.
        problem: Why there is no verdict; empty where there is one.
    """

    outcome: Outcome
    law: str = ""
    subject: str = ""
    title: str = ""
    requests: int = 0
    seconds: float = 0.0
    broken: tuple[str, ...] = ()
    problem: str = ""
