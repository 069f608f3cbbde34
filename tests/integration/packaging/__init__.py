"""Tests of what is built for distribution."""
