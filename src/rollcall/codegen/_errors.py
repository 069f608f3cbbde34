"""What keeps a client from being generated, beside a spec that is wrong (``SpecError``)."""

__all__ = ["ToolError"]


class ToolError(Exception):
    """A tool that the generator needs is missing, or of another version, or failed."""
