"""Tests of the sandbox in process."""
