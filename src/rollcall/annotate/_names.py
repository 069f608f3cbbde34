"""What names of parameters and fields usually mean in list APIs, in snake case.

The names are those of the public APIs of docs/explanation/list_apis.md, of the paging terms of
TypeSpec and Speakeasy, and of web frameworks (Django REST framework, fastapi-pagination, Spring).
"""

from collections.abc import Mapping

from rollcall.spec import Operator

__all__ = [
    "AMOUNTS",
    "COUNTING",
    "DIRECTIONS",
    "IDENTITIES",
    "INDEXES",
    "ITEMS",
    "LAST_PAGE",
    "LINKS",
    "MOMENTS",
    "MORE_PAGES",
    "OFFSETS",
    "OPERATORS",
    "OPERATORS_BEFORE",
    "PAGE_COUNTS",
    "SEARCHES",
    "SELECTIONS",
    "SIZES",
    "SORTS",
    "TIMES",
    "TOKENS",
    "TOKENS_OF_ITEMS",
    "TOTALS",
]


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


SIZES = _set(
    "limit page_size per_page per top max_results size page_limit first rows max_page_size "
    "pagesize results_per_page items_per_page num_results perpage max_items take maxresults "
    "limit_to"
)
INDEXES = _set("page page_number page_index p current_page page_no page_num pagenumber pageno")
OFFSETS = _set("offset skip start start_at start_index from first_result page_offset")
TOKENS = _set(
    "cursor page_token next_token after starting_after continue marker next_page_token "
    "start_cursor skiptoken page_info continuation_token pagination_token next_cursor "
    "scroll_id page_cursor bookmark start_after since_id offset page next start_key "
    "page_after exclusive_start_key"
)
"""Texts only: a page or an offset that is a number is none."""
TOKENS_OF_ITEMS = _set("starting_after after start_after after_id last_id")
"""Tokens that may be a field of the last item."""

ITEMS = _set(
    "items data results records value values entries list rows content objects elements "
    "resources hits edges"
)
IDENTITIES = (
    *("id", "gid", "sid", "uid", "uuid", "guid", "urn", "arn", "key", "iid", "number", "code"),
    *("slug", "name", "login", "email"),
)
"""The fields that identify an item, the usual ones first."""

TOTALS = _set(
    "total total_count total_items total_results total_records total_size total_elements "
    "count odata_count record_count items_total totalcount total_hits total_entries "
    "num_results total_rows"
)
PAGE_COUNTS = _set("total_pages page_count pages num_pages last_page number_of_pages pages_total")
MORE_PAGES = _set(
    "has_more has_next has_next_page more is_truncated has_more_pages has_more_items "
    "has_more_results"
)
LAST_PAGE = _set("is_last is_last_page last is_end is_done")
COUNTING = _set(
    "count total include_total include_count with_count include_totals with_total count_total "
    "include_total_count"
)
"""Booleans that ask for the total."""

LINKS: Mapping[str, frozenset[str]] = {
    "next": _set(
        "next next_url next_link next_page next_page_url next_page_uri odata_next_link next_href "
        "next_uri nextlink"
    ),
    "prev": _set(
        "prev previous prev_url previous_url previous_page previous_page_url previous_page_uri "
        "prev_page_url prev_link previous_link prev_page previous_uri"
    ),
    "first": _set("first first_url first_page_url first_page_uri first_link"),
    "last": _set("last last_url last_page_url last_page_uri last_link"),
    "self": _set("self self_url self_link"),
}
"""The names of links, by their relation types."""

SORTS = _set("sort sort_by order_by orderby ordering order sort_field sort_column sort_key sortby")
DIRECTIONS = _set("asc desc ascending descending")
SEARCHES = _set("q query search search_query search_term keyword keywords search_text free_text")
SELECTIONS = _set("fields select opt_fields attributes properties include_fields")

MOMENTS = _set("date time datetime day timestamp period range interval window moment")
"""Words of bounds that are about a date, whichever field has it."""
AMOUNTS = _set("value amount number price total cost sum fee balance quantity rating score")
"""Words of bounds and of fields that are about an amount."""

TIMES = ("created_at", "created", "created_on", "date_created", "create_time", "timestamp", "date")
"""The fields that a bound without a field is about, the usual ones first."""

_LEAST: tuple[Operator, ...] = ("gte", "gt")
_MOST: tuple[Operator, ...] = ("lte", "lt")
_AFTER: tuple[Operator, ...] = ("gt", "gte")
_BEFORE: tuple[Operator, ...] = ("lt", "lte")

OPERATORS: Mapping[str, tuple[Operator, ...]] = {
    **dict.fromkeys(("gte", "ge", "min", "from", "since", "start", "minimum"), _LEAST),
    **dict.fromkeys(("lte", "le", "max", "to", "end", "maximum"), _MOST),
    **dict.fromkeys(("gt", "after", "greater_than", "above"), _AFTER),
    **dict.fromkeys(("lt", "before", "less_than", "until", "below"), _BEFORE),
    "on_or_after": _LEAST,
    "on_or_before": _MOST,
    **dict.fromkeys(("ne", "neq", "not", "not_equal"), ("ne",)),
    **dict.fromkeys(("eq", "exact", "equals", "iexact", "on"), ("eq",)),
    **dict.fromkeys(("in", "any_of", "one_of"), ("in",)),
    **dict.fromkeys(("not_in", "nin", "none_of"), ("notIn",)),
    **dict.fromkeys(("contains", "icontains", "like", "ilike", "containing"), ("contains",)),
    **dict.fromkeys(("startswith", "istartswith", "starts_with", "prefix"), ("startsWith",)),
    **dict.fromkeys(("endswith", "iendswith", "ends_with", "suffix"), ("endsWith",)),
    **dict.fromkeys(("isnull", "is_null", "is_empty"), ("isNull",)),
    **dict.fromkeys(("range", "between"), ("between",)),
}
"""The operators that the last words of a name stand for, the likeliest first."""

OPERATORS_BEFORE: Mapping[str, tuple[Operator, ...]] = {
    **dict.fromkeys(("min", "from", "since", "start", "minimum"), _LEAST),
    **dict.fromkeys(("max", "to", "end", "maximum"), _MOST),
    "after": _AFTER,
    **dict.fromkeys(("before", "until"), _BEFORE),
    **dict.fromkeys(("exclude", "not"), ("ne",)),
}
"""The operators that the first words of a name stand for."""
