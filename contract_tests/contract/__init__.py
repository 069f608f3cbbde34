"""The contract: a spec read into plain objects, by which a server or a client is judged.

Nothing here sends a request, and nothing here knows a provider: paths, parameters and fields all
come from the spec and its ``x-`` annotations.
"""

from ._annotations import Expand, Filter, Listing, Pages, Parent
from ._document import Document, Operation, Parameter, read_document
from ._errors import SpecError
from ._names import package_name, python_name
from ._pointer import Pointer

__all__ = [
    "Document",
    "Expand",
    "Filter",
    "Listing",
    "Operation",
    "Pages",
    "Parameter",
    "Parent",
    "Pointer",
    "SpecError",
    "package_name",
    "python_name",
    "read_document",
]
