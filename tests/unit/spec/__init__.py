"""Tests of the reader of specs."""
