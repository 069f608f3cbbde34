"""A mutant of the full API."""

from attrs import field, frozen

from tests.support.laws.full_api import Steps

DEPOTS = "listDepots"
PARCELS = "listParcels"
SCANS = "listScans"

CORRECT = Steps()
"""The correct steps, which wrong ones call."""


@frozen
class Mutant:
    """A defect of the server.

    Attributes:
        id: Its name.
        law: The law that reports it.
        operation: The operation that it changes.
        steps: The steps of the server, one of which is wrong.
        subject: The parameter that it changes, if it changes only one.
    """

    id: str
    law: str
    operation: str
    steps: Steps = field(repr=False, eq=False)
    subject: str | None = None
