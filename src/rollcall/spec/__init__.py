"""Reads an OpenAPI document into plain objects.

This package sends no request and knows no provider: all paths, parameters and fields come from the
spec and its ``x-`` annotations.
"""

from rollcall.spec._annotations import Default, Expand, Filter, Operator, Parent
from rollcall.spec._bodies import body_location, json_media_type, success_status
from rollcall.spec._comparing import Comparable, Ignored, simplified
from rollcall.spec._conventions import CONVENTIONS, Choice, Convention, Strictness, choice_text
from rollcall.spec._documents import without_documents
from rollcall.spec._errors import SpecError, UsageError
from rollcall.spec._forms import forms, reach, types_of
from rollcall.spec._instants import day_of, instant_of, instant_text, midnight_of, offsets_of
from rollcall.spec._invariants import (
    Aggregate,
    Condition,
    Conditional,
    Order,
    Reference,
    Rule,
    Unique,
    number_of,
    read_invariants,
)
from rollcall.spec._matching import (
    Chosen,
    Operand,
    Scalar,
    default_in_force,
    field_key,
    is_match,
    value_key,
)
from rollcall.spec._names import (
    is_attribute,
    numbered,
    package_name,
    python_name,
    resource_name,
    snake_name,
    unique_names,
    words_of,
)
from rollcall.spec._normal import plain_schema
from rollcall.spec._operation import ListOperation, Operation
from rollcall.spec._origin import Origin, origin_of
from rollcall.spec._overlay import Overlay
from rollcall.spec._page_sizes import cut_to, with_page_sizes
from rollcall.spec._paging import (
    CursorPaging,
    LinkedPaging,
    NumberedPaging,
    OffsetPaging,
    Onward,
    Paging,
    ReturnedPage,
    read_paging,
)
from rollcall.spec._parameter import Parameter
from rollcall.spec._parent_path import (
    ParentPath,
    given_parents,
    outer_names,
    outer_values,
    own_name,
    parent_path,
    path_names,
)
from rollcall.spec._partial import partial_schema
from rollcall.spec._parts import (
    EACH,
    Described,
    Part,
    PartReader,
    named_schemas,
    schema_name,
    schema_parts,
)
from rollcall.spec._place import Link, PagePlace, body_pointer, links_in
from rollcall.spec._pointer import Location, Pointer, walk
from rollcall.spec._rules import hint, problems_of, rules_of
from rollcall.spec._schemas import (
    item_schema,
    resolve,
    response_schema,
    success_schema,
)
from rollcall.spec._searching import Search
from rollcall.spec._security import (
    Scheme,
    client_scheme,
    credential_names,
    header_arguments,
    is_own,
    scheme_named,
    schemes_of,
)
from rollcall.spec._selection import Select
from rollcall.spec._sorting import Nulls, Ranked, Sort, SortChoice, SortKey, compare_ranked, rank
from rollcall.spec._source import METHODS, Source, parse_source, read_source
from rollcall.spec._spec import Spec, build_spec, parse_spec, parse_text, read_spec
from rollcall.spec._text import parse_yaml, read_file

__all__ = [
    "CONVENTIONS",
    "EACH",
    "METHODS",
    "Aggregate",
    "Choice",
    "Chosen",
    "Comparable",
    "Condition",
    "Conditional",
    "Convention",
    "CursorPaging",
    "Default",
    "Described",
    "Expand",
    "Filter",
    "Ignored",
    "Link",
    "LinkedPaging",
    "ListOperation",
    "Location",
    "Nulls",
    "NumberedPaging",
    "OffsetPaging",
    "Onward",
    "Operand",
    "Operation",
    "Operator",
    "Order",
    "Origin",
    "Overlay",
    "PagePlace",
    "Paging",
    "Parameter",
    "Parent",
    "ParentPath",
    "Part",
    "PartReader",
    "Pointer",
    "Ranked",
    "Reference",
    "ReturnedPage",
    "Rule",
    "Scalar",
    "Scheme",
    "Search",
    "Select",
    "Sort",
    "SortChoice",
    "SortKey",
    "Source",
    "Spec",
    "SpecError",
    "Strictness",
    "Unique",
    "UsageError",
    "body_location",
    "body_pointer",
    "build_spec",
    "choice_text",
    "client_scheme",
    "compare_ranked",
    "credential_names",
    "cut_to",
    "day_of",
    "default_in_force",
    "field_key",
    "forms",
    "given_parents",
    "header_arguments",
    "hint",
    "instant_of",
    "instant_text",
    "is_attribute",
    "is_match",
    "is_own",
    "item_schema",
    "json_media_type",
    "links_in",
    "midnight_of",
    "named_schemas",
    "number_of",
    "numbered",
    "offsets_of",
    "origin_of",
    "outer_names",
    "outer_values",
    "own_name",
    "package_name",
    "parent_path",
    "parse_source",
    "parse_spec",
    "parse_text",
    "parse_yaml",
    "partial_schema",
    "path_names",
    "plain_schema",
    "problems_of",
    "python_name",
    "rank",
    "reach",
    "read_file",
    "read_invariants",
    "read_paging",
    "read_source",
    "read_spec",
    "resolve",
    "resource_name",
    "response_schema",
    "rules_of",
    "schema_name",
    "schema_parts",
    "scheme_named",
    "schemes_of",
    "simplified",
    "snake_name",
    "success_schema",
    "success_status",
    "types_of",
    "unique_names",
    "value_key",
    "walk",
    "with_page_sizes",
    "without_documents",
    "words_of",
]
