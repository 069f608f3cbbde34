"""The Telnyx video lists: rooms, their sessions, and the participants of these."""

from contract_tests.sandbox.telnyx._app import telnyx_app
from contract_tests.sandbox.telnyx._fill import fill
from contract_tests.sandbox.telnyx._load import load
from contract_tests.sandbox.telnyx._records import Participant, Records, Room, Session
from contract_tests.sandbox.telnyx._seed import Shape, seeded, varied

__all__ = [
    "Participant",
    "Records",
    "Room",
    "Session",
    "Shape",
    "fill",
    "load",
    "seeded",
    "telnyx_app",
    "varied",
]
