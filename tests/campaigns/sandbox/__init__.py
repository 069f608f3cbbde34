"""Tests of the sandbox with many records."""
