"""The errors of a spec that cannot be read, and of a mistake in how rollcall is called."""

__all__ = ["SpecError", "UsageError"]


class SpecError(Exception):
    """A spec that cannot be read; the message says where, what is wrong, and what was expected."""


class UsageError(Exception):
    """A mistake in how rollcall is called; the message says what is wrong and how to mend it."""
