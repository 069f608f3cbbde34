"""Helpers of the tests: specs, servers, runs and commands."""
