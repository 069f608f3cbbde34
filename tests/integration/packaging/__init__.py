"""Tests of the wheels."""
