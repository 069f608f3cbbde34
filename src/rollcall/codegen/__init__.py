"""Generates client packages from OpenAPI documents.

``_validation`` reads and checks a document, ``_prepare`` rewrites it into the part of OpenAPI that
is supported, and openapi-python-client parses it. ``_models``, ``_operations`` (lists), ``_plain``
(other operations), ``_resources`` and ``_package`` convert the result into the variables of the
templates. ``_render`` writes the package, with the modules of ``runtime/``. ``_lifecycle`` replaces
the earlier package, or compares the two. ``_draft`` writes a package that is only compared.
"""

from rollcall.codegen._draft import Draft, draft
from rollcall.codegen._errors import ToolError
from rollcall.codegen._lifecycle import Difference, find_specs, leftovers, update, verify
from rollcall.codegen._render import GENERATOR_VERSION
from rollcall.spec import SpecError

__all__ = [
    "GENERATOR_VERSION",
    "Difference",
    "Draft",
    "SpecError",
    "ToolError",
    "draft",
    "find_specs",
    "leftovers",
    "update",
    "verify",
]
