"""Campaigns about mutants: exhaustive products."""
