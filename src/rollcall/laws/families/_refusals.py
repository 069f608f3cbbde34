"""Checks that a value of a parameter is refused."""

from collections.abc import Iterable

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._law import Cases
from rollcall.laws._violation import must_be_refused

__all__ = ["check_refused", "value_cases"]


def value_cases(context: Context, values: Iterable[str]) -> Cases:
    """Return a case for each of some values of the subject, a parameter."""
    found = [context.query.having(context.subject, each) for each in dict.fromkeys(values)]
    return Cases(found, least=len(found))


def check_refused(context: Context, query: Query) -> bool:
    """Check that the last value of a query is refused, and return whether it has a value.

    Raises:
        ViolationError: The value was not refused, or with a status that the annotation excludes.
    """
    if not query.values:
        return False
    sent = "{}={}".format(*query.values[-1])
    statuses = context.operation.strictness.statuses("invalidValue")
    must_be_refused(context.channel.page(query), repr(sent[:60]), statuses)
    return True
