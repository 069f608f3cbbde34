"""The environment variables that hold tokens."""

import re

__all__ = ["TOKEN_VARIABLE", "in_python", "variable_of"]

TOKEN_VARIABLE = "ROLLCALL_TOKEN"  # noqa: S105 - the name of a variable, not a token


def variable_of(scheme: str) -> str:
    """Return the variable of the token of a security scheme, such as ROLLCALL_TOKEN_API_KEY."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", scheme)
    return f"{TOKEN_VARIABLE}_{re.sub('[^A-Za-z0-9]+', '_', words).upper()}"


def in_python(variable: str) -> str:
    """Return the Python expression that reads a variable."""
    return f'os.environ["{variable}"]'
