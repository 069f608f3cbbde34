"""Tests of twilio."""
