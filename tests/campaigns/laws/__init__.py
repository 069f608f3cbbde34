"""Campaigns of the laws: every law on every server."""
