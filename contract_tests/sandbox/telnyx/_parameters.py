"""The three lists, and how their query parameters are read."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial

from attrs import frozen

from contract_tests.sandbox._errors import Problem, Refusal
from contract_tests.sandbox._parameters import Reader, page_number, page_size, read_parameters
from contract_tests.sandbox.telnyx._errors import ERRORS
from contract_tests.sandbox.telnyx._tables import Participant, Room, Session

_DEFAULT_PAGE_SIZE = 20
_PAGE: Mapping[str, Reader] = {"page[number]": page_number(1), "page[size]": page_size(250)}

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FAMILY = re.compile(r"(filter|page)(\[.*)?", re.DOTALL)
_LONGEST_ECHO = 80


@frozen
class Condition:
    """What a filter asks of one column: `comparison` is `=`, `>=` or `<=`.

    A null never meets a condition.
    """

    column: str
    comparison: str
    value: str | int


@frozen
class ListQuery:
    """What a request for a list asks for."""

    conditions: tuple[Condition, ...]
    include_children: bool
    page_number: int
    page_size: int


@frozen
class Collection:
    """A list: its table, its filters, and the lists above and below it.

    Attributes:
        columns: The fields of an item, which are columns of the table but for the parent's id.
        ordered_by: The column of the instant that orders the list.
        parent: The column of the parent's position, if there is a parent.
        children: The list that a flag adds to each item, if there is one.
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
        """Read decoded name-value pairs.

        Raises:
            Refusal: With every problem found (422): a value that the parameter does not admit, a
                parameter given twice, a name under `filter` or `page` that the list does not
                have. Other unknown names are ignored.
        """
        include = self.include
        readers = {**self.filters, **_PAGE, **({include: _boolean} if include else {})}
        given, values, problems = read_parameters(pairs, readers, self._unknown)
        if problems:
            raise Refusal(
                422,
                tuple(
                    _invalid(name, detail, is_known=name in given)
                    for name, detail in problems.items()
                ),
            )
        return ListQuery(
            tuple(each for name in given if name in self.filters for each in values[name]),
            values.get(include or "", False),
            values.get("page[number]", 1),
            values.get("page[size]", _DEFAULT_PAGE_SIZE),
        )

    def _unknown(self, name: str) -> str | None:
        admitted = ", ".join([*self.filters, *_PAGE])
        detail = f"is no parameter of this list. It has {admitted}"
        return detail if _FAMILY.fullmatch(name) else None


def _invalid(name: str, detail: str, *, is_known: bool) -> Problem:
    name = name if len(name) <= _LONGEST_ECHO else name[:_LONGEST_ECHO] + "…"
    return ERRORS.problem(
        422, f"{name} {detail}.", name, "Invalid parameter" if is_known else "Unknown parameter"
    )


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        message = "must be true or false"
        raise ValueError(message)
    return text == "true"


# The instants of a day that a comparison with the day is one with.
_EDGES = {">=": "T00:00:00.000000Z", "<=": "T23:59:59.999999Z"}
_OPERATORS = {"eq": (">=", "<="), "gte": (">=",), "lte": ("<=",)}


def _in_day(column: str, comparisons: tuple[str, ...], text: str) -> tuple[Condition, ...]:
    if not _DATE.fullmatch(text):
        message = "must be a date YYYY-MM-DD without a time, such as 2021-04-25"
        raise ValueError(message)
    try:
        date.fromisoformat(text)
    except ValueError:
        message = "must be a day of the calendar, such as 2021-04-25"
        raise ValueError(message) from None
    return tuple(Condition(column, each, text + _EDGES[each]) for each in comparisons)


def _days(*columns: str) -> dict[str, Callable[[str], tuple[Condition, ...]]]:
    """Filter instants by calendar days in UTC: on, on or after, on or before a day."""
    return {
        f"filter[date_{column}][{operator}]": partial(_in_day, column, comparisons)
        for column in columns
        for operator, comparisons in _OPERATORS.items()
    }


def _same(column: str, read: Callable[[str], str | int] = str) -> dict[str, Reader]:
    return {f"filter[{column}]": lambda text: (Condition(column, "=", read(text)),)}


PARTICIPANTS = Collection(
    "participants",
    "room_participant",
    Participant._fields,
    "joined_at",
    {**_days("joined_at", "updated_at", "left_at"), **_same("context")},
    parent="session",
)
SESSIONS = Collection(
    "sessions",
    "room_session",
    Session._fields,
    "created_at",
    {**_days("created_at", "updated_at", "ended_at"), **_same("active", _boolean)},
    parent="room",
    children=PARTICIPANTS,
)
ROOMS = Collection(
    "rooms",
    "room",
    Room._fields,
    "created_at",
    {**_days("created_at", "updated_at"), **_same("unique_name")},
    children=SESSIONS,
)
