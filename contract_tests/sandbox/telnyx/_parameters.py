"""The three lists: reading their query parameters, and the form of their errors."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial

from attrs import frozen
from starlette.datastructures import Headers
from starlette.responses import Response

from contract_tests.sandbox._database import Condition
from contract_tests.sandbox._http import Errors, Reader, Refusal, integer, read_parameters, respond
from contract_tests.sandbox.telnyx._tables import FILTERS, Participant, Room, Session

_DEFAULT_PAGE_SIZE = 20
_PAGE: Mapping[str, Reader] = {"page[number]": integer(1), "page[size]": integer(1, 250)}

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FAMILY = re.compile(r"(filter|page)(\[.*)?", re.DOTALL)
_LONGEST_ECHO = 80


def _render(refusal: Refusal, _headers: Headers) -> Response:
    """Render a refusal as `{"errors": [{"code", "title", "detail", "source"}]}`."""
    errors: list[dict[str, object]] = []
    for each in refusal.problems:
        errors.append({"code": each.code, "title": each.title, "detail": each.detail})
        if each.parameter is not None:
            errors[-1]["source"] = {"parameter": each.parameter}
    return respond({"errors": errors}, refusal.status, refusal.headers)


_CHALLENGE = 'Bearer realm="rollcall-sandbox"'
_UNAUTHORIZED = "Send the header 'Authorization: Bearer TOKEN' with the token of this server."
ERRORS = Errors(
    codes={
        400: "malformed_query",
        401: "unauthorized",
        403: "forbidden",
        404: "not_found",
        405: "method_not_allowed",
        414: "uri_too_long",
        422: "invalid_parameter",
        429: "too_many_requests",
        500: "internal_error",
    },
    # RFC 6750, section 3.
    challenges=(_CHALLENGE, f'{_CHALLENGE}, error="invalid_token"'),
    unauthorized=(_UNAUTHORIZED, _UNAUTHORIZED),
    forbidden="This token is known, but it may not list rooms, sessions or participants.",
    paths="The paths are /v2/rooms, /v2/rooms/{room_id}/sessions and "
    "/v2/room_sessions/{room_session_id}/participants.",
    counts_down=True,
    render=_render,
)


@frozen
class ListQuery:
    """A request for a page of a list."""

    conditions: tuple[Condition, ...]
    include_children: bool
    page_number: int
    page_size: int


@frozen
class Collection:
    """A list: its table, its filters, and the lists above and below it.

    `columns` are the fields of an item, which are columns of the table but for the parent's id;
    `ordered_by` is the instant that orders the list; `parent` is the column of the parent's
    position; `children` is the list that a parameter adds to each item.
    """

    table: str
    record_type: str
    columns: tuple[str, ...]
    ordered_by: str
    filters: Mapping[str, Callable[[str], tuple[Condition, ...]]]
    parent: str | None = None
    children: "Collection | None" = None

    @property
    def include(self) -> str | None:
        """The parameter that adds the children, if any."""
        return f"include_{self.children.table}" if self.children else None

    def read(self, pairs: Iterable[tuple[str, str]]) -> ListQuery:
        """Read decoded name-value pairs; raise `Refusal` (422) with every problem found.

        A problem is a value that the parameter does not admit, a parameter given twice, or a name
        under `filter` or `page` that the list does not have. Other unknown names are ignored.
        """
        include = self.include
        readers = {**self.filters, **_PAGE, **({include: _boolean} if include else {})}
        given, values, problems = read_parameters(pairs, readers, self._unknown)
        found = []
        for name, detail in problems.items():
            title = "Invalid parameter" if name in given else "Unknown parameter"
            short = name if len(name) <= _LONGEST_ECHO else name[:_LONGEST_ECHO] + "…"
            found.append(ERRORS.problem(422, f"{short} {detail}.", short, title))
        if found:
            raise Refusal(422, tuple(found))
        return ListQuery(
            tuple(each for name in given if name in self.filters for each in values[name]),
            values.get(include or "", False),
            values.get("page[number]", 1),
            values.get("page[size]", _DEFAULT_PAGE_SIZE),
        )

    def _unknown(self, name: str) -> str | None:
        admitted = ", ".join([*self.filters, *_PAGE])
        detail = f"is not a parameter of this list. The list has {admitted}"
        return detail if _FAMILY.fullmatch(name) else None


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("must be true or false")
    return text == "true"


# The instant of a day that a comparison uses.
_EDGES = {">=": "T00:00:00.000000Z", "<=": "T23:59:59.999999Z"}
_OPERATORS = {"eq": (">=", "<="), "gte": (">=",), "lte": ("<=",)}


def _in_day(column: str, comparisons: tuple[str, ...], text: str) -> tuple[Condition, ...]:
    if not _DATE.fullmatch(text):
        raise ValueError("must be a date YYYY-MM-DD without a time, such as 2021-04-25")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a day of the calendar, such as 2021-04-25") from None
    return tuple(Condition(column, each, text + _EDGES[each]) for each in comparisons)


def _filters(table: str) -> dict[str, Callable[[str], tuple[Condition, ...]]]:
    """Return the filters of a list by their names.

    Instants are filtered by calendar days in UTC: on, on or after, on or before a day.
    """
    filters: dict[str, Callable[[str], tuple[Condition, ...]]] = {}
    for column, kind in FILTERS[table].items():
        if kind == "day":
            for operator, comparisons in _OPERATORS.items():
                name = f"filter[date_{column}][{operator}]"
                filters[name] = partial(_in_day, column, comparisons)
        else:
            filters[f"filter[{column}]"] = partial(_same, column, _VALUES[kind])
    return filters


_VALUES: Mapping[str, Callable[[str], str | int]] = {"boolean": _boolean, "text": str}


def _same(column: str, read: Callable[[str], str | int], text: str) -> tuple[Condition, ...]:
    return (Condition(column, "=", read(text)),)


PARTICIPANTS = Collection(
    *("participants", "room_participant", Participant._fields, "joined_at"),
    _filters("participants"),
    parent="session",
)
SESSIONS = Collection(
    *("sessions", "room_session", Session._fields, "created_at"),
    _filters("sessions"),
    parent="room",
    children=PARTICIPANTS,
)
ROOMS = Collection(
    *("rooms", "room", Room._fields, "created_at"),
    _filters("rooms"),
    children=SESSIONS,
)
