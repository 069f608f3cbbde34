"""A mutant of a server spells its pages as the server does, whatever the style."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from rollcall.mutants import Proxy, Request, Upstream, server_mutants
from tests.support.styles.documents import APIS, PublicApi

_Send = Callable[[Mapping[str, str | int]], Any]


def _meant(sent: httpx.Request) -> httpx.Request:
    """Return a request with the target that it is sent to; its URL has only the origin."""
    target = sent.extensions["target"].decode()
    url = f"{sent.url.scheme}://{sent.url.host}{target}"
    return httpx.Request(sent.method, url, headers=sent.headers)


def _mutated(api: PublicApi, mutant: str) -> _Send:
    """Return a function that returns the body of a page of a mutant."""
    client = httpx.Client(transport=httpx.MockTransport(lambda sent: api.respond(_meant(sent))))
    proxy = Proxy(Upstream(api.spec, api.base_url, api.token, client=client))
    (found,) = (each for each in server_mutants(api.spec) if each.id == mutant)
    proxy.take(found)
    (operation,) = api.spec.lists
    headers = (("authorization", f"Bearer {api.token}"),)

    def send(query: Mapping[str, str | int]) -> Any:  # noqa: ANN401 - JSON
        text = str(httpx.QueryParams({**query}))
        response = proxy.respond(Request("GET", operation.path, text, headers, operation=operation))
        assert (response.status, proxy.problem) == (200, None)
        return response.json()

    return send


def test_an_item_that_a_mutant_adds_leads_to_the_next_one() -> None:
    """The server refuses the item as a token, because it is not in the filtered list."""
    send = _mutated(APIS["stripe"], "listCharges filter.ignored customer")
    every = [each["id"] for each in APIS["stripe"].style.items]
    first = [each["id"] for each in send({"customer": "cus_A", "limit": 2})["data"]]
    after = {"customer": "cus_A", "limit": 2, "starting_after": first[-1]}
    second = [each["id"] for each in send(after)["data"]]
    assert len({*first, *second}) == len(first) + len(second) == 4
    assert {*first, *second} <= {*every}


def test_a_page_gets_a_link_that_the_server_leaves_out() -> None:
    """The last page of the server has no field for the link to the next one."""
    send = _mutated(APIS["digitalocean"], "listDroplets link.next-of-last-first /links/pages/next")
    first = send({"per_page": 10})
    pages = -(-first["meta"]["total"] // 10)
    assert send({"per_page": 10, "page": pages})["links"]["pages"]["next"].endswith("page=1")


def test_a_page_without_a_token_is_spelled_as_the_schema_admits() -> None:
    """The schema of the token requires a text, which is empty on the last page."""
    send = _mutated(
        APIS["slack"], "listConversations link.next-missing /response_metadata/next_cursor"
    )
    assert send({"limit": 5})["response_metadata"] == {"next_cursor": ""}


def test_a_token_of_the_server_stands_for_its_page() -> None:
    """A mutant that changes no earlier page leaves the tokens of the server as they are."""
    api = APIS["slack"]
    send = _mutated(api, "listConversations page.last-page-empty")
    body, pages = send({"limit": 10}), 1
    while (token := body["response_metadata"]["next_cursor"]) and pages < 10:
        assert not token.startswith("mutant")
        body, pages = send({"limit": 10, "cursor": token}), pages + 1
    assert (body["channels"], pages) == ([], -(-len(api.style.items) // 10))
