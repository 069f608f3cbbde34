"""A faulty server: its faults are told, and do not hide what its document means."""

from collections.abc import Mapping, Sequence
from copy import deepcopy

import httpx
import pytest
from attrs import evolve

import rollcall
from rollcall.annotate import Proposal, confirm, owners_of, propose
from tests.support.api import Api, Described, Item
from tests.support.styles.documents import APIS
from tests.support.unannotated import without_annotations

_TEXT = {"type": "string"}
_DAYS = Api(
    items=[
        {"id": f"b{number:02}", "acquired_on": f"2021-04-{number % 9 + 1:02}"}
        for number in range(23)
    ],
    fields={"id": _TEXT, "acquired_on": {**_TEXT, "format": "date"}},
    filters={"acquired_from": ("acquired_on", "gte"), "acquired_to": ("acquired_on", "lte")},
)
_NAMES = Api(
    items=[
        {"id": f"b{number:02}", "author": ("Ana Lind", "Jun Sato", "Ilse Brandt")[number % 3]}
        for number in range(23)
    ],
    fields={"id": _TEXT, "author": _TEXT},
    filters={"author": ("author", "eq")},
)


def _exclusive(item: Item, name: str, value: str) -> bool:
    """Keep the items of a server that leaves out the last day."""
    day = str(item["acquired_on"])
    return day >= value if name == "acquired_from" else day < value


def _described(api: Api, **descriptions: str) -> Described:
    """Return an API whose document describes parameters, and lets their values be null."""
    document = deepcopy(api.document)
    for each in document["paths"]["/books"]["get"]["parameters"]:
        if each["name"] in descriptions:
            each["description"] = descriptions[each["name"]]
            each["schema"] = {"anyOf": [each["schema"], {"type": "null"}]}
    return Described(api, document)


def _of_parameters(api: Api | Described) -> dict[str, Proposal]:
    """Return the proposals for filters that a server was asked about, by the parameter."""
    bare = without_annotations(api.spec)
    owners = owners_of(bare)
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    found = confirm(bare, propose(bare), target, rollcall.Config(seed=1))
    return {owners[each.at][1]: each for each in found if each.word == "x-filter"}


def _confirmed(api: Api) -> dict[str, Proposal]:
    bare = without_annotations(api.spec)
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    found = confirm(bare, propose(bare), target, rollcall.Config(seed=1))
    return {each.word: each for each in found}


def test_a_total_that_ignores_filters_stays_the_total() -> None:
    """The law about totals of filtered lists fails, but the total of the whole list is right."""
    api = Api(total=lambda _: 23)
    found = _confirmed(api)
    total = found["x-list.pagination.totalItems"]
    assert (total.value, total.is_likely) == ("/total", True)
    assert found["x-filter"].state == "confirmed"


def test_a_total_that_is_too_small_is_told_to_be_a_lower_bound() -> None:
    """The violation of the exact total stays beside it, because it may be a fault."""
    total = _confirmed(Api(total=lambda _: 5))["x-list.pagination.totalItems"]
    assert total.value == {"at": "/total", "exact": False}
    assert total.state == "confirmed"
    assert "page.totals: " in total.evidence


def test_a_total_that_is_too_large_is_no_total() -> None:
    """It is left out with the violation as the reason."""
    found = _confirmed(Api(total=lambda _: 50))
    total = found["x-list.pagination.totalItems"]
    assert total.state == "contradicted"
    assert "page.totals: " in total.evidence
    assert found["x-filter"].state == "confirmed"


def test_a_filter_that_is_ignored_stays() -> None:
    """Its name and its values are those of a field, so that the server has a bug."""
    found = _confirmed(Api(keeps=lambda _item, _name, _value: True))
    assert (found["x-filter"].state, found["x-filter"].is_likely) == ("disputed", True)
    assert "filter.sound" in found["x-filter"].evidence
    assert found["x-filter"].curl.startswith("curl ")
    assert found["x-list.pagination.style"].state == "confirmed"


def test_a_list_without_pages_is_contradicted_as_a_whole() -> None:
    """What is left is the part that says why; nothing is said of what needs the list."""

    def everything(items: Sequence[Item], _number: int, _size: int) -> Sequence[Item]:
        return items

    found = _confirmed(Api(page=everything))
    (only,) = found.values()
    assert (only.state, only.ends_list) == ("contradicted", True)
    assert "page.partition: " in only.evidence
    assert only.curl.startswith("curl ")


