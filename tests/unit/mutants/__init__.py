"""Tests of the mutants: that they are mutants, and that the laws notice them."""
