"""Campaigns of the clients."""
