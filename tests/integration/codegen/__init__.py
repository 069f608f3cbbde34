"""Tests of the generator: what it writes, what it refuses, and what it leaves alone."""
