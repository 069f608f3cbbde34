"""Helpers of the tests of laws."""
