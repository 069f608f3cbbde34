"""Tests of the sandbox's Twilio list: through its socket."""
