"""A public library: a small list API with FastAPI."""
