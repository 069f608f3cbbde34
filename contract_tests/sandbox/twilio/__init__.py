"""The Twilio Video list of a room's participants."""

from contract_tests.sandbox.twilio._app import twilio_app
from contract_tests.sandbox.twilio._credentials import Credentials, account_credentials
from contract_tests.sandbox.twilio._fill import fill
from contract_tests.sandbox.twilio._lists import room_sids
from contract_tests.sandbox.twilio._load import load
from contract_tests.sandbox.twilio._records import Participant, Records, Room
from contract_tests.sandbox.twilio._seed import Shape, account_sid, api_key_sid, seeded, varied

__all__ = [
    "Credentials",
    "Participant",
    "Records",
    "Room",
    "Shape",
    "account_credentials",
    "account_sid",
    "api_key_sid",
    "fill",
    "load",
    "room_sids",
    "seeded",
    "twilio_app",
    "varied",
]
