"""Tests within this process; they run in parallel."""
