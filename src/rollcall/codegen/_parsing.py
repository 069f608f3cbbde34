"""Parses a document with openapi-python-client.

The parser derives names of its own from those of the document, and refuses a document in which two
of them are alike. It reads numbered names instead: this generator makes its own.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
from openapi_python_client.config import Config, ConfigFile, MetaType
from pydantic import BaseModel, ValidationError

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._choices import TOLD_BY
from rollcall.codegen._unions import MERGED
from rollcall.spec import Location, Operation, Pointer, Spec, SpecError, walk

__all__ = ["Document", "config_of", "is_map", "is_open", "number_of", "parse"]

_UNUSED = {
    *("default", "deprecated", "description", "discriminator", "example", "examples"),
    *("externalDocs", "readOnly", "title", "writeOnly", "x-name", "xml", MERGED),
}
"""Keywords of schemas that the parser checks, and this generator does not take from it."""
_ALTERNATIVES = ("allOf", "anyOf", "oneOf")


def config_of(spec: Spec, name: str, folder: Path) -> Config:
    """Return the configuration of the parser for a package."""
    return Config.from_sources(
        ConfigFile(
            package_name_override=name,
            project_name_override=name,
            literal_enums=True,
            post_hooks=[],
        ),
        meta_type=MetaType.NONE,
        document_source=spec.path,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder,
    )


def parse(spec: Spec, config: Config) -> parsed.GeneratorData:
    """Parse a document.

    Raises:
        SpecError: The parser warns, or does not support the document.
    """
    raw = _with_numbers(spec)
    data = parsed.GeneratorData.from_dict(raw, config=config)
    if isinstance(data, parsed.GeneratorError):
        raise _error(spec, raw, data)
    # Errors of schemas come first: they cause the errors of the operations that use them.
    errors = [*data.errors]
    for collection in data.endpoint_collections_by_tag.values():
        errors += collection.parse_errors
    if errors:
        raise SpecError.of(dict.fromkeys(_error(spec, raw, each) for each in errors))
    return data


@attrs.frozen
class Document:
    """A document, and what the parser has read from it.

    Attributes:
        spec: The document.
        data: The parsed document.
    """

    spec: Spec
    data: parsed.GeneratorData
    _endpoints: Mapping[tuple[str, str], parsed.Endpoint] = attrs.field(init=False, repr=False)
    _numbers: Mapping[Location, int] = attrs.field(init=False, repr=False)

    @_endpoints.default
    def _by_path(self) -> Mapping[tuple[str, str], parsed.Endpoint]:
        return {
            (_shape(endpoint.path.get_untrusted_value()), endpoint.method.upper()): endpoint
            for collection in self.data.endpoint_collections_by_tag.values()
            for endpoint in collection.endpoints
        }

    @_numbers.default
    def _by_place(self) -> Mapping[Location, int]:
        return _parameter_numbers(self.spec)

    def endpoint(self, operation: Operation) -> parsed.Endpoint:
        """Return a parsed operation."""
        return self._endpoints[_shape(operation.path), operation.method]

    def properties(self, operation: Operation) -> Mapping[Location, parsed.PropertyProtocol]:
        """Return the parsed parameters of an operation by their locations."""
        endpoint = self.endpoint(operation)
        lists = endpoint.path_parameters, endpoint.query_parameters, endpoint.header_parameters
        by_number = {number_of(prop): prop for props in lists for prop in props}
        return {each.at: by_number[self._numbers[each.at]] for each in operation.parameters}


def _shape(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path)


def number_of(prop: parsed.PropertyProtocol) -> int:
    """Return the number of a parsed property in its schema, or of a parsed parameter."""
    return int(prop.name.get_untrusted_value().removeprefix("n"))


def _parameter_numbers(spec: Spec) -> Mapping[Location, int]:
    """Return the numbers of parameters by their locations.

    Those of paths have one number for each name, because operations share a path.
    """
    places = (
        place for operation in spec.operations for place in spec.parameter_locations(operation.at)
    )
    numbers: dict[object, int] = {}
    found: dict[Location, int] = {}
    for place in places:
        node = spec.get(place)
        key = node["name"] if node["in"] == "path" else place
        found[place] = numbers.setdefault(key, len(numbers))
    return found


def _with_numbers(spec: Spec) -> dict[str, Any]:
    """Return a document in which properties and parameters have numbers instead of names."""
    raw: dict[str, Any] = _copied(spec.raw)
    numbers = _parameter_numbers(spec)
    for place, number in numbers.items():
        Pointer.at(place).read(raw)["name"] = f"n{number}"
    paths = {each.path: _numbered_path(spec, each, numbers) for each in spec.operations}
    raw["paths"] = {paths[path]: item for path, item in raw["paths"].items()}
    return raw


def _numbered_path(spec: Spec, operation: Operation, numbers: Mapping[Location, int]) -> str:
    known = {
        str(spec.get(place)["name"]): numbers[place]
        for place in spec.parameter_locations(operation.at)
        if spec.get(place)["in"] == "path"
    }
    return re.sub(r"\{([^{}]*)\}", lambda found: f"{{n{known[found[1]]}}}", operation.path)


def _copied(node: Any, key: str | int = "") -> Any:  # noqa: ANN401 - JSON
    """Return a copy of a part of a document, with numbered properties."""
    if key == "schema":
        return _schema(node)
    if key == "schemas":
        return {name: _schema(each) for name, each in node.items()}
    if isinstance(node, dict):
        return {name: _copied(each, name) for name, each in node.items()}
    return [_copied(each) for each in node] if isinstance(node, list) else node


def _schema(node: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the part of a schema that the parser reads, with numbered properties.

    A map is an array of its values, for the parser. The other fields of an object with properties
    are one more property. A union that is told apart is any value: it has a class of its own.
    """
    if not isinstance(node, dict):
        return {} if isinstance(node, bool) else node
    if TOLD_BY in node:
        return {}
    found = {key: each for key, each in node.items() if key not in _unread(node)}
    if found.get("type") == "array":
        found.setdefault("items", {})
    properties, required = node.get("properties") or {}, found.pop("required", ())
    values = found.pop("additionalProperties", False)
    if is_map(node):
        types = [each.replace("object", "array") for each in _types(node)]
        found |= {"type": types if len(types) > 1 else "array", "items": _schema(values)}
    if properties:
        fields = [*properties.values(), *([values] if is_open(node) else [])]
        found["properties"] = {f"n{number}": _schema(each) for number, each in enumerate(fields)}
        found["required"] = [f"n{n}" for n, name in enumerate(properties) if name in required]
    if "items" in node:
        found["items"] = _schema(node["items"])
    for key in _ALTERNATIVES:
        if key in node:
            found[key] = [_schema(each) for each in node[key]]
    return found


