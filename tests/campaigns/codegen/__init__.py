"""Campaigns of the generator."""
