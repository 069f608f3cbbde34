"""A proxy without a mutant responds as the server behind it, to every odd request."""

from collections.abc import Iterator

import pytest

from rollcall.mutants import Proxy, Upstream, proxied
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


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize("target", ODD_TARGETS, ids=lambda each: each[:40])
@pytest.mark.parametrize("is_authorized", [True, False], ids=["key", "no key"])
def test_without_a_mutant_responses_are_equal(
    proxy: Proxy, method: str, target: str, *, is_authorized: bool
) -> None:
    """Status, headers and body are those of the server."""
    key = str(proxy.upstream.token) if is_authorized else ""
    expected = send_raw(proxy.upstream.base_url, target, key, method)
    assert send_raw(proxy.base_url, target, key, method) == expected
    assert proxy.problem is None
