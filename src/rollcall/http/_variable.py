"""The environment variables that hold tokens."""

import re

__all__ = ["TOKEN_VARIABLE", "in_python", "variable_for", "variable_of"]

TOKEN_VARIABLE = "ROLLCALL_TOKEN"  # noqa: S105 - the name of a variable, not a token


def variable_of(scheme: str) -> str:
    """Return the variable of the token of a security scheme, such as ROLLCALL_TOKEN_API_KEY."""
    return variable_for("token", scheme)


def variable_for(kind: str, name: str) -> str:
    """Return the variable of a value of a kind, such as ROLLCALL_HEADER_X_API_KEY."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return f"ROLLCALL_{kind.upper()}_{re.sub('[^A-Za-z0-9]+', '_', words).upper()}"


def in_python(variable: str) -> str:
    """Return the Python expression that reads a variable."""
    return f'os.environ["{variable}"]'
