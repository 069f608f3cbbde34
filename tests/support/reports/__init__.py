"""Helpers of the tests of reports."""
