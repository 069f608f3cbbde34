"""The documents say what the public documentation says, and no more without a reason."""

import json
from typing import Any

import attrs
import pytest

from tests.support.documents._document import Node, operations, resolve
from tests.support.documents._facts import (
    KNOWLEDGE,
    Fact,
    Knowledge,
    Trait,
    document_traits,
    evidence,
    knowledge_of,
    response_schemas,
)
from tests.support.documents._validator import value_problems

SOURCES = [source for knowledge in KNOWLEDGE.values() for source in knowledge.sources]
OPERATIONS = {
    "listRoomParticipants": (7, 1),
    "listRoomSessionParticipants": (12, 1),
    "listRoomSessions": (13, 1),
    "listRooms": (10, 0),
}


def documented(known: Knowledge, operation: str, place: str) -> set[str]:
    """Return the parameters of an operation that any source documents."""
    pages = (source for source in known.sources if source.operation == operation)
    return {name for source in pages for name in source.parameters(place)}


@pytest.mark.parametrize(
    ("source", "query", "path"),
    [
        ("participants", 10, 1),
        ("rooms", 8, 0),
        ("rooms-older", 10, 0),
        ("sessions", 11, 1),
        ("list-participants", 5, 1),
    ],
)
def test_each_source_documents_so_many_parameters(source: str, query: int, path: int) -> None:
    """The table of facts is complete: it has as many parameters as the page has."""
    (page,) = (each for each in SOURCES if each.id == source)
    assert (len(page.parameters("query")), len(page.parameters("path"))) == (query, path)


def test_each_operation_has_so_many_parameters(spec: Node) -> None:
    """The operations have 10, 13 and 12, and 7 query parameters; most have one in their path."""
    described = {source.operation for source in knowledge_of(spec).sources}
    assert {each.id for each in operations(spec)} == described
    for operation in operations(spec):
        query, path = OPERATIONS[operation.id]
        assert (len(operation.names("query")), len(operation.names("path"))) == (query, path)
        assert len(operation.parameters) == query + path


@pytest.mark.parametrize("place", ["query", "path"])
def test_the_parameters_are_the_documented_ones(spec: Node, place: str) -> None:
    """No documented parameter is missing; one that no page of the operation lists is decided."""
    known = knowledge_of(spec)
    for operation in operations(spec):
        listed = documented(known, operation.id, place)
        unlisted = {
            name
            for of, name in known.unlisted("parameters")
            if of == operation.id and place == "query"
        }
        assert operation.names(place) == listed | unlisted
        assert not listed & unlisted


def test_the_fields_are_the_documented_ones(spec: Node) -> None:
    """The 200 bodies have every documented field, and no other but those decided."""
    known = knowledge_of(spec)
    found = {
        (name, field)
        for name, schema in response_schemas(spec).items()
        for field in schema["properties"]
    }
    documented = {(fact.of, fact.name) for fact in known.facts if fact.place == "field"}
    assert found == documented | set(known.unlisted("fields"))


def test_every_fact_stands_in_the_document(spec: Node) -> None:
    """Type, format, bounds, default, null and meaning are as stated, unless a decision says why."""
    known = knowledge_of(spec)
    traits = document_traits(spec)
    missing = {
        (fact.source, trait)
        for fact in known.facts
        for trait in fact.traits()
        if trait not in traits
    }
    assert missing == known.overruled.keys()


def test_sources_that_contradict_each_other_are_decided() -> None:
    """Wherever two sources state different things, one of them is overruled by a decision."""
    contradictions = 0
    for known in KNOWLEDGE.values():
        stated: dict[tuple[str, str, str], dict[Any, set[str]]] = {}
        for fact in known.facts:
            for trait in fact.traits():
                values = stated.setdefault((trait.of, trait.name, trait.key), {})
                values.setdefault(trait.value, set()).add(fact.source)
        for (of, name, key), values in stated.items():
            if len(values) > 1:
                contradictions += 1
                standing = [
                    value
                    for value, sources in values.items()
                    if not all(
                        (source, Trait(of, name, key, value)) in known.overruled
                        for source in sources
                    )
                ]
                assert len(standing) == 1, f"{of} {name}: {key} is undecided among {values}"
    assert contradictions


