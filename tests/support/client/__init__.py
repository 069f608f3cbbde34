"""Helpers of the tests of the clients."""
