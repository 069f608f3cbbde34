"""What the public documentation states, page by page, and what the curation decided."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from tests.support.documents._document import Node, body_schema, operations, resolve
from tests.support.documents._validator import conforms

__all__ = [
    "KNOWLEDGE",
    "Fact",
    "Knowledge",
    "Source",
    "Trait",
    "document_traits",
    "evidence",
    "knowledge_of",
    "response_schemas",
]

FOLDER = Path(__file__).parents[2] / "unit" / "openapi"

_TYPES = {
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "object": {"type": "object"},
    "object[]": {"type": "array"},
    "string": {"type": "string"},
    "timestamp": {"type": "string", "format": "date-time"},
    "url": {"type": "string", "format": "uri"},
    "uuid": {"type": "string", "format": "uuid"},
}
_COPIED = ("minimum", "maximum", "default", "nullable", "matches")
_SAID = (
    *("format", "minimum", "maximum", "default", "const", "readOnly", "enum", "pattern"),
    *("minLength", "maxLength"),
)
_MATCHES = {"eq": "on", "gte": "on or after", "lte": "on or before", "gt": "after", "lt": "before"}


@frozen
class Trait:
    """One thing that is said of a parameter or a field.

    `of` is the operationId of the parameter, or the name of the schema of the field.
    """

    of: str
    name: str
    key: str
    value: Any

    def __str__(self) -> str:
        """Name the parameter or field, then the trait."""
        return f"{self.of} {self.name}: {self.key} {self.value!r}"


@frozen
class Fact:
    """All that one source states of one parameter or field."""

    source: str
    place: str
    of: str
    name: str
    stated: dict[str, Any]

    def traits(self) -> list[Trait]:
        """List what is stated outright; an example is none of it."""
        shapes = (self.stated[key] for key in ("type", "iso8601", "shows") if key in self.stated)
        pairs = [pair for shape in shapes for pair in _TYPES[shape].items()]
        pairs += [(key, self.stated[key]) for key in _COPIED if key in self.stated]
        return [Trait(self.of, self.name, key, value) for key, value in pairs]


@frozen
class Source:
    """A page of the public documentation: its facts, and the response body that it shows."""

    id: str
    operation: str
    example: str | None
    facts: tuple[Fact, ...]

    def parameters(self, place: str) -> set[str]:
        """Return the names of the parameters that it documents in `query` or in `path`."""
        return {fact.name for fact in self.facts if fact.place == place}


def _source(path: Path) -> Source:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    operation = table["operation"]
    facts = [
        Fact(path.stem, place, operation, name, stated)
        for place in ("path", "query")
        for name, stated in table.get(place, {}).items()
    ]
    facts += [
        Fact(path.stem, "field", schema, name, stated)
        for schema, fields in table["schemas"].items()
        for name, stated in fields.items()
    ]
    return Source(path.stem, operation, table.get("example"), tuple(facts))


@frozen
class Knowledge:
    """What is known of one document from elsewhere: the public pages, and the decisions."""

    sources: tuple[Source, ...]
    decisions: dict[str, Any]
    annotated: dict[str, Any]

    @property
    def facts(self) -> list[Fact]:
        """The facts of all sources."""
        return [fact for source in self.sources for fact in source.facts]

    @property
    def overruled(self) -> dict[tuple[str, Trait], str]:
        """What is stated by a source and not followed, with the decision."""
        return {
            (entry["source"], Trait(entry["of"], name, entry["key"], entry["value"])): entry[
                "decision"
            ]
            for entry in self.decisions["overruled"]
            for name in entry["names"]
        }

    @property
    def added(self) -> list[Trait]:
        """What is stated by no source."""
        return [
            Trait(entry["of"], name, key, _hashable(value))
            for entry in self.decisions["added"]
            for name in entry["names"]
            for key, value in entry["traits"].items()
        ]

    def unlisted(self, kind: str) -> list[tuple[str, str]]:
        """What no page of its operation lists: `parameters`, or `fields` of a schema."""
        return [
            (entry["of"], name) for entry in self.decisions.get(kind, ()) for name in entry["names"]
        ]


def _knowledge(decisions: Path) -> Knowledge:
    pages = sorted((FOLDER / "facts" / decisions.stem).glob("*.toml"))
    annotated = FOLDER / "annotated" / decisions.name
    return Knowledge(
        sources=tuple(_source(path) for path in pages),
        decisions=tomllib.loads(decisions.read_text(encoding="utf-8")),
        annotated=tomllib.loads(annotated.read_text(encoding="utf-8")),
    )


KNOWLEDGE = {path.stem: _knowledge(path) for path in sorted((FOLDER / "decisions").glob("*.toml"))}
"""What is known of each document, by the name of its file."""


def knowledge_of(spec: Node) -> Knowledge:
    """Return what is known of a document, which may be a changed one."""
    return KNOWLEDGE[spec["info"]["title"].lower().replace(" ", "-")]


def evidence(fact: Fact, trait: Trait) -> bool:
    """Whether a fact states a trait of the document, or shows it by its example."""
    if trait in fact.traits():
        return True
    if "example" not in fact.stated or (fact.of, fact.name) != (trait.of, trait.name):
        return False
    example = fact.stated["example"]
    if trait.key == "type":
        return bool({bool: "boolean", int: "integer", str: "string"}[type(example)] == trait.value)
    return trait.key == "format" and isinstance(example, str) and conforms(example, trait.value)


def response_schemas(spec: Node) -> dict[str, Node]:
    """Return the named object schemas that the 200 bodies of the operations are made of."""
    names = {id(each): name for name, each in spec["components"]["schemas"].items()}
    found: dict[str, Node] = {}
    queue = [body_schema(spec, operation) for operation in operations(spec)]
    while queue:
        schema = queue.pop()
        if schema.get("type") == "object" and names[id(schema)] not in found:
            found[names[id(schema)]] = schema
            queue += [resolve(spec, each) for each in schema["properties"].values()]
        if "items" in schema:
            queue.append(resolve(spec, schema["items"]))
    return found


def document_traits(spec: Node) -> list[Trait]:
    """List what the document says of its parameters and of the fields of its 200 bodies."""
    return [
        *(
            Trait(operation.id, parameter["name"], key, value)
            for operation in operations(spec)
            for parameter in operation.parameters
            for key, value in (*_schema_traits(parameter["schema"]), *_matches(parameter))
        ),
        *(
            Trait(name, field, key, value)
            for name, schema in response_schemas(spec).items()
            for field, each in schema["properties"].items()
            for key, value in _schema_traits(resolve(spec, each))
        ),
    ]


def _matches(parameter: Node) -> Iterator[tuple[str, Any]]:
    annotation = parameter.get("x-filter", {})
    if annotation.get("precision") in {"day", "instant"}:
        yield "matches", _MATCHES[annotation["operator"]]


def _schema_traits(schema: Node) -> Iterator[tuple[str, Any]]:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    yield from (("type", each) for each in types if each != "null")
    if "null" in types:
        yield "nullable", True
    yield from ((key, _hashable(schema[key])) for key in _SAID if key in schema)


def _hashable(value: Node) -> Node:
    return tuple(value) if isinstance(value, list) else value
