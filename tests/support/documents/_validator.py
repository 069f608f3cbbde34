"""Checks of values against the schemas of a document, formats included."""

import copy
import re
from urllib.parse import quote

from openapi_schema_validator import OAS31Validator, oas31_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.support.documents._document import Location, Node, pointer

__all__ = ["value_problems"]

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
_BASE = "urn:document"


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


# The checker of the package needs an optional library for `uri`.
_FORMATS = copy.copy(oas31_format_checker)
_FORMATS.checkers = {**oas31_format_checker.checkers, "uri": (_is_uri, ())}


def value_problems(spec: Node, schema: Location, value: Node) -> list[str]:
    """Return the problems of a value, by the schema at a location of the document."""
    registry = Registry().with_resource(_BASE, DRAFT202012.create_resource(spec))
    reference = {"$ref": f"{_BASE}#{quote(pointer(schema))}"}
    validator = OAS31Validator(reference, registry=registry, format_checker=_FORMATS)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
