"""The built-in laws, a module for each family or part of one. Importing them registers them."""

from rollcall.laws.families import (
    _auth,
    _coherence,
    _coherence_lists,
    _expand,
    _filter,
    _filter_conjunction,
    _filter_default,
    _filter_pages,
    _filter_partition,
    _filter_relations,
    _http,
    _link,
    _link_pages,
    _link_tokens,
    _order,
    _page,
    _page_totals,
    _page_values,
    _page_ways,
    _scope,
    _scope_unknown,
    _search,
    _search_beside,
    _select,
    _sent,
    _value,
)

__all__ = ["MODULES"]

MODULES = (
    *(_page, _page_totals, _page_values, _page_ways, _order),
    *(_link, _link_pages, _link_tokens),
    *(_filter, _filter_relations, _filter_partition, _filter_conjunction),
    *(_filter_pages, _filter_default),
    *(_search, _search_beside, _select, _value, _sent, _expand, _scope, _scope_unknown),
    *(_coherence, _coherence_lists, _auth, _http),
)
"""The modules that define the built-in laws."""
