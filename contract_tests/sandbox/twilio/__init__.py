"""The Twilio Video list of a room's participants."""

from contract_tests.sandbox.twilio._app import build
from contract_tests.sandbox.twilio._load import load
from contract_tests.sandbox.twilio._seed import Shape, account_sid, seeded, varied
from contract_tests.sandbox.twilio._tables import Records, fill

__all__ = ["Records", "Shape", "account_sid", "build", "fill", "load", "seeded", "varied"]
