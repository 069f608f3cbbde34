"""Checks a document before anything is sent: annotations, references, fields, all at once."""

from rollcall.spec._problems import Problems
from rollcall.spec._source import Source
from rollcall.spec._validation._chosen_names import check_chosen_names
from rollcall.spec._validation._fields import check_fields
from rollcall.spec._validation._invariants import check_invariants
from rollcall.spec._validation._parameters import check_parameters
from rollcall.spec._validation._references import check_references
from rollcall.spec._validation._version import check_version, newer_version
from rollcall.spec._validation._vocabulary import check_vocabulary

__all__ = ["validate"]


def validate(source: Source) -> tuple[str, ...]:
    """Check a document.

    Returns:
        What a reader of this version may leave out; empty: nothing.

    Raises:
        SpecError: The document has problems; the error has all of them. Annotations of another
            major version are the only problem, because their meaning is not known.
    """
    problems = Problems(source)
    check_version(problems)
    problems.refuse()
    checks = (
        check_references,
        check_vocabulary,
        check_fields,
        check_invariants,
        check_parameters,
        check_chosen_names,
    )
    for check in checks:
        check(problems)
    newer = newer_version(source)
    if newer is not None and problems.found:
        problems.add(*newer)
    problems.refuse()
    return () if newer is None else (str(source.error(*newer)),)
