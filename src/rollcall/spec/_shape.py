"""Checks that the parts of a document have the types that its readers rely on."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from rollcall.spec._forms import described, types_of
from rollcall.spec._pointer import Location

__all__ = ["problems_of_shape"]


def problems_of_shape(raw: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """Yield the places whose values have another type than OpenAPI says, and what is wrong."""
    for error in Draft202012Validator(_rules()).iter_errors(raw):
        problem = error.message
        if error.validator == "type":
            named: Any = error.validator_value
            types = {named} if isinstance(named, str) else {*named} - {"null"}
            problem = (
                f"expected {described(types)}, got {described(types_of({'const': error.instance}))}"
            )
        yield tuple(error.absolute_path), problem


@cache
def _rules() -> Mapping[str, Any]:
    text = files("rollcall.spec").joinpath("document.schema.json").read_text(encoding="utf-8")
    rules: Mapping[str, Any] = json.loads(text)
    return rules
