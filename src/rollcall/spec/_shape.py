"""Checks that the parts of a document have the types that its readers rely on."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

from rollcall.spec._forms import described, types_of
from rollcall.spec._pointer import Location
from rollcall.spec._rules import rules_of

__all__ = ["problems_of_shape"]


def problems_of_shape(raw: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """Yield the places whose values have another type than OpenAPI says, and what is wrong."""
    for error in Draft202012Validator(rules_of("document")).iter_errors(raw):
        problem = error.message
        if error.validator == "type":
            named: Any = error.validator_value
            types = {named} if isinstance(named, str) else {*named} - {"null"}
            problem = (
                f"expected {described(types)}, got {described(types_of({'const': error.instance}))}"
            )
        yield tuple(error.absolute_path), problem
