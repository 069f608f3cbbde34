"""The query parameters of the three lists, and how each is read."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from attrs import frozen

from contract_tests.sandbox._refusal import Problem, Refusal

MAX_PAGE_SIZE = 250
DEFAULT_PAGE_SIZE = 20
# A JSON reader may refuse longer numbers (Python's does from 4,301 digits on).
MAX_PAGE_NUMBER_DIGITS = 1000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]*")
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


Reader = Callable[[str], tuple[Condition, ...]]


@frozen
class ListQuery:
    """What a request for a list asks for."""

    conditions: tuple[Condition, ...] = ()
    include_children: bool = False
    page_number: int = 1
    page_size: int = DEFAULT_PAGE_SIZE


@frozen
class ListParameters:
    """The parameters of one list: its filters, and the flag that adds the children, if any."""

    filters: Mapping[str, Reader]
    include: str | None = None

    def read(self, pairs: Iterable[tuple[str, str]]) -> ListQuery:
        """Read decoded name-value pairs.

        Raises `Refusal` (422) with every problem found: a value that the parameter does not
        admit, a parameter given twice, a name under `filter` or `page` that the list does not
        have. Other unknown names are ignored.
        """
        given, problems = self._given(pairs)
        conditions: list[Condition] = []
        page = {"page[number]": 1, "page[size]": DEFAULT_PAGE_SIZE}
        include = False
        for name, value in given.items():
            try:
                if name in self.filters:
                    conditions += self.filters[name](value)
                elif name == self.include:
                    include = _boolean(value)
                else:
                    page[name] = _PAGE[name](value)
            except ValueError as error:
                problems.append(_invalid(name, str(error)))
        if problems:
            raise Refusal(422, tuple(problems))
        return ListQuery(tuple(conditions), include, page["page[number]"], page["page[size]"])

    def _given(self, pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[Problem]]:
        known = {*self.filters, *_PAGE, self.include}
        given: dict[str, str] = {}
        problems: dict[str, Problem] = {}
        for name, value in pairs:
            if name in given:
                problems[name] = _invalid(name, "must be given once")
            elif name in known:
                given[name] = value
            elif _FAMILY.fullmatch(name):
                problems[name] = self._unknown(name)
        return {n: v for n, v in given.items() if n not in problems}, list(problems.values())

    def _unknown(self, name: str) -> Problem:
        admitted = ", ".join([*self.filters, *_PAGE])
        detail = f"is no parameter of this list. It has {admitted}"
        return _invalid(name, detail, title="Unknown parameter")


def _invalid(name: str, detail: str, *, title: str = "Invalid parameter") -> Problem:
    name = name if len(name) <= _LONGEST_ECHO else name[:_LONGEST_ECHO] + "…"
    return Problem("invalid_parameter", title, f"{name} {detail}.", name)


def _day(text: str) -> str:
    if not _DATE.fullmatch(text):
        message = "must be a date YYYY-MM-DD without a time, such as 2021-04-25"
        raise ValueError(message)
    try:
        date.fromisoformat(text)
    except ValueError:
        message = "must be a day of the calendar, such as 2021-04-25"
        raise ValueError(message) from None
    return text


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        message = "must be true or false"
        raise ValueError(message)
    return text == "true"


def _page_number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or len(text) > MAX_PAGE_NUMBER_DIGITS:
        message = f"must be a whole number from 1, of at most {MAX_PAGE_NUMBER_DIGITS} digits"
        raise ValueError(message)
    return int(text)


def _page_size(text: str) -> int:
    short = len(text) <= len(str(MAX_PAGE_SIZE))
    size = int(text) if short and _NUMBER.fullmatch(text) else 0
    if not 1 <= size <= MAX_PAGE_SIZE:
        message = f"must be a whole number from 1 to {MAX_PAGE_SIZE}"
        raise ValueError(message)
    return size


_PAGE: Mapping[str, Callable[[str], int]] = {
    "page[number]": _page_number,
    "page[size]": _page_size,
}


def _days(name: str, column: str) -> dict[str, Reader]:
    """Filter an instant by calendar days in UTC: on, on or after, on or before a day."""

    def from_start(text: str) -> tuple[Condition, ...]:
        return (Condition(column, ">=", f"{_day(text)}T00:00:00.000000Z"),)

    def to_end(text: str) -> tuple[Condition, ...]:
        return (Condition(column, "<=", f"{_day(text)}T23:59:59.999999Z"),)

    def within(text: str) -> tuple[Condition, ...]:
        return from_start(text) + to_end(text)

    return {
        f"filter[{name}][eq]": within,
        f"filter[{name}][gte]": from_start,
        f"filter[{name}][lte]": to_end,
    }


def _text(name: str) -> dict[str, Reader]:
    return {f"filter[{name}]": lambda text: (Condition(name, "=", text),)}


def _flag(name: str) -> dict[str, Reader]:
    return {f"filter[{name}]": lambda text: (Condition(name, "=", int(_boolean(text))),)}


ROOM_PARAMETERS = ListParameters(
    filters={
        **_days("date_created_at", "created_at"),
        **_days("date_updated_at", "updated_at"),
        **_text("unique_name"),
    },
    include="include_sessions",
)
SESSION_PARAMETERS = ListParameters(
    filters={
        **_days("date_created_at", "created_at"),
        **_days("date_updated_at", "updated_at"),
        **_days("date_ended_at", "ended_at"),
        **_flag("active"),
    },
    include="include_participants",
)
PARTICIPANT_PARAMETERS = ListParameters(
    filters={
        **_days("date_joined_at", "joined_at"),
        **_days("date_updated_at", "updated_at"),
        **_days("date_left_at", "left_at"),
        **_text("context"),
    },
)
