"""Tests of what the code may know."""
