"""Servers with page information, links or media types of another kind, and their documents."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from tests.support.odd._odd import BOOKS, Odd, body_of, changes, operation_of, sends

__all__ = ["DOCUMENTS"]


def _without_default(document: Any) -> None:  # noqa: ANN401 - JSON
    operation_of(document)["parameters"][1]["schema"].pop("default")


def _pages_of_empty(number: int) -> Odd:
    """Return the server that counts pages, and this many of an empty list."""

    def change(document: Any) -> None:  # noqa: ANN401 - JSON
        body_of(document)["properties"]["pages"] = {"type": "integer"}
        operation_of(document)["x-list"]["pagination"]["totalPages"] = "/pages"

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            return response
        size = int(dict(request.url.params).get("per", "5"))
        body = response.json()
        return httpx.Response(200, json={**body, "pages": -(-body["total"] // size) or number})

    return sends(send, change)


def _linked(link: Callable[[httpx.URL], str], *, last: str | None = None, after: int = 0) -> Odd:
    """Return the server whose pages have a link to the next one.

    Args:
        link: Returns the text of a link.
        last: The link on the last page.
        after: The number of items that must follow for a link; -1: an empty page comes last.
    """

    def change(document: Any) -> None:  # noqa: ANN401 - JSON
        body_of(document)["properties"]["next"] = {"type": ["string", "null"]}
        operation_of(document)["x-list"]["pagination"] = {
            "style": "link",
            "next": "/next",
            "pageSize": {"parameter": "per"},
            "pageIndex": {"parameter": "page"},
            "totalItems": "/total",
        }

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            return response
        given = dict(request.url.params)
        number, size = int(given.get("page", "1")), int(given.get("per", "5"))
        body = response.json()
        is_followed = body["total"] - number * size > after and body["books"]
        following = request.url.copy_merge_params({"page": str(number + 1)})
        return httpx.Response(200, json={**body, "next": link(following) if is_followed else last})

    return sends(send, change)


def _optional_total(document: Any) -> None:  # noqa: ANN401 - JSON
    body_of(document)["required"].remove("total")
    body_of(document)["properties"]["total"]["type"] = ["integer", "null"]


def _drop_zero(body: dict[str, Any]) -> None:
    if not body["total"]:
        del body["total"]


def _null_zero(body: dict[str, Any]) -> None:
    body["total"] = body["total"] or None


def _typed(media_type: str, *statuses: str) -> Odd:
    """Return the server whose responses of some statuses have another media type."""

    def change(document: Any) -> None:  # noqa: ANN401 - JSON
        for status in statuses:
            content = operation_of(document)["responses"][status]["content"]
            content[media_type] = content.pop("application/json")

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        if str(response.status_code) in statuses:
            response.headers["content-type"] = media_type
        return response

    return sends(send, change)


DOCUMENTS: Mapping[str, Odd] = {
    "pages of an empty list are 0": _pages_of_empty(0),
    "pages of an empty list are 1": _pages_of_empty(1),
    "the total of an empty list is absent": sends(changes(_drop_zero), _optional_total),
    "the total of an empty list is null": sends(changes(_null_zero), _optional_total),
    "the default page size is not documented": Odd(BOOKS, _without_default),
    "pages have another media type": _typed("application/vnd.api+json", "200", "401", "422"),
    "problems have a media type": _typed("application/problem+json", "422"),
    "links are absolute": _linked(str),
    "links are relative": _linked(lambda url: f"?{url.query.decode('ascii')}"),
    "the last link is an empty text": _linked(str, last=""),
    "an empty page comes last": _linked(str, after=-1),
}
