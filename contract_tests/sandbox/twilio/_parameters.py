"""Reading the query parameters of the list, and the form of its errors."""

import re
from collections.abc import Iterable, Mapping

from attrs import frozen
from starlette.datastructures import Headers
from starlette.responses import Response

from contract_tests.sandbox._database import Condition
from contract_tests.sandbox._http import Errors, Reader, Refusal, integer, read_parameters, respond
from contract_tests.sandbox._values import MINUTE, SECOND, at
from contract_tests.sandbox.twilio._tables import STATUSES

_DEFAULT_PAGE_SIZE = 50
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    r"(?:\.([0-9]+))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_FORM = "must be an instant with an offset, such as 2021-04-25T09:46:20.5Z or …T11:46:20+02:00"
_JSON = "application/json"
_PROBLEM = "application/problem+json"
_QUALITY = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


def _render(refusal: Refusal, headers: Headers) -> Response:
    """Render a refusal as `{"code", "message", "more_info", "status"}`, or as problem details.

    A request whose `Accept` prefers `application/problem+json` gets problem details (RFC 9457).
    """
    first = refusal.problems[0]
    code, status = int(first.code), refusal.status
    more = f"https://www.twilio.com/docs/errors/{code}"
    text = " ".join(problem.detail for problem in refusal.problems)
    sent = {**refusal.headers, "vary": "Accept"}
    if _prefers_problem(headers.getlist("accept")):
        body: dict[str, object] = {
            "type": more,
            "title": first.title,
            "status": status,
            "detail": text,
            "code": code,
        }
        return respond(body, status, sent, _PROBLEM)
    body = {"code": code, "message": text, "more_info": more, "status": status}
    return respond(body, status, sent, _JSON)


def _prefers_problem(accept: list[str]) -> bool:
    ranges: dict[str, float] = {}
    for piece in ",".join(accept).split(","):
        name, *parameters = (each.strip().lower() for each in piece.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        ranges[name] = float(quality) if _QUALITY.fullmatch(quality) else 0.0

    def quality_of(name: str) -> float:
        # The most specific range decides (RFC 9110, section 12.5.1).
        candidates = (name, "application/*", "*/*")
        return next((ranges[each] for each in candidates if each in ranges), 0.0)

    return quality_of(_PROBLEM) > quality_of(_JSON)


_CHALLENGE = 'Basic realm="rollcall-sandbox", charset="UTF-8"'
_UNAUTHORIZED = (
    "Send an account SID and its auth token, or an API key SID and its secret, by Basic."
)
ERRORS = Errors(
    codes={
        400: "20001",
        401: "20003",
        403: "20403",
        404: "20404",
        405: "20004",
        414: "20001",
        429: "20429",
        500: "20500",
    },
    # RFC 7617, section 2.
    challenges=(_CHALLENGE, _CHALLENGE),
    unauthorized=(
        _UNAUTHORIZED,
        f"The credentials are not those of this server. {_UNAUTHORIZED}",
    ),
    forbidden="These credentials are known, but they may not list participants.",
    paths="The path is /v1/Rooms/{RoomSid}/Participants.",
    # No source names a header with the number of requests left.
    counts_down=False,
    render=_render,
)


@frozen
class ListQuery:
    """A request for a page. `given` has the filters as they were written, for the links."""

    conditions: tuple[Condition, ...]
    given: Mapping[str, str]
    page_size: int
    page: int
    page_token: str | None


def read_query(pairs: Iterable[tuple[str, str]]) -> ListQuery:
    """Read decoded name-value pairs; raise `Refusal` (400) with every problem found.

    A problem is a value that the parameter does not admit, a parameter given twice, or a page other
    than the first without its token. Unknown names are ignored, also names in another case.
    """
    given, values, problems = read_parameters(pairs, _READERS)
    if values.get("Page", 0) != 0 and "PageToken" not in given:
        problems.setdefault(
            "Page", "must be 0 without a PageToken; take both from the links of a page"
        )
    if problems:
        found = (ERRORS.problem(400, f"{name} {text}.", name) for name, text in problems.items())
        raise Refusal(400, tuple(found))
    return ListQuery(
        tuple(
            Condition(column, comparison, values[name])
            for name, (column, comparison, _) in FILTERS.items()
            if name in values
        ),
        {name: given[name] for name in FILTERS if name in given},
        values.get("PageSize", _DEFAULT_PAGE_SIZE),
        values.get("Page", 0),
        given.get("PageToken"),
    )


def _status(text: str) -> str:
    if text not in STATUSES:
        raise ValueError("must be " + ", ".join(STATUSES[:-1]) + " or " + STATUSES[-1])
    return text


def _instant(text: str) -> tuple[int, bool]:
    """Read an RFC 3339 date-time, with any number of decimals and any offset.

    Returns the microseconds from 1970, and whether a fraction of one is left over. Leap seconds are
    not admitted. The message for a blank says that `+` is written as `%2B`.
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        hint = ". In a query, write + as %2B" if " " in text else ""
        raise ValueError(_FORM + hint)
    try:
        day = at(found[1])
    except ValueError:
        raise ValueError("must be on a day of the calendar, such as 2021-04-25T09:46:20Z") from None
    decimals = found[5] or ""
    minutes = int(found[2]) * 60 + int(found[3])
    if found[6] is not None:
        minutes -= int(f"{found[6]}1") * (int(found[7]) * 60 + int(found[8]))
    instant = day + minutes * MINUTE + int(found[4]) * SECOND + int(decimals[:6].ljust(6, "0"))
    return instant, decimals[6:].strip("0") != ""


FILTERS: Mapping[str, tuple[str, str, Reader]] = {
    "Status": ("status", "=", _status),
    "Identity": ("identity", "=", str),
    "DateCreatedAfter": ("date_created", ">", lambda text: _instant(text)[0]),
    # A bound of 0.0000005 s becomes 0.000001 s: instants are integers of microseconds.
    "DateCreatedBefore": ("date_created", "<", lambda text: sum(_instant(text))),
}
"""The filters by their names: the column, the comparison, and the function that reads a value."""
_READERS: Mapping[str, Reader] = {
    **{name: reader for name, (_, _, reader) in FILTERS.items()},
    "PageSize": integer(1, 1000),
    "Page": integer(0),
    "PageToken": str,
}
