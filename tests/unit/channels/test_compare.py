"""The comparison of what a client returns with what a server sent."""

import pytest

from rollcall.channels import differences, is_same_json
from tests.support.api import Api


@pytest.mark.parametrize(
    ("one", "other"),
    [(0, 0.0), (10, 10.0), (False, False), ([0, {"a": 1}], [0.0, {"a": 1.0}]), ({}, {})],
)
def test_numbers_are_equal_by_their_value(one: object, other: object) -> None:
    """JSON has one kind of number."""
    assert is_same_json(one, other)
    assert is_same_json(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (2**53 + 1, 2.0**53),
        (1, True),
        (0, False),
        (None, 0),
        ("1", 1),
        ([0, {"a": 1}], [0, {"a": True}]),
        ({"a": None}, {}),
        ([], {}),
    ],
)
def test_other_values_differ(one: object, other: object) -> None:
    """A boolean is not a number, and null is not absent."""
    assert not is_same_json(one, other)
    assert not is_same_json(other, one)


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_a_client_may_return_a_number_in_another_spelling(kind: str) -> None:
    """A difference in value is reported, and a boolean in place of a number."""
    spec = Api().spec
    schema = {"type": "object", "properties": {"size": {"type": kind}}}
    for sent, got in ((0, 0.0), (10.0, 10), (4.392134619134997e163, 4392134619134997 * 10**148)):
        assert not [*differences(spec, schema, {"size": sent}, {"size": got})]
    for sent, got in ((1, True), (1.0, True), (1e30, 10**31), (2**53 + 1, 2.0**53)):
        expected = f"$.size: {sent} was sent, the client returned {got}"
        assert [*differences(spec, schema, {"size": sent}, {"size": got})] == [expected]


@pytest.mark.parametrize(
    ("sent", "got", "is_same"),
    [
        (1e23, 10**23, True),
        (1e23, 10**23 + 10**8, False),
        (10.5, 10, False),
        (1e400, 10**400, False),
    ],
)
def test_a_large_number_may_be_read_exactly(sent: float, got: int, *, is_same: bool) -> None:
    """A float is the nearest one to the number that was sent."""
    found = [*differences(Api().spec, {"type": "number"}, sent, got)]
    assert (not found) == is_same