def test_a_date_over_a_date_is_compared_by_day() -> None:
    """A document alone is enough, if its parameters may also be null."""
    api = _described(_DAYS, acquired_from="Only on or after this day.", acquired_to="(inclusive)")
    bare = without_annotations(api.spec)
    filters = [each for each in propose(bare) if each.word == "x-filter"]
    assert [(each.value, each.confidence) for each in filters] == [
        ({"field": "/acquired_on", "operator": operator, "precision": "day"}, "high")
        for operator in ("gte", "lte")
    ]
    assert {each["precision"] for proposal in filters for each in proposal.others} == {"day"}
    assert {each.state for each in _of_parameters(api).values()} == {"confirmed"}


@pytest.mark.parametrize(
    ("description", "state", "operator"),
    [
        ("Only books acquired on or before this date (inclusive).", "disputed", "lte"),
        ("Only books acquired no later than this date.", "disputed", "lte"),
        ("The end, exclusive.", "confirmed", "lt"),
        ("The end of the range.", "confirmed", "lt"),
    ],
)
def test_what_a_description_says_of_a_bound_stays(
    description: str, state: str, operator: str
) -> None:
    """A server that excludes an inclusive day has a bug; the other bound is not blamed for it."""
    api = _described(evolve(_DAYS, keeps=_exclusive), acquired_to=description)
    found = _of_parameters(api)
    assert (found["acquired_to"].state, found["acquired_to"].value["operator"]) == (state, operator)
    assert found["acquired_from"].state == "confirmed"


@pytest.mark.parametrize("name", ["price__lt", "price[lt]"])
def test_an_operator_in_a_name_stays(name: str) -> None:
    """A server that includes the bound has a bug."""
    api = Api(
        items=[{"id": f"b{number:02}", "price": number % 7} for number in range(23)],
        fields={"id": _TEXT, "price": {"type": "integer"}},
        filters={name: ("price", "lt")},
    )
    assert _of_parameters(api)[name].state == "confirmed"
    wrong = evolve(api, keeps=lambda item, _, value: item["price"] <= value)
    found = _of_parameters(wrong)[name]
    assert (found.state, found.value["operator"]) == ("disputed", "lt")
    assert "filter.boundary: " in found.evidence


@pytest.mark.parametrize(
    "description",
    [
        "Only books of this author (case-insensitive).",
        "By author; case does not matter.",
        "By author, ignoring case.",
        "By author. Upper and lower case are the same.",
        "The author, regardless of the case.",
        "Not case sensitive.",
    ],
)
def test_what_a_description_says_of_case_stays(description: str) -> None:
    """A server that compares case has a bug."""
    (found,) = _of_parameters(_described(_NAMES, author=description)).values()
    assert (found.state, found.value.get("ignore")) == ("disputed", ["case"])
    assert "filter.exact: " in found.evidence
    folded = evolve(_NAMES, keeps=lambda item, _, value: item["author"].lower() == value.lower())
    (found,) = _of_parameters(_described(folded, author=description)).values()
    assert (found.state, found.evidence) == ("confirmed", "")


@pytest.mark.parametrize(
    "description", ["Case-sensitive.", "Upper and lower case are distinguished.", "Case matters."]
)
def test_a_description_that_says_case_counts_stays(description: str) -> None:
    """A server that folds case has a bug; without a description, that is what it means."""
    folded = evolve(_NAMES, keeps=lambda item, _, value: item["author"].lower() == value.lower())
    (found,) = _of_parameters(_described(folded, author=description)).values()
    assert (found.state, "ignore" in found.value) == ("disputed", False)
    (found,) = _of_parameters(_described(folded, author="In any case, the author.")).values()
    assert (found.state, found.value["ignore"]) == ("confirmed", ["case"])


def test_a_filter_with_a_further_value_is_not_certain() -> None:
    """A server that lists everything for "all" has no bug."""
    kind = {"kind": {**_TEXT, "enum": ["map", "atlas", "all"]}}
    api = Api(values=kind, keeps=lambda item, _, value: value in {"all", item["kind"]})
    assert _of_parameters(api)["kind"].state == "contradicted"


def test_a_field_with_none_of_the_values_is_another_thing() -> None:
    """An enumeration has a value that the field can have, or does not filter by it."""
    kind = {"kind": {**_TEXT, "enum": ["paper", "digital"]}}
    assert not _of_parameters(Api(values=kind))


