"""The query parameters of the list, and how each is read."""

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from contract_tests.sandbox._errors import Refusal
from contract_tests.sandbox._instants import MINUTE, SECOND, at
from contract_tests.sandbox._parameters import Reader, page_number, page_size, read_parameters
from contract_tests.sandbox.twilio._errors import ERRORS
from contract_tests.sandbox.twilio._tables import STATUSES

_DEFAULT_PAGE_SIZE = 50
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    r"(?:\.([0-9]+))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_FORM = "must be an instant with an offset, such as 2021-04-25T09:46:20.5Z or …T11:46:20+02:00"


@frozen
class Filters:
    """Which participants are asked for; `None` is no restriction but for `status`.

    `after` and `before` are bounds that `date_created` must lie strictly between, in whole
    microseconds from 1970. A `status` that is left out depends on the room.
    """

    status: str | None = None
    identity: str | None = None
    after: int | None = None
    before: int | None = None


@frozen
class ListQuery:
    """What a request asks for. `given` has the filters as they were written, for the links."""

    filters: Filters
    given: Mapping[str, str]
    page_size: int
    page: int
    page_token: str | None


def read_query(pairs: Iterable[tuple[str, str]]) -> ListQuery:
    """Read decoded name-value pairs.

    Unknown names are ignored, as by the other API of this sandbox, and so are names in another
    case.

    Raises:
        Refusal: With every problem found (400): a value that the parameter does not admit, a
            parameter given twice, a page other than the first one without its token.
    """
    given, values, problems = read_parameters(pairs, _READERS)
    if values.get("Page", 0) != 0 and "PageToken" not in given:
        problems.setdefault("Page", "must be 0 without a PageToken, which the links of a page have")
    if problems:
        raise Refusal(
            400,
            tuple(ERRORS.problem(400, f"{name} {text}.", name) for name, text in problems.items()),
        )
    return ListQuery(
        Filters(*(values.get(name) for name in _FILTERS)),
        {name: given[name] for name in _FILTERS if name in given},
        values.get("PageSize", _DEFAULT_PAGE_SIZE),
        values.get("Page", 0),
        given.get("PageToken"),
    )


def _status(text: str) -> str:
    if text not in STATUSES:
        raise ValueError("must be " + ", ".join(STATUSES[:-1]) + " or " + STATUSES[-1])
    return text


def _after(text: str) -> int:
    return _instant(text)[0]


def _before(text: str) -> int:
    # What is before 0.0000005 s is before 0.000001 s, as there is nothing between.
    return sum(_instant(text))


def _instant(text: str) -> tuple[int, bool]:
    """Read an RFC 3339 date-time, with any number of decimals and any offset.

    There are no leap seconds. A `+` that was not written as `%2B` has become a blank, which the
    message tells.

    Returns:
        The whole microseconds from 1970, and whether a part of one is left over.
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        hint = ". In a query, write + as %2B" if " " in text else ""
        raise ValueError(_FORM + hint)
    try:
        day = at(found[1])
    except ValueError:
        message = "must be on a day of the calendar, such as 2021-04-25T09:46:20Z"
        raise ValueError(message) from None
    decimals = found[5] or ""
    minutes = int(found[2]) * 60 + int(found[3])
    if found[6] is not None:
        offset = int(found[7]) * 60 + int(found[8])
        minutes -= offset if found[6] == "+" else -offset
    whole = day + minutes * MINUTE + int(found[4]) * SECOND + int(decimals[:6].ljust(6, "0"))
    return whole, decimals[6:].strip("0") != ""


# In the order of the fields of Filters.
_FILTERS: Mapping[str, Reader] = {
    "Status": _status,
    "Identity": str,
    "DateCreatedAfter": _after,
    "DateCreatedBefore": _before,
}
_READERS: Mapping[str, Reader] = {
    **_FILTERS,
    "PageSize": page_size(1000),
    "Page": page_number(0),
    "PageToken": str,
}
