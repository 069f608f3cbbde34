"""The mutants that follow from schemas, rules, statuses, input and credentials."""

from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest

from rollcall.mutants import ServerMutant
from rollcall.mutants.server import (
    _body,
    _coherence,
    _credentials,
    _fields,
    _inputs,
    _statuses,
)
from rollcall.mutants.server._wrongs import UNFIT, wrongs
from rollcall.spec import Operation, Spec, read_spec
from tests.support.checks import ROOT
from tests.support.example_api import SPEC as HARBOUR

FAMILIES = (_fields, _body, _coherence, _statuses, _inputs, _credentials)
DOCUMENTS = (ROOT / "openapi" / "telnyx-video.yaml", HARBOUR)


def derived(spec: Spec) -> Iterator[tuple[Operation, ServerMutant]]:
    """Return all mutants of the families, with their operations."""
    for operation in spec.operations:
        for family in FAMILIES:
            for mutant in family.mutants(spec, operation):
                yield operation, mutant


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_ids_are_unique(path: Path) -> None:
    """No two mutants of a document have the same id, and each touches its own operation."""
    spec = read_spec(path)
    found = [*derived(spec)]
    assert len({mutant.id for _, mutant in found}) == len(found)
    assert all(mutant.operation == operation.id for operation, mutant in found)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "format": "date-time"}, "2021-04-16T09:46:20.954863Z"),
        ({"type": "string", "format": "uuid"}, "7b61621f-62e0-4aad-ab11-9fd19e272e73"),
        ({"type": "string", "format": "uri"}, "https://www.example.com/hook"),
        ({"type": "string", "minLength": 2, "maxLength": 5, "enum": ["abc"]}, "abc"),
        ({"type": ["integer", "null"], "minimum": 0, "maximum": 30}, 25),
        ({"type": "boolean"}, True),
        ({"type": "array", "minItems": 1}, [1]),
    ],
)
def test_wrong_values_break_their_schema(schema: dict[str, object], value: object) -> None:
    """What is derived as a wrong value is one that the schema does not admit."""
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    assert validator.is_valid(value)
    for each in wrongs(schema):
        made = each.make(value)
        assert made is UNFIT or not validator.is_valid(made), (each.kind, made)
