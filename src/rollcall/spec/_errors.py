"""What is raised when a spec cannot be read."""

__all__ = ["SpecError"]


class SpecError(Exception):
    """A spec that cannot be read; the message says where, what is wrong, and what was expected."""
