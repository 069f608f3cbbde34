"""Checks a document before anything is sent: annotations, references, fields, all at once."""

from rollcall.spec._problems import Problems
from rollcall.spec._source import Source
from rollcall.spec._validation._fields import check_fields
from rollcall.spec._validation._parameters import check_parameters
from rollcall.spec._validation._references import check_references
from rollcall.spec._validation._vocabulary import check_vocabulary

__all__ = ["validate"]


def validate(source: Source) -> None:
    """Check a document.

    Raises:
        SpecError: The document has problems; the error has all of them.
    """
    problems = Problems(source)
    for check in (check_references, check_vocabulary, check_fields, check_parameters):
        check(problems)
    problems.refuse()
