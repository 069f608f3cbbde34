"""Each document is valid OpenAPI 3.1 and consistent with itself."""

from collections.abc import Iterable
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.documents._document import Node, operations, resolve, walk


def distinct(values: Iterable[Any]) -> list[Any]:
    """Return the values that differ from each other; they need not be hashable."""
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def test_the_document_is_valid(spec: Node) -> None:
    """The document is valid OpenAPI 3.1, defaults included, without a warning."""
    assert spec["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(spec).iter_errors()) == []


@pytest.mark.parametrize("key", ["security", "servers"])
def test_all_operations_share(spec: Node, key: str) -> None:
    """All operations have the same security and the same server."""
    assert len(distinct(each.node.get(key) for each in operations(spec))) == 1


def test_all_operations_are_secured(spec: Node) -> None:
    """Each operation names a security scheme itself, one that the document defines."""
    defined = spec["components"]["securitySchemes"]
    for operation in operations(spec):
        assert operation.node["security"]
        assert all(scheme in defined for each in operation.node["security"] for scheme in each)


def test_all_operations_share_their_errors(spec: Node) -> None:
    """An error status means the same on every operation, and each has the same set of them."""
    errors = [
        {
            status: resolve(spec, response)
            for status, response in operation.node["responses"].items()
            if status != "200"
        }
        for operation in operations(spec)
    ]
    assert len(distinct(errors)) == 1
    assert len(errors[0]) > 1


def test_all_operations_share_their_paging(spec: Node) -> None:
    """All operations request and count pages with the same parameters."""
    found = operations(spec)
    assert len(distinct(each.node["x-list"]["pagination"] for each in found)) == 1
    paging = found[0].node["x-list"]["pagination"]
    for key in ("pageSize", "pageIndex", "continuationToken"):
        if key not in paging:
            continue
        name = paging[key]["parameter"]
        assert len(distinct(each.named(name) for each in found)) == 1


def test_a_parameter_is_of_one_type_on_all_operations(spec: Node) -> None:
    """A parameter of one name has the same schema on every operation."""
    schemas: dict[str, list[Node]] = {}
    for operation in operations(spec):
        for parameter in operation.parameters:
            schemas.setdefault(parameter["name"], []).append(parameter["schema"])
    assert all(len(distinct(each)) == 1 for each in schemas.values())


def test_a_field_is_of_one_type_on_all_resources(spec: Node) -> None:
    """A field of one name has the same type, format and bounds in every schema of an item."""
    distinct_keys = {"description", "const"}
    fields: dict[str, list[Node]] = {}
    for schema in spec["components"]["schemas"].values():
        if "x-invariants" in schema:
            for name, each in schema["properties"].items():
                rest = {key: value for key, value in each.items() if key not in distinct_keys}
                fields.setdefault(name, []).append(rest)
    assert fields
    assert all(len(distinct(each)) == 1 for each in fields.values())


def test_every_component_is_used(spec: Node) -> None:
    """Each component is referenced, directly or indirectly, by an operation."""
    used: set[str] = set()
    queue: list[Node] = [spec["paths"]]
    while queue:
        node = queue.pop()
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference not in used:
                used.add(reference)
                queue.append(resolve(spec, node))
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)
    defined = {
        f"#/components/{kind}/{name}"
        for kind, components in spec["components"].items()
        if kind != "securitySchemes"
        for name in components
    }
    assert defined == used


def test_a_schema_admits_other_fields(spec: Node) -> None:
    """No schema is closed: a server may add fields. The linter has the same rule, with Node."""
    keywords = ("additionalProperties", "unevaluatedProperties")
    closed = [
        location
        for location, node in walk(spec["components"]["schemas"])
        if location and location[-1] in keywords and node is not True
    ]
    assert closed == []
