"""The laws on the example API: the correct one passes, and one wrong part breaks a law."""

from attrs import evolve

from tests.support.api import Api
from tests.support.evaluations import evaluate, evaluate_all, outcome, runner_of


def test_every_law_passes_on_the_correct_api() -> None:
    """Every law that applies has witnesses."""
    api = Api(token="s3cret-token")  # noqa: S106 - it guards made-up books
    found = [each.verdict for each in evaluate_all(runner_of(api))]
    assert {(each.law, each.outcome, each.reason) for each in found} == {
        (each.law, "pass", None) for each in found
    }
    assert all(each.witnesses for each in found)


def test_the_least_value_belongs_to_a_range() -> None:
    """``filter.boundary`` fails if ``from`` excludes the value itself."""
    correct = Api(
        items=[{"id": f"b{number}", "price": number % 7} for number in range(20)],
        fields={"id": {"type": "string"}, "price": {"type": "integer"}},
        filters={"price_from": ("price", "gte")},
    )
    wrong = evolve(correct, keeps=lambda book, _name, value: book["price"] > value)
    assert outcome("filter.boundary", correct) == "pass"
    assert outcome("filter.boundary", wrong) == "fail"


def test_the_least_and_the_largest_number_are_compared() -> None:
    """Filters of numbers fail if they leave out items of 0, as code does that takes 0 for unset."""
    correct = Api(
        items=[{"id": f"b{number}", "rating": number % 9 / 2} for number in range(20)],
        fields={"id": {"type": "string"}, "rating": {"type": "number"}},
        filters={"rating_from": ("rating", "gte")},
    )
    wrong = evolve(
        correct, keeps=lambda book, _name, value: bool(book["rating"]) and book["rating"] >= value
    )
    for law in ("filter.boundary", "filter.complete", "filter.none"):
        assert outcome(law, correct) == "pass"
    assert [outcome(law, wrong) for law in ("filter.boundary", "filter.complete")] == ["fail"] * 2


def test_a_law_with_an_ignored_violation_does_not_pass() -> None:
    """A case that also fails without the filter is the fault of another, and decides nothing."""
    correct = Api(
        items=[{"id": f"b{n}", "kind": ("map", "atlas")[n % 2], "price": n % 5} for n in range(23)],
        fields={
            "id": {"type": "string"},
            "kind": {"type": "string", "enum": ["map", "atlas"]},
            "price": {"type": "integer"},
        },
        filters={"kind": ("kind", "eq"), "price": ("price", "eq")},
    )
    wrong = evolve(correct, keeps=lambda book, name, value: name == "price" or book[name] == value)
    found = {each.verdict.subject: each for each in evaluate("filter.sound", wrong)}
    assert found["price"].verdict.outcome == "fail"
    assert found["kind"].verdict.outcome == "inconclusive"
    assert found["kind"].verdict.symptom == found["price"].violation.symptom  # type: ignore[union-attr]


def test_zero_may_be_a_bound() -> None:
    """The number 0 is a value of its own, also beside decimals that are texts."""
    api = Api(
        items=[{"id": f"b{number:02}", "price": f"{number % 3}.00"} for number in range(23)],
        fields={"id": {"type": "string"}, "price": {"type": "string"}},
        filters={"price_from": ("price", "gte"), "price_below": ("price", "lt")},
        values={"price_from": {"type": "number"}, "price_below": {"type": "number"}},
        annotations={name: {"precision": "decimal"} for name in ("price_from", "price_below")},
    )
    assert outcome("filter.partition", api) == "pass"
