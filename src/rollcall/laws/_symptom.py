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
    "flag",
    "total",
    "client",
    "law",
    "list",
]
"""The kind of a defect. A kind explains those after it rather than those before it. ``list`` is any
defect of a list: a law for a parameter that also fails without the parameter shows no more."""


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
        return " ".join(filter(None, (self.kind, self.operation, ", ".join(self.places))))


_KINDS: Mapping[str, SymptomKind] = MappingProxyType(
    {
        "*.refused": "accepts",
        "*.totals": "total",
        "filter.*": "filter",
        "expand.*": "flag",
        "auth.echo": "law",
        "auth.*": "auth",
        "http.method": "method",
        "http.content_type": "content-type",
    }
)
"""The kind of the defect that the failure of a law shows; the first pattern that matches."""


def symptom_of_law(
    operation: str, law: str, subject: str, filters: Iterable[str] = (), flags: Iterable[str] = ()
) -> Symptom:
    """Return the symptom that the failure of a law shows.

    Args:
        operation: The operationId.
        law: The id of the law.
        subject: The subject of the law.
        filters: The filters without which the law holds.
        flags: The flags without which the law holds.
    """
    matching = (kind for pattern, kind in _KINDS.items() if fnmatchcase(law, pattern))
    kind: SymptomKind = next(matching, "law")
    filters, flags = tuple(sorted(filters)), tuple(sorted(flags))
    if kind == "law" and (filters or flags):
        kind = "filter" if filters else "flag"
    places: Mapping[SymptomKind, tuple[str, ...]] = {
        "total": filters,
        "filter": filters or (subject,),
        "flag": flags or (subject,),
        "accepts": (subject,),
        "law": (f"{law} {subject}".strip(),),
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
