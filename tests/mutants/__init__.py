"""Tests of the faults: that they are faults, and that the laws notice them."""
