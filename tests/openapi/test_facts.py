"""The document of Telnyx says what the public documentation says, and no more without a reason."""

import json
from typing import Any

import pytest

from ._document import OPENAPI, Node, operations, read
from ._facts import (
    DECISIONS,
    SOURCES,
    Source,
    Trait,
    document_traits,
    evidence,
    response_schemas,
)
from ._validator import value_problems

FACTS = [fact for source in SOURCES for fact in source.facts]
OVERRULED = {
    (entry["source"], Trait(entry["of"], name, entry["key"], entry["value"])): entry["decision"]
    for entry in DECISIONS["overruled"]
    for name in entry["names"]
}
ADDED = [
    Trait(entry["of"], name, key, value)
    for entry in DECISIONS["added"]
    for name in entry["names"]
    for key, value in entry["traits"].items()
]
UNLISTED = [
    (entry["operation"], name) for entry in DECISIONS["parameters"] for name in entry["names"]
]


@pytest.fixture(scope="module")
def document() -> Node:
    """Return the document of Telnyx; the facts are of no other."""
    return read(OPENAPI / "telnyx-video.yaml")


def documented(operation: str, place: str) -> set[str]:
    """Return the parameters of an operation that any source documents."""
    pages = (source for source in SOURCES if source.operation == operation)
    return {name for source in pages for name in source.parameters(place)}


@pytest.mark.parametrize(
    ("source", "query", "path"),
    [("participants", 10, 1), ("rooms", 8, 0), ("rooms-older", 10, 0), ("sessions", 11, 1)],
)
def test_each_source_documents_so_many_parameters(source: str, query: int, path: int) -> None:
    """The table of facts is complete: it has as many parameters as the page has."""
    (page,) = (each for each in SOURCES if each.id == source)
    assert (len(page.parameters("query")), len(page.parameters("path"))) == (query, path)


@pytest.mark.parametrize(
    ("operation", "query", "path"),
    [
        ("listRooms", 10, 0),
        ("listRoomSessions", 13, 1),
        ("listRoomSessionParticipants", 12, 1),
    ],
)
def test_each_operation_has_so_many_parameters(
    document: Node, operation: str, query: int, path: int
) -> None:
    """There are 35 query parameters, 10, 13 and 12, and two path parameters."""
    (found,) = (each for each in operations(document) if each.id == operation)
    assert (len(found.names("query")), len(found.names("path"))) == (query, path)
    assert len(found.parameters) == query + path


@pytest.mark.parametrize("place", ["query", "path"])
def test_the_parameters_are_the_documented_ones(document: Node, place: str) -> None:
    """No documented parameter is missing; one that no page of the operation lists is decided."""
    for operation in operations(document):
        unlisted = {name for of, name in UNLISTED if of == operation.id and place == "query"}
        assert operation.names(place) == documented(operation.id, place) | unlisted
        assert not documented(operation.id, place) & unlisted


def test_the_fields_are_the_documented_ones(document: Node) -> None:
    """The 200 bodies have every documented field, and no other."""
    found = {
        (name, field)
        for name, schema in response_schemas(document).items()
        for field in schema["properties"]
    }
    assert found == {(fact.of, fact.name) for fact in FACTS if fact.place == "field"}


def test_every_fact_stands_in_the_document(document: Node) -> None:
    """Type, format, bounds, default, null and meaning are as stated, unless a decision says why."""
    traits = document_traits(document)
    missing = {
        (fact.source, trait) for fact in FACTS for trait in fact.traits() if trait not in traits
    }
    assert missing == OVERRULED.keys()


def test_sources_that_contradict_each_other_are_decided() -> None:
    """Wherever two sources state different things, one of them is overruled by a decision."""
    stated: dict[tuple[str, str, str], dict[Any, set[str]]] = {}
    for fact in FACTS:
        for trait in fact.traits():
            values = stated.setdefault((trait.of, trait.name, trait.key), {})
            values.setdefault(trait.value, set()).add(fact.source)
    contradictions = {key: values for key, values in stated.items() if len(values) > 1}
    assert contradictions
    for (of, name, key), values in contradictions.items():
        standing = [
            value
            for value, sources in values.items()
            if not all((source, Trait(of, name, key, value)) in OVERRULED for source in sources)
        ]
        assert len(standing) == 1, f"{of} {name}: {key} is undecided among {values}"


def test_the_document_adds_only_what_was_decided(document: Node) -> None:
    """Whatever no source states or shows stands in the table of decisions, and is still there."""
    unlisted = [(of, name) for of, name in UNLISTED]
    unproven = [
        trait
        for trait in document_traits(document)
        if (trait.of, trait.name) not in unlisted
        and not any(evidence(fact, trait) for fact in FACTS)
    ]
    assert sorted(map(str, unproven)) == sorted(map(str, ADDED))


def test_the_required_fields_are_the_decided_ones(document: Node) -> None:
    """A field becomes required, or ceases to be, by a decision only."""
    required = {
        name: sorted(schema["required"]) for name, schema in response_schemas(document).items()
    }
    decided = {name: sorted(fields) for name, fields in DECISIONS["required"]["fields"].items()}
    assert required == decided


def test_the_error_bodies_are_the_decided_ones(document: Node) -> None:
    """What a refusal holds changes by a decision only, down to each type and bound."""
    schemas = document["components"]["schemas"]
    decided = DECISIONS["errors"]["schemas"]
    assert {name: without_prose(schemas[name]) for name in decided} == decided


def without_prose(schema: Node) -> Node:
    """Leave the descriptions and examples out of a schema."""
    if isinstance(schema, list):
        return [without_prose(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    prose = {name for name in ("description", "examples") if not isinstance(schema.get(name), dict)}
    return {name: without_prose(each) for name, each in schema.items() if name not in prose}


def test_the_document_admits_every_documented_example(document: Node) -> None:
    """What a page shows as an example of a parameter or a field is valid."""
    problems = []
    for fact in FACTS:
        if "example" in fact.stated:
            location: tuple[str | int, ...] = ("components", "schemas", fact.of, "properties")
            if fact.place == "field":
                location = (*location, fact.name)
            else:
                location = _parameter_schema(document, fact.of, fact.name)
            problems += value_problems(document, location, fact.stated["example"])
    assert problems == []


def _parameter_schema(document: Node, operation_id: str, name: str) -> tuple[str | int, ...]:
    (operation,) = (each for each in operations(document) if each.id == operation_id)
    for index, parameter in enumerate(operation.node["parameters"]):
        if parameter.get("name") == name:
            return (*operation.location, "parameters", index, "schema")
    raise LookupError(name)


SHOWN = [source for source in SOURCES if source.example]


@pytest.mark.parametrize("source", SHOWN, ids=[source.id for source in SHOWN])
def test_the_document_admits_the_response_that_a_page_shows(document: Node, source: Source) -> None:
    """The example response of each page is valid against the operation's 200 response."""
    (operation,) = (each for each in operations(document) if each.id == source.operation)
    content = (*operation.location, "responses", "200", "content", "application/json", "schema")
    assert value_problems(document, content, json.loads(source.example or "")) == []
