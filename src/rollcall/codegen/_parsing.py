"""Parses a document with openapi-python-client.

The parser derives names of its own from those of the document, and refuses a document in which two
of them are alike. It reads numbered names instead: this generator makes its own.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openapi_python_client.config import Config, ConfigFile, MetaType
from pydantic import BaseModel, ValidationError

from rollcall.codegen import _parsed as parsed
from rollcall.spec import Location, Operation, Pointer, Spec, SpecError, walk

__all__ = ["config_of", "number_of", "parameter_numbers", "parse"]

_UNUSED = {
    *("default", "deprecated", "description", "discriminator", "example", "examples"),
    *("externalDocs", "readOnly", "title", "writeOnly", "xml"),
}
"""Keywords of schemas that the parser checks, and this generator does not take from it."""
_INNER = ("items", "additionalProperties")
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


def number_of(prop: parsed.PropertyProtocol) -> int:
    """Return the number of a parsed property in its schema, or of a parsed parameter."""
    return int(prop.name.get_untrusted_value().removeprefix("n"))


def parameter_numbers(spec: Spec) -> Mapping[Location, int]:
    """Return the numbers of parameters by their locations."""
    places = (
        place for operation in spec.operations for place in spec.parameter_locations(operation.at)
    )
    return {place: number for number, place in enumerate(dict.fromkeys(places))}


def _with_numbers(spec: Spec) -> dict[str, Any]:
    """Return a document in which properties and parameters have numbers instead of names."""
    raw: dict[str, Any] = _copied(spec.raw)
    for place, number in parameter_numbers(spec).items():
        Pointer.at(place).read(raw)["name"] = f"n{number}"
    paths = {each.path: _numbered_path(spec, each) for each in spec.operations}
    raw["paths"] = {paths[path]: item for path, item in raw["paths"].items()}
    return raw


def _numbered_path(spec: Spec, operation: Operation) -> str:
    numbers = {
        str(spec.get(place)["name"]): number
        for place, number in parameter_numbers(spec).items()
        if place in spec.parameter_locations(operation.at) and spec.get(place)["in"] == "path"
    }
    return re.sub(r"\{([^{}]*)\}", lambda found: f"{{n{numbers[found[1]]}}}", operation.path)


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
    """Return the part of a schema that the parser reads, with numbered properties."""
    if not isinstance(node, dict):
        return node
    found = {key: each for key, each in node.items() if key not in _UNUSED}
    if found.get("format") == "binary":
        # In JSON, it is a text.
        del found["format"]
    if found.get("type") == "array":
        found.setdefault("items", {})
    properties, required = node.get("properties") or {}, found.pop("required", ())
    if properties:
        found["properties"] = {
            f"n{number}": _schema(each) for number, each in enumerate(properties.values())
        }
        found["required"] = [f"n{n}" for n, name in enumerate(properties) if name in required]
    for key in _INNER:
        if key in node:
            found[key] = _schema(node[key])
    for key in _ALTERNATIVES:
        if key in node:
            found[key] = [_schema(each) for each in node[key]]
    return found


def _error(spec: Spec, raw: Mapping[str, Any], error: parsed.GeneratorError) -> SpecError:
    # The parser prints some strings of the document as objects.
    problem = re.sub(r"<\S+ object at \w+>", "...", f"{error.header} {error.detail or ''}")
    problem = " ".join(problem.split())
    return spec.error(_locate(spec, raw, error), problem)


def _locate(spec: Spec, raw: Mapping[str, Any], error: parsed.GeneratorError) -> Location:
    """Return the location of a parser error, which the parser does not report."""
    for operation in spec.operations:
        if f"parsing {operation.method} {_numbered_path(spec, operation)} " in error.header:
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
