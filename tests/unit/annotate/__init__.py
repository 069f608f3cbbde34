"""Tests of proposals for annotations."""
