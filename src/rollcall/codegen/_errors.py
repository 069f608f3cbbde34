"""The errors of the generator, beside ``SpecError``."""

__all__ = ["ToolError"]


class ToolError(Exception):
    """A tool of the generator is missing, has another version, or failed."""
