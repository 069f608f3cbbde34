"""The Telnyx video lists: rooms, their sessions, and the participants of these."""

from contract_tests.sandbox.telnyx._app import build
from contract_tests.sandbox.telnyx._load import load
from contract_tests.sandbox.telnyx._seed import Shape, seeded, varied
from contract_tests.sandbox.telnyx._tables import Records, fill

__all__ = ["Records", "Shape", "build", "fill", "load", "seeded", "varied"]
