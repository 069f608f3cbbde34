"""Choices that the spec does not make: unknown and repeated parameters, short and empty pages."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from tests.support.laws.full_api import (
    Body,
    ListRequest,
    Pairs,
    Reader,
    Refusal,
    Request,
    Response,
    Row,
    Steps,
)
from tests.support.laws.full_api._parameters import FILTERS, OTHERS
from tests.support.laws.full_api._steps import address
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant

_SMALL = 3


def _strict(
    request: Request, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> ListRequest:
    """Refuse a parameter that the list does not have."""
    for name, _ in given:
        if name not in {**OTHERS[kind], **FILTERS[kind]}:
            raise Refusal(422, "invalid", f"{name} is not a parameter", name)
    return CORRECT.parsed(request, kind, depot, given, readers)


def _last(
    request: Request, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> ListRequest:
    """Read the last value of each parameter."""
    return CORRECT.parsed(request, kind, depot, [*dict(given).items()], readers)


def _fewer(asked: ListRequest) -> ListRequest:
    return evolve(asked, size=max(1, asked.size - 1))


def _short(matching: Sequence[Row], asked: ListRequest) -> list[Row]:
    return CORRECT.page(matching, _fewer(asked))


def _links(asked: ListRequest, items: int) -> Body:
    following = asked.start + _fewer(asked).size
    link = f"{asked.request.base_url}{address(asked, following)}" if following < items else None
    return {**CORRECT.links(asked, items), "next": link}


def _further(asked: ListRequest, items: int) -> Body:
    following = asked.start + asked.size
    link = f"{asked.request.base_url}{address(asked, following)}" if following <= items else None
    return {**CORRECT.links(asked, items), "next": link}


def _at_least_one(items: int, asked: ListRequest) -> int:
    return max(1, CORRECT.pages(items, asked))


def _seven_of_none(items: int, asked: ListRequest) -> int:
    return CORRECT.pages(items, asked) or 7


def _in_small_pages(row: Row, asked: ListRequest) -> Row:
    return {**row, "weight": -1} if asked.size == _SMALL else dict(row)


def _written(given: Response, request: Request) -> Response:
    return evolve(given, status=200) if request.method == "DELETE" else given


def _blamed(given: Response, request: Request) -> Response:
    """Blame the size for a wrong weight."""
    del request
    return evolve(
        given, body=given.body.replace(b'"parameter": "weight_min"', b'"parameter": "size"')
    )


FIELDS = (
    Mutant("another-parameter-named", "value.named", PARCELS, Steps(response=_blamed)),
    Mutant("field-of-the-page-size", "page.fields", PARCELS, Steps(item=_in_small_pages)),
    Mutant("delete-taken", "http.write", DEPOTS, Steps(response=_written)),
)
"""Fields that depend on the page, unsafe methods, and errors about another parameter."""

CONVENTIONS = (
    Mutant("unknown-refused", "value.unknown", DEPOTS, Steps(parsed=_strict)),
    Mutant("repeated-last", "value.repeated", PARCELS, Steps(parsed=_last), "weight_min"),
    Mutant("pages-short", "link.full", SCANS, Steps(page=_short, links=_links)),
    Mutant("last-page-empty", "link.last", SCANS, Steps(links=_further)),
    Mutant("one-page-of-none", "page.count_of_none", PARCELS, Steps(pages=_at_least_one)),
    Mutant("seven-pages-of-none", "page.count_of_none", PARCELS, Steps(pages=_seven_of_none)),
)
