"""Tests of mutants within the process."""
