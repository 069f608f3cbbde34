"""A proxy on a socket responds as the server behind it, but for one mutant."""

from collections.abc import Iterator

import pytest

from rollcall.mutants import Proxy, Upstream, proxied, server_mutants
from tests.support.example_api import serving
from tests.support.mutants import EXAMPLE, ODD_TARGETS, send_raw


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    """Serve a proxy in front of the example API."""
    with (
        serving() as api,
        proxied(Upstream(EXAMPLE, api.base_url, api.key)) as proxy,
    ):
        yield proxy


@pytest.mark.parametrize(
    ("method", "target", "is_authorized"),
    [
        *(("GET", target, True) for target in ODD_TARGETS),
        *((method, ODD_TARGETS[0], True) for method in ("HEAD", "OPTIONS", "POST")),
        ("GET", ODD_TARGETS[0], False),
    ],
    ids=lambda each: str(each)[:40],
)
def test_without_a_mutant_responses_are_equal(
    proxy: Proxy, method: str, target: str, *, is_authorized: bool
) -> None:
    """Status, headers and body are those of the server, for malformed targets too."""
    proxy.take(None)
    key = str(proxy.upstream.token) if is_authorized else ""
    expected = send_raw(proxy.upstream.base_url, target, key, method)
    assert send_raw(proxy.base_url, target, key, method) == expected
    assert proxy.problem is None


def test_a_mutant_changes_the_response_on_the_socket(proxy: Proxy) -> None:
    """A list whose filter is ignored is the list without the filter."""
    mutants = {each.id: each for each in server_mutants(proxy.upstream.spec)}
    proxy.take(mutants["listBerths filter.ignored quay"])
    bodies = [
        send_raw(proxy.base_url, f"/berths{query}", str(proxy.upstream.token)).json()
        for query in ("?quay=Pier+1", "")
    ]
    assert bodies[0] == bodies[1]
    assert proxy.changed == 1
