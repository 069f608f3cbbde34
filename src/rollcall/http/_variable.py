"""The environment variable that holds the token."""

__all__ = ["TOKEN_IN_PYTHON", "TOKEN_VARIABLE"]

TOKEN_VARIABLE = "ROLLCALL_TOKEN"  # noqa: S105 - the name of a variable, not a token
TOKEN_IN_PYTHON = f'os.environ["{TOKEN_VARIABLE}"]'
