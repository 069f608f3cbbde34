"""Helpers of the tests of the Twilio client."""
