"""Tests of the sandbox through its socket and its command."""
