"""Bounds whose names have no field: the only date of an item, or the only plausible number."""

from collections.abc import Mapping

import httpx
import pytest
from attrs import evolve

import rollcall
from rollcall.annotate import Proposal, confirm, owners_of, propose
from tests.support.api import Api, Described, Item
from tests.support.unannotated import without_annotations

_ID = {"type": "string"}
_DAY = {"type": "string", "format": "date"}


def _api(first: str, last: str) -> Api:
    """Return an API whose items have one date, with two bounds of it."""
    return Api(
        items=[
            {"id": f"b{number:02}", "acquired_on": f"2021-04-{number % 9 + 1:02}"}
            for number in range(23)
        ],
        fields={"id": _ID, "acquired_on": _DAY},
        filters={first: ("acquired_on", "gte"), last: ("acquired_on", "lte")},
    )


def _two_dates(**filters: tuple[str, str]) -> Api:
    """Return an API whose items have two dates, with filters."""
    return Api(
        items=[
            {
                "id": f"b{number:02}",
                "created_on": f"2021-04-{number % 9 + 1:02}",
                "lent_on": f"2022-05-{number % 5 + 1:02}",
            }
            for number in range(23)
        ],
        fields={"id": _ID, "created_on": _DAY, "lent_on": _DAY},
        filters=filters,
    )


def _numbers(**filters: tuple[str, str]) -> Api:
    """Return an API whose items have an amount and another number, with filters."""
    return Api(
        items=[
            {"id": f"b{number:02}", "price": number % 7, "pages": number % 3}
            for number in range(23)
        ],
        fields={"id": _ID, "price": {"type": "integer"}, "pages": {"type": "integer"}},
        filters=filters,
    )


def _proposed(api: Api | Described, *, asked: bool) -> Mapping[str, Proposal]:
    """Return the proposals for filters, by the parameter; asked: after a server has answered."""
    bare = without_annotations(api.spec)
    found = propose(bare)
    if asked:
        target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
        found = confirm(bare, found, target, rollcall.Config(seed=1))
    owners = owners_of(bare)
    return {owners[each.at][1]: each for each in found if each.word == "x-filter"}


def _described(api: Api, description: str) -> Described:
    document = api.document
    for each in document["paths"]["/books"]["get"]["parameters"]:
        each["description"] = description
    return Described(api, document)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("date_from", "date_to"),
        ("from", "to"),
        ("since", "until"),
        ("after", "before"),
        ("start_date", "end_date"),
        ("start", "end"),
        ("on_or_after", "on_or_before"),
        ("period_from", "period_to"),
        ("filter[min_date]", "filter[max_date]"),
    ],
)
def test_a_bound_is_of_the_only_date(first: str, last: str) -> None:
    """The server decides whether the value itself belongs to the range."""
    api = _api(first, last)
    assert {each.confidence for each in _proposed(api, asked=False).values()} == {"medium"}
    found = _proposed(api, asked=True)
    assert {name: (each.state, each.value) for name, each in found.items()} == {
        name: ("confirmed", {"field": "/acquired_on", "operator": operator, "precision": "day"})
        for name, operator in ((first, "gte"), (last, "lte"))
    }


def _is_within(item: Item, name: str, value: str) -> bool:
    """Keep the items of a server that leaves out both ends."""
    day = str(item["acquired_on"])
    return day > value if name in {"since", "on_or_after"} else day < value


def test_a_server_that_leaves_out_the_ends_decides() -> None:
    """A name that says "on or after" stays: the server has a bug."""
    found = _proposed(evolve(_api("since", "date_to"), keeps=_is_within), asked=True)
    assert [(each.state, each.value["operator"]) for each in found.values()] == [
        ("confirmed", "gt"),
        ("confirmed", "lt"),
    ]
    found = _proposed(evolve(_api("on_or_after", "until"), keeps=_is_within), asked=True)
    assert [(each.state, each.value["operator"]) for each in found.values()] == [
        ("disputed", "gte"),
        ("confirmed", "lt"),
    ]


