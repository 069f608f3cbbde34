"""Campaigns of the reports."""
