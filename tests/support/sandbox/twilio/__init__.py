"""Helpers of the tests of the Twilio list."""
