"""Products and their reviews."""
