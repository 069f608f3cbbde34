"""Helpers of the tests of documents."""