def test_of_several_dates_the_description_names_one() -> None:
    """Otherwise it is a choice, which a server may decide."""
    api = _two_dates(since=("lent_on", "gte"), until=("lent_on", "lt"))
    named = _proposed(_described(api, "By the day on which it was lent."), asked=False)
    assert {(each.value["field"], each.confidence) for each in named.values()} == {
        ("/lent_on", "medium")
    }
    for description in ("The range.", "When it was created or lent."):
        open_ = _proposed(_described(api, description), asked=False)
        assert {each.confidence for each in open_.values()} == {"low"}
        assert "the dates are /created_on, /lent_on" in open_["since"].reason
    found = _proposed(api, asked=True)
    assert [(each.value["field"], each.state) for each in found.values()] == [
        ("/lent_on", "confirmed"),
        ("/lent_on", "confirmed"),
    ]


def test_a_bound_that_the_description_states_in_full_stays() -> None:
    """A server that takes it for another one has a bug, whatever it does."""
    api = _two_dates(end_date=("lent_on", "lte"))
    text = "Books that were lent until this day, inclusive."
    assert _proposed(_described(api, text), asked=True)["end_date"].state == "confirmed"
    wrong = evolve(api, keeps=lambda item, _, value: str(item["lent_on"]) == value)
    found = _proposed(
        _described(wrong, "Books that were lent until this day, inclusive."), asked=True
    )
    assert (found["end_date"].state, found["end_date"].value["operator"]) == ("disputed", "lte")
    found = _proposed(_described(wrong, "Books that were lent until this day."), asked=True)
    assert found["end_date"].state == "contradicted"


def test_a_name_that_is_of_another_date_is_doubtful() -> None:
    """Items may lack the field that it is about."""
    found = _proposed(_api("updated_since", "date_to"), asked=False)
    assert {name: each.confidence for name, each in found.items()} == {
        "updated_since": "low",
        "date_to": "medium",
    }


def test_a_number_is_bounded_if_one_is_plausible() -> None:
    """A bound of another thing than an amount is of no field."""
    api = _numbers(min=("price", "gte"), maximum=("price", "lte"), min_value=("price", "gte"))
    found = _proposed(api, asked=True)
    assert {(each.value["field"], each.state) for each in found.values()} == {
        ("/price", "confirmed")
    }
    assert not _proposed(_numbers(min_age=("pages", "gte")), asked=False)


def test_a_bound_is_of_the_only_number_with_its_words() -> None:
    """The field has a unit in addition; of several such fields, the server tells."""
    items = [{"id": f"b{number:02}", "weight_kg": number % 7} for number in range(23)]
    number = {"type": "integer"}
    api = Api(
        items=[{**each, "weight_lb": 1, "pages": 2} for each in items],
        fields={"id": _ID, "weight_kg": number, "pages": number},
        filters={"min_weight": ("weight_kg", "gte"), "max_weight": ("weight_kg", "lte")},
    )
    alone = _proposed(api, asked=False)
    assert {(each.value["field"], each.confidence) for each in alone.values()} == {
        ("/weight_kg", "medium")
    }
    assert {each.state for each in _proposed(api, asked=True).values()} == {"confirmed"}
    several = evolve(api, fields={**api.fields, "weight_lb": number})
    assert {each.confidence for each in _proposed(several, asked=False).values()} == {"low"}


def test_a_token_is_no_bound() -> None:
    """A text beside the token ``after`` of a list reads its pages backwards."""
    api = _api("date_from", "before")
    document = api.document
    operation = document["paths"]["/books"]["get"]
    body = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    body["after"] = _ID
    page, _, _, before = operation["parameters"]
    page |= {"name": "after", "schema": _ID}
    before["schema"] = _ID
    del operation["x-list"]
    found = _proposed(Described(api, document), asked=False)
    assert [*found] == ["date_from"]
