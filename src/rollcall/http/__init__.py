"""HTTP: one transport, with credentials, budgets, retries, deadlines and redaction."""

from rollcall.http._target import Target
from rollcall.http._variable import TOKEN_VARIABLE

__all__ = ["TOKEN_VARIABLE", "Target"]
