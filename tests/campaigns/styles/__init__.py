"""Campaigns about the styles of public list APIs."""