def _unread(node: Mapping[str, Any]) -> set[str]:
    """Return the keywords of a schema that the parser must not see."""
    # In JSON, it is a text.
    binary = {"format"} if node.get("format") == "binary" else set[str]()
    # A parameter may be one of some numbers or bools, which are checked without the parser.
    kinds = {*map(type, node.get("enum", ()))} - {type(None)}
    return _UNUSED | binary | (set() if kinds in ({str}, {int}) else {"enum"})


def is_map(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema describes objects by the type of their values alone."""
    has_values = isinstance(schema.get("additionalProperties"), dict)
    return has_values and not schema.get("properties") and "array" not in _types(schema)


def is_open(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema says that its objects have fields beside its properties."""
    return bool(schema.get("properties")) and schema.get("additionalProperties", False) is not False


def _types(schema: Mapping[str, Any]) -> list[str]:
    types = schema.get("type", "object")
    return [types] if isinstance(types, str) else [*types]


def _error(spec: Spec, raw: Mapping[str, Any], error: parsed.GeneratorError) -> SpecError:
    # The parser prints some strings of the document as objects.
    problem = re.sub(r"<\S+ object at \w+>", "...", f"{error.header} {error.detail or ''}")
    problem = " ".join(problem.split())
    return spec.error(_locate(spec, raw, error), problem)


def _locate(spec: Spec, raw: Mapping[str, Any], error: parsed.GeneratorError) -> Location:
    """Return the location of a parser error, which the parser does not report."""
    numbers = _parameter_numbers(spec)
    for operation in spec.operations:
        path = _numbered_path(spec, operation, numbers)
        if f"parsing {operation.method} {path} " in error.header:
            return operation.at
    if isinstance(error, parsed.ParseError) and error.data is not None:
        for location, node in walk(raw["components"], ("components",)):
            if isinstance(node, Mapping) and _is_parsed_as(node, error.data):
                return _named(spec, location)
    return ()


def _named(spec: Spec, location: Location) -> Location:
    """Return the location in the document of a part with numbered properties."""
    named: Location = ()
    for before, key in zip(("", *location), location, strict=False):
        is_property = before == "properties"
        named = (*named, [*spec.get(named)][int(str(key)[1:])] if is_property else key)
    return named


def _is_parsed_as(node: Mapping[str, Any], found: BaseModel) -> bool:
    try:
        return type(found).model_validate(node) == found
    except ValidationError:
        return False
