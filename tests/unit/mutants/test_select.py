"""Ids, patterns and a maximum select mutants, before anything is sent."""

import copy
from collections.abc import Callable

import httpx
import pytest

from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants import Mutant, mutate, select_mutants, server_mutants
from rollcall.spec import UsageError, parse_spec
from tests.support.example_api import SPEC
from tests.support.mutants import EXAMPLE

ALL = server_mutants(EXAMPLE)


@pytest.mark.parametrize(
    ("pattern", "is_selected"),
    [
        (
            "listBerths filter.ignored quay",
            lambda each: each.id == "listBerths filter.ignored quay",
        ),
        ("filter.ignored quay", lambda each: each.id == "listBerths filter.ignored quay"),
        (
            "listVisits filter.ignored *",
            lambda each: (each.operation, each.kind) == ("listVisits", "filter.ignored"),
        ),
        ("page.overlap*", lambda each: each.kind.startswith("page.overlap")),
    ],
)
def test_an_id_or_a_pattern_selects_mutants(
    pattern: str, is_selected: Callable[[Mutant], bool]
) -> None:
    """The operation may be left out."""
    expected = [each.id for each in ALL if is_selected(each)]
    assert expected
    assert [each.id for each in select_mutants(EXAMPLE, only=[pattern])] == expected


def test_brackets_of_an_id_are_no_pattern() -> None:
    """An id can be copied from the list of mutants."""
    raw = copy.deepcopy(EXAMPLE.raw)
    (quay,) = (
        each for each in raw["paths"]["/berths"]["get"]["parameters"] if each["name"] == "quay"
    )
    quay["name"] = "filter[quay]"
    mutant_id = "listBerths filter.ignored filter[quay]"
    (mutant,) = select_mutants(parse_spec(SPEC, raw), only=[mutant_id])
    assert mutant.id == mutant_id


def test_an_operation_selects_mutants_of_servers_and_documents() -> None:
    """A mutant of a document belongs to each operation that it touches."""
    selected = select_mutants(EXAMPLE, operations=["listBerths"])
    assert selected == tuple(each for each in ALL if each.operation == "listBerths")
    changed = select_mutants(EXAMPLE, "document", operations=["listBerths"])
    assert 0 < len(changed) < len(select_mutants(EXAMPLE, "document"))


@pytest.mark.parametrize(
    ("only", "operations", "message"),
    [
        (["no such mutant"], [], f"--only: none of the {len(ALL)} mutants matches"),
        (["page.*"], ["listBerth"], f"--only and --operation: none of the {len(ALL)} mutants"),
    ],
)
def test_a_selection_without_mutants_is_an_error(
    only: list[str], operations: list[str], message: str
) -> None:
    """The message names the options and the number of mutants."""
    with pytest.raises(UsageError, match=message):
        select_mutants(EXAMPLE, only=only, operations=operations)


def test_an_unknown_channel_is_an_error() -> None:
    """The message lists the channels."""
    with pytest.raises(UsageError, match="--channel: expected http, client, got smoke"):
        mutate(EXAMPLE, Target("http://127.0.0.1:9", "x"), Config(), channels=["smoke"])


def test_a_target_with_a_transport_is_an_error() -> None:
    """The worker processes cannot use it."""
    target = Target("http://app.test", transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    with pytest.raises(UsageError, match="target: worker processes cannot share its transport"):
        mutate(EXAMPLE, target, Config())


def test_a_maximum_keeps_every_kind() -> None:
    """The selected mutants keep their order."""
    kinds = {each.kind for each in ALL}
    some = select_mutants(EXAMPLE, most=len(kinds) + 5)
    assert len(some) == len(kinds) + 5
    assert {each.kind for each in some} == kinds
    assert [each for each in ALL if each in some] == [*some]


def test_a_small_maximum_is_spread_over_the_groups() -> None:
    """Not only the first kinds are selected."""
    some = select_mutants(EXAMPLE, most=40)
    assert len({each.kind for each in some}) == 40
    assert {"filter", "page", "field", "auth"} <= {each.kind.partition(".")[0] for each in some}
