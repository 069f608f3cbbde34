"""Defects of other clients, each with a run of that client and a run of ours."""

from ._defect import Defect, Seen
from ._linked import linked_package
from ._stock import STOCK
from ._telnyx import OTHERS, TELNYX
from ._twilio import TWILIO

__all__ = ["DEFECTS", "Defect", "Seen", "linked_package"]

DEFECTS = {
    "telnyx": TELNYX,
    "twilio": TWILIO,
    "stock openapi-python-client": STOCK,
    "telnyx, as other SDKs do": OTHERS,
}
"""The defects by client."""
