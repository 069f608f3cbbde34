"""Which laws rest on a proposal: they hold if it is right."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from urllib.parse import parse_qs, urlsplit

from rollcall.annotate._proposal import Proposal
from rollcall.laws import Law, Violation, registered

__all__ = [
    "is_about",
    "is_of_another",
    "laws_of",
    "laws_of_choices",
    "measured_choices",
    "names_another",
]

_DECISIVE: Mapping[str, tuple[str, ...]] = {
    "items": ("page.partition", "link.ends"),
    "identity": ("page.identity",),
    "parent": ("scope.*",),
    "pagination.style": ("page.partition", "page.anywhere", "link.ends", "page.repeatable"),
    "pagination.pageIndex.parameter": ("page.partition", "page.default"),
    "pagination.offset.parameter": ("page.partition", "page.anywhere", "page.default"),
    "pagination.continuationToken.*": ("link.ends", "page.partition", "link.filters"),
    "pagination.pageSize.parameter": ("page.length", "page.default"),
    "pagination.*.echo": ("page.echo",),
    "pagination.totalItems": ("page.totals",),
    "pagination.totalPages": ("page.totals",),
    "pagination.hasMore": ("page.more",),
    "pagination.next": ("link.agrees", "link.ends"),
    "pagination.prev": ("link.previous",),
    "pagination.first": ("link.first",),
    "pagination.last": ("link.final",),
    "pagination.self": ("link.self",),
}
"""The laws that hold if a part of an ``x-list`` is right, by patterns of its word."""

_OF_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "x-filter": (
        *("filter.sound", "filter.complete", "filter.boundary", "filter.ranges"),
        *("filter.exact", "filter.null", "filter.partition"),
    ),
    "x-sort": ("order.sorted", "order.rows", "order.reversed"),
    "x-search": ("search.subset", "search.none", "search.found", "search.narrows"),
    "x-select": ("select.fields", "select.rows"),
    "x-expand": ("expand.*",),
}


_FAMILIES = {"page", "link", "filter", "order", "select", "expand", "scope"}


_RELATIONS = {"filter.ranges", "filter.partition"}
"""Laws that compare a filter with another one, which may be the one that is wrong."""
_COMBINED = {*_RELATIONS, *_OF_PARAMETERS["x-sort"]}
"""Laws that send a filter which is not their subject."""


def is_of_another(violation: Violation, violations: Iterable[Violation]) -> bool:
    """Return whether a violation sends a filter besides its subject that fails alone, too."""
    if violation.law not in _COMBINED:
        return False
    sent = {
        name
        for each in violation.exchanges
        for name in parse_qs(urlsplit(each.url).query, keep_blank_values=True)
    }
    return any(
        each.operation == violation.operation
        and each.subject in sent - {violation.subject}
        and each.law.startswith("filter.")
        and each.law not in _RELATIONS
        for each in violations
    )


def laws_of_choices() -> tuple[str, ...]:
    """Return the laws of lists and of their parameters that note what a server chooses."""
    return tuple(each.id for each in registered() if _is_of_choice(each))


def measured_choices() -> frozenset[str]:
    """Return the keys of ``strictness`` that no other law decides on."""
    laws = [each for each in registered() if each.basis == "convention"]
    others = {key for each in laws if not _is_of_choice(each) for key in each.choices}
    return frozenset(key for each in laws for key in each.choices if key not in others)


def _is_of_choice(law: Law) -> bool:
    return law.basis == "convention" and law.id.partition(".")[0] in _FAMILIES


def laws_of(proposal: Proposal) -> tuple[str, ...]:
    """Return the patterns of the laws that rest on a proposal."""
    if proposal.path[0] in _OF_PARAMETERS:
        return _OF_PARAMETERS[proposal.path[0]]
    word = proposal.word.removeprefix("x-list.")
    return next((laws for each, laws in _DECISIVE.items() if fnmatchcase(word, each)), ())


def is_about(proposal: Proposal, law: str, subject: str, parameter: str) -> bool:
    """Return whether a law about a subject rests on a proposal, which is at a parameter or not."""
    is_one = any(fnmatchcase(law, each) for each in laws_of(proposal))
    return is_one and (not parameter or subject == parameter)


def names_another(title: str, proposal: Proposal) -> bool:
    """Return whether the title of a violation names another place than that of a proposal."""
    value = proposal.value
    place = value.get("at") if isinstance(value, Mapping) else value
    if not isinstance(place, str) or place[:1] not in {"/", "$"}:
        return False
    named = [word.strip(",.:;()") for word in title.split() if word[:1] in {"/", "$"}]
    return bool(named) and place not in named
