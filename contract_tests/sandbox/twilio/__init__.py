"""The Twilio Video list of a room's participants."""

from contract_tests.sandbox.twilio._app import twilio_app
from contract_tests.sandbox.twilio._lists import room_sids
from contract_tests.sandbox.twilio._load import load
from contract_tests.sandbox.twilio._seed import (
    Shape,
    account_credentials,
    account_sid,
    seeded,
    varied,
)
from contract_tests.sandbox.twilio._tables import Records, fill

__all__ = [
    "Records",
    "Shape",
    "account_credentials",
    "account_sid",
    "fill",
    "load",
    "room_sids",
    "seeded",
    "twilio_app",
    "varied",
]
