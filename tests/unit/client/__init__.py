"""Tests of the generated client through its public names."""