@pytest.mark.parametrize("description", ["", "Only books of this author."])
def test_a_text_that_is_named_like_its_field_stays(description: str) -> None:
    """A server that ignores it has a bug; of several readings, the likeliest is told."""
    ignored = evolve(_NAMES, keeps=lambda _item, _name, _value: True)
    (found,) = _of_parameters(_described(ignored, author=description)).values()
    assert found.state == "disputed"
    assert found.value == {"field": "/author", "operator": "eq", "precision": "exact"}


def test_a_text_that_may_be_a_part_does_not_stay() -> None:
    """The likeliest reading is the one that is told, not the one that was tried last."""
    ignored = evolve(_NAMES, keeps=lambda _item, _name, _value: True)
    described = _described(ignored, author="Books whose author contains the text.")
    (found,) = _of_parameters(described).values()
    assert found.state == "contradicted"
    assert found.value == {"field": "/author", "operator": "eq", "precision": "exact"}


def _filtered_late(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Filter a page by its author after it is cut."""
    author = request.url.params.get("author")
    if author is None or response.status_code != httpx.codes.OK:
        return response
    whole = _SORTED.respond(httpx.Request("GET", request.url.copy_remove_param("author")))
    body = whole.json()
    kept = [each for each in body["books"] if each["author"] == author]
    return httpx.Response(200, json={**body, "books": kept})


def _arranged(items: Sequence[Item], given: Mapping[str, str]) -> Sequence[Item]:
    key = given.get("sort", "")
    name = key.removeprefix("-")
    if name not in {"", "pages"}:
        raise ValueError(key)
    return sorted(items, key=lambda each: each[name], reverse=key[0] == "-") if name else items


_SORTED = evolve(
    _NAMES,
    items=[{**each, "pages": number * 7 % 11} for number, each in enumerate(_NAMES.items)],
    fields={**_NAMES.fields, "pages": {"type": "integer"}},
    sorts={"sort": {"schema": {**_TEXT, "enum": ["pages", "-pages"]}}},
    arrange=_arranged,
)


@pytest.mark.parametrize("description", ["", "The author contains the text."])
def test_a_filter_at_fault_does_not_spoil_the_order(description: str) -> None:
    """The order is asked about again without it, whether it is kept or not."""
    api = _described(evolve(_SORTED, send=_filtered_late), author=description)
    bare = without_annotations(api.spec)
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    found = confirm(bare, propose(bare), target, rollcall.Config(seed=1))
    of = {each.word: each for each in found}
    assert of["x-filter"].state == ("contradicted" if description else "disputed")
    assert (of["x-sort"].state, of["x-sort"].evidence) == ("confirmed", "")
    assert [*of["x-sort"].value["keys"]] == ["pages"]


def test_text_that_is_compared_without_case_is_measured() -> None:
    """The next value of the proposal holds."""
    names = ("North", "north", "South", "SOUTH", "East", "West", "Up")
    api = Api(
        items=tuple({"id": f"b{number}", "name": name} for number, name in enumerate(names)),
        fields={"id": {"type": "string"}, "name": {"type": "string"}},
        filters={"name": ("name", "eq")},
        keeps=lambda item, _, value: str(item["name"]).lower() == str(value).lower(),
    )
    found = _confirmed(api)
    assert found["x-filter"].value["ignore"] == ["case"]
    assert found["x-filter"].state == "confirmed"


def test_conventions_are_measured() -> None:
    """What the server does where guidelines differ is proposed for ``strictness``."""
    found = _confirmed(Api())
    assert found["x-list.strictness.oversizedPage"].value == "refused"


def test_a_budget_bounds_the_requests() -> None:
    """Nothing is decided then."""
    sent = []

    def count(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return Api().respond(request)

    bare = without_annotations(Api().spec)
    target = rollcall.Target(Api().base_url, transport=httpx.MockTransport(count))
    found = confirm(bare, propose(bare), target, rollcall.Config(seed=1, max_requests=3))
    assert len(sent) <= 3
    assert {each.state for each in found} == {"open"}


@pytest.mark.parametrize("most", [1, 2, 5, 40])
def test_what_is_read_for_a_selection_counts(most: int) -> None:
    """The budget is for all requests together, and a spent one is no error."""
    api, sent = APIS["asana"], []

    def count(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return api.respond(request)

    bare = without_annotations(api.spec)
    transport = httpx.MockTransport(count)
    target = rollcall.Target(api.base_url, api.token, params=api.params, transport=transport)
    confirm(bare, propose(bare), target, rollcall.Config(seed=1, max_requests=most))
    assert 0 < len(sent) <= most
