"""The Telnyx video lists: rooms, their sessions, and the participants of these."""

from contract_tests.sandbox.telnyx._app import telnyx_app
from contract_tests.sandbox.telnyx._database import Database
from contract_tests.sandbox.telnyx._records import Records
from contract_tests.sandbox.telnyx._seed import Shape, seeded

__all__ = ["Database", "Records", "Shape", "seeded", "telnyx_app"]
