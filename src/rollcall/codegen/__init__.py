"""Generates the client packages from the OpenAPI documents.

A document is read (``_document``) and checked (``_validation``, ``_annotations``,
``_parameters``); openapi-python-client parses it, and what it found is described for the templates
(``_models``, ``_operations``, ``_resources``, ``_package``), which write the package together with
the modules of ``runtime/`` (``_render``). ``_lifecycle`` puts it in its place, or compares it with
what is there.
"""

from rollcall.codegen._errors import ToolError
from rollcall.codegen._lifecycle import Difference, find_specs, leftovers, update, verify
from rollcall.codegen._render import GENERATOR_VERSION
from rollcall.spec import SpecError

__all__ = [
    "GENERATOR_VERSION",
    "Difference",
    "SpecError",
    "ToolError",
    "find_specs",
    "leftovers",
    "update",
    "verify",
]
