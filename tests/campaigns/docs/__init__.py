"""Campaigns of the documentation."""
