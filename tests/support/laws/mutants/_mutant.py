"""A mutant of the depot server."""

from attrs import field, frozen

from tests.support.laws.full_api import Steps

DEPOTS = "listDepots"
PARCELS = "listParcels"
SCANS = "listScans"

RIGHT = Steps()
"""The steps as they should be, for a mutated one to lean on."""


@frozen
class Mutant:
    """One way for the server to break its document.

    Attributes:
        id: What it is called.
        law: The law that is meant to notice.
        operation: The operation on which it shows.
        steps: The steps of the server, one of them wrong.
        subject: The parameter or the schema that it changes, where there is one.
    """

    id: str
    law: str
    operation: str
    steps: Steps = field(repr=False, eq=False)
    subject: str | None = None
