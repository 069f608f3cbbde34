"""Symptoms: what violations show of their cause, the same for all violations of one cause."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import attrs

__all__ = ["Symptom", "SymptomKind", "failure_of", "sent_names", "symptom_of_law"]

SymptomKind = Literal[
    "token",
    "rate-limit",
    "no-response",
    "server-error",
    "unreadable",
    "order",
    "drift",
    "rejects",
    "schema",
    "status",
    "content-type",
    "header",
    "method",
    "auth",
    "accepts",
    "filter",
    "conjunction",
    "rows",
    "pages",
    "total",
    "length",
    "link",
    "flag",
    "sort",
    "search",
    "scope",
    "client",
    "law",
    "list",
]
"""The kind of a defect. A kind explains those after it rather than those before it.

- ``filter``: items that do not match are listed; ``rows``: items that match are missing;
  ``conjunction``: only several filters together are wrong.
- ``order``: equal items change places; ``sort``: the list is in another order than it should be.
- ``pages``: the pages are not the list; ``length``: a page ends early, as far as the total says.
- ``list``: any defect of a list. A law for a parameter that also fails without it shows no more.
"""


@attrs.frozen
class Symptom:
    """A sign of a defect.

    Attributes:
        kind: The kind of the defect.
        operation: The operationId; empty: the whole server.
        places: The parameters at fault, or the field or the law.
        title: The defect, in one line; empty: the title of the violation.
        fields: The fields of an item that are compared, as JSON Pointers.
        status: The status of the response that shows it; None: it has nothing to do with it.
    """

    kind: SymptomKind
    operation: str
    places: tuple[str, ...] = ()
    title: str = attrs.field(default="", eq=False)
    fields: tuple[str, ...] = attrs.field(default=(), eq=False)
    status: int | None = attrs.field(default=None, eq=False)

    @property
    def id(self) -> str:
        """A name that is the same in each run that finds the defect."""
        kind = _SHOWN.get(self.kind, self.kind)
        if self.kind == "rows" and len(self.places) > 1:
            kind = "conjunction"
        places = "" if kind in _WHOLE else ", ".join(self.places)
        return " ".join(filter(None, (kind, self.operation, places)))


_KINDS: Mapping[str, SymptomKind] = MappingProxyType(
    {
        "*.refused": "accepts",
        "value.*": "accepts",
        "select.empty": "accepts",
        "page.oversized": "accepts",
        "*.totals": "total",
        "page.length": "length",
        "page.past_the_end": "length",
        "page.count_of_none": "length",
        "page.echo": "law",
        "page.*": "pages",
        "filter.*": "filter",
        "link.token": "law",
        "link.tampered": "law",
        "link.*": "link",
        "scope.parent": "scope",
        "scope.disjoint": "scope",
        "expand.*": "flag",
        "order.*": "sort",
        "search.*": "search",
        "auth.echo": "law",
        "auth.*": "auth",
        "http.method": "method",
        "http.content_type": "content-type",
    }
)
"""The kind of the defect that the failure of a law shows; the first pattern that matches."""
_SHOWN: Mapping[SymptomKind, SymptomKind] = MappingProxyType({"rows": "filter", "length": "pages"})
_FILTERED: tuple[SymptomKind, ...] = (
    *("filter", "conjunction", "pages", "total", "rows", "length"),
)
_OF_LAW: tuple[SymptomKind, ...] = ("law", "link")
_OF_PARAMETER: tuple[SymptomKind, ...] = ("sort", "search")
_WHOLE = {"conjunction", "total"}
"""The kinds that are one defect of a list, whichever parameters show it."""


def symptom_of_law(
    operation: str,
    law: str,
    subject: str,
    needed: tuple[tuple[str, ...], tuple[str, ...]],
    *,
    is_proven: bool,
) -> Symptom:
    """Return the symptom that the failure of a law shows.

    Args:
        operation: The operationId.
        law: The id of the law.
        subject: The subject of the law.
        needed: The filters, and the flags, without which the law holds.
        is_proven: Whether one response shows the failure, whatever the list holds.
    """
    matching = (kind for pattern, kind in _KINDS.items() if fnmatchcase(law, pattern))
    kind: SymptomKind = next(matching, "law")
    filters, flags = (tuple(sorted(each)) for each in needed)
    if kind == "filter":
        kind = "rows" if not is_proven else "conjunction" if len(filters) > 1 else "filter"
        filters = filters or (subject,)
    elif filters and kind in {"law", *_OF_PARAMETER}:
        kind = "filter"
    if flags and (kind == "law" or kind in {*_FILTERED, *_OF_PARAMETER}):
        kind = "flag"
    places: Mapping[SymptomKind, tuple[str, ...]] = {
        **dict.fromkeys(_FILTERED, filters),
        "flag": flags or (subject,),
        "accepts": (subject or law,),
        **dict.fromkeys(_OF_LAW, (f"{law} {subject}".strip(),)),
        **dict.fromkeys(_OF_PARAMETER, (subject,) if subject else ()),
    }
    return Symptom(kind, operation, places.get(kind, ()))


def sent_names(url: str) -> tuple[str, ...]:
    """Return the names of the query parameters of a URL, sorted."""
    query = urlsplit(url).query
    return tuple(sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)}))


def failure_of(operation: str, request: str, status: int, places: Iterable[str]) -> Symptom:
    """Return the symptom that a response of status 5xx shows.

    Args:
        operation: The operationId.
        request: The request in one line, such as ``GET /orders?page=0``.
        status: The status.
        places: The parameters without which the server does not fail.
    """
    title = f"{request} answers {status}"
    return Symptom("server-error", operation, tuple(sorted(places)), title, status=status)
