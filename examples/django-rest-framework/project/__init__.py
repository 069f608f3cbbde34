"""The settings and URLs of the project."""
