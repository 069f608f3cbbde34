"""Shared by the tests of the clients."""
