"""The contract: a spec read into plain objects, by which a server or a client is judged.

Nothing here sends a request, and nothing here knows a provider: paths, parameters and fields all
come from the spec and its ``x-`` annotations.
"""

from ._annotations import Default, Expand, Filter, Listing, Parent, Strictness
from ._document import Document, Operation, Parameter, parse_document, read_document
from ._errors import SpecError
from ._invariants import Invariants, NullWhen, Order, Reference, read_invariants
from ._names import package_name, python_name
from ._pagination import Links, Pages, Pagination
from ._pointer import Pointer
from ._schemas import Part, item_schema, named_schemas, parts, resolve, schema_name, success_schema
from ._security import asked_scheme, credential_names, has_pair, is_basic, scheme_of

__all__ = [
    "Default",
    "Document",
    "Expand",
    "Filter",
    "Invariants",
    "Links",
    "Listing",
    "NullWhen",
    "Operation",
    "Order",
    "Pages",
    "Pagination",
    "Parameter",
    "Parent",
    "Part",
    "Pointer",
    "Reference",
    "SpecError",
    "Strictness",
    "asked_scheme",
    "credential_names",
    "has_pair",
    "is_basic",
    "item_schema",
    "named_schemas",
    "package_name",
    "parse_document",
    "parts",
    "python_name",
    "read_document",
    "read_invariants",
    "resolve",
    "schema_name",
    "scheme_of",
    "success_schema",
]
