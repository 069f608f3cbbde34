"""Helpers of the tests of the sandbox."""
