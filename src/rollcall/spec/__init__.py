"""The contract: a spec read into plain objects, by which a server or a client is judged.

Nothing here sends a request, and nothing here knows a provider: paths, parameters and fields all
come from the spec and its ``x-`` annotations.
"""

from rollcall.spec._annotations import Default, Expand, Filter, Parent, Strictness
from rollcall.spec._errors import SpecError, UsageError
from rollcall.spec._invariants import Invariants, NullWhen, Order, Reference, read_invariants
from rollcall.spec._names import package_name, python_name
from rollcall.spec._paging import LinkedPaging, NumberedPaging, Paging
from rollcall.spec._pointer import Pointer
from rollcall.spec._schemas import (
    Part,
    item_schema,
    named_schemas,
    parts,
    resolve,
    schema_name,
    success_schema,
)
from rollcall.spec._security import asked_scheme, credential_names, has_pair, is_basic, scheme_of
from rollcall.spec._spec import ListOperation, Operation, Parameter, Spec, parse_spec, read_spec

__all__ = [
    "Default",
    "Expand",
    "Filter",
    "Invariants",
    "LinkedPaging",
    "ListOperation",
    "NullWhen",
    "NumberedPaging",
    "Operation",
    "Order",
    "Paging",
    "Parameter",
    "Parent",
    "Part",
    "Pointer",
    "Reference",
    "Spec",
    "SpecError",
    "Strictness",
    "UsageError",
    "asked_scheme",
    "credential_names",
    "has_pair",
    "is_basic",
    "item_schema",
    "named_schemas",
    "package_name",
    "parse_spec",
    "parts",
    "python_name",
    "read_invariants",
    "read_spec",
    "resolve",
    "schema_name",
    "scheme_of",
    "success_schema",
]
