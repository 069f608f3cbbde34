"""The mutants of servers: their ids, descriptions and laws."""

from fnmatch import fnmatchcase

import jsonschema_rs
import pytest

from rollcall.laws import registered
from rollcall.mutants import server_mutants
from rollcall.mutants._harness import CONFORMANCE
from rollcall.mutants.server._wrongs import UNFIT, wrongs
from tests.support.mutants import EXAMPLE

MUTANTS = server_mutants(EXAMPLE)


def test_ids_are_unique_and_sentences_complete() -> None:
    """An id names one mutant; its sentence has no unfilled placeholder."""
    assert len({each.id for each in MUTANTS}) == len(MUTANTS)
    assert all(each.sentence.endswith(".") for each in MUTANTS)
    assert not any("{" in f"{each.sentence}{each.needs}" for each in MUTANTS)


def test_a_mutant_names_laws_that_exist() -> None:
    """Each of its patterns matches a law, or stands for the checks of each response."""
    known = [law.id for law in registered()]
    unknown = {
        (each.kind, pattern)
        for each in MUTANTS
        for pattern in each.laws
        if pattern != CONFORMANCE and not any(fnmatchcase(law, pattern) for law in known)
    }
    assert not unknown
    assert all(each.laws for each in MUTANTS)


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
def test_wrong_values_violate_their_schema(schema: dict[str, object], value: object) -> None:
    """The value that they are derived from conforms to it."""
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    assert validator.is_valid(value)
    for each in wrongs(schema):
        made = each.make(value)
        assert made is UNFIT or not validator.is_valid(made), (each.kind, made)