def test_the_document_adds_only_what_was_decided(spec: Node) -> None:
    """Whatever no source states or shows stands in the table of decisions, and is still there."""
    known = knowledge_of(spec)
    unlisted = known.unlisted("parameters")
    unproven = [
        trait
        for trait in document_traits(spec)
        if not any(evidence(fact, _as_stated(fact, trait, unlisted)) for fact in known.facts)
    ]
    assert sorted(map(str, unproven)) == sorted(map(str, known.added))


def _as_stated(fact: Fact, trait: Trait, unlisted: list[tuple[str, str]]) -> Trait:
    """Return a trait as the page of another operation states it, where no page of its own does."""
    return attrs.evolve(trait, of=fact.of) if (trait.of, trait.name) in unlisted else trait


def test_the_required_fields_are_the_decided_ones(spec: Node) -> None:
    """A field becomes required, or ceases to be, by a decision only."""
    required = {
        name: sorted(schema.get("required", ())) for name, schema in response_schemas(spec).items()
    }
    fields = knowledge_of(spec).decisions["required"]["fields"]
    assert required == {name: sorted(each) for name, each in fields.items()}


def test_the_error_statuses_are_the_decided_ones(spec: Node) -> None:
    """An operation comes to describe another status, or none, by a decision only."""
    decided = knowledge_of(spec).decisions["errors"]["statuses"]
    for operation in operations(spec):
        assert list(operation.node["responses"]) == ["200", *decided]


def test_the_error_bodies_are_the_decided_ones(spec: Node) -> None:
    """What a refusal holds changes by a decision only, down to each type and bound."""
    schemas = spec["components"]["schemas"]
    decided = knowledge_of(spec).decisions["errors"]["schemas"]
    assert {name: without_prose(schemas[name]) for name in decided} == decided


def test_the_errors_come_in_the_decided_media(spec: Node) -> None:
    """Each status has a body of every media type that was decided on, and of no other."""
    media = knowledge_of(spec).decisions["errors"]["media"]
    decided = {each: {"$ref": f"#/components/schemas/{name}"} for each, name in media.items()}
    for operation in operations(spec):
        for status, response in operation.node["responses"].items():
            if status != "200":
                content = resolve(spec, response)["content"]
                assert {each: content[each]["schema"] for each in content} == decided, status


def without_prose(schema: Node) -> Node:
    """Leave the descriptions and examples out of a schema."""
    if isinstance(schema, list):
        return [without_prose(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    prose = {name for name in ("description", "examples") if not isinstance(schema.get(name), dict)}
    return {name: without_prose(each) for name, each in schema.items() if name not in prose}


def test_the_document_admits_every_documented_example(spec: Node) -> None:
    """What a page shows as an example of a parameter or a field is valid."""
    problems = []
    for fact in knowledge_of(spec).facts:
        if "example" in fact.stated:
            location: tuple[str | int, ...] = ("components", "schemas", fact.of, "properties")
            if fact.place == "field":
                location = (*location, fact.name)
            else:
                location = _parameter_schema(spec, fact.of, fact.name)
            problems += value_problems(spec, location, fact.stated["example"])
    assert problems == []


def _parameter_schema(spec: Node, operation_id: str, name: str) -> tuple[str | int, ...]:
    (operation,) = (each for each in operations(spec) if each.id == operation_id)
    for index, parameter in enumerate(operation.node["parameters"]):
        if parameter.get("name") == name:
            return (*operation.location, "parameters", index, "schema")
    raise LookupError(name)


def test_the_document_admits_the_responses_that_the_pages_show(spec: Node) -> None:
    """The example response of each page is valid against the operation's 200 response."""
    for source in knowledge_of(spec).sources:
        (operation,) = (each for each in operations(spec) if each.id == source.operation)
        content = (*operation.location, "responses", "200", "content", "application/json", "schema")
        if source.example:
            assert value_problems(spec, content, json.loads(source.example)) == []
