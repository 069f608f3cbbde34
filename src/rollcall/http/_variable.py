"""The environment variable that holds the token."""

__all__ = ["TOKEN_VARIABLE"]

TOKEN_VARIABLE = "ROLLCALL_TOKEN"  # noqa: S105 - the name of a variable, not a token
