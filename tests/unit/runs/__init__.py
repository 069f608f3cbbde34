"""Tests of runs: the configuration, the events, the command and the pytest plugin."""
