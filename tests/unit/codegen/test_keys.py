"""The credential that a generated client sends."""

import attrs
import pytest

from rollcall.codegen._keys import Key, key_of
from tests.support.guarded import Guarded


@pytest.mark.parametrize(
    ("scheme", "key"),
    [
        ("bearer", Key("header", "authorization", "Bearer ")),
        ("oauth", Key("header", "authorization", "Bearer ")),
        ("openid", Key("header", "authorization", "Bearer ")),
        ("basic", Key("header", "authorization", "Basic ", (("username", "password"),))),
        ("header", Key("header", "x-api-key")),
        ("query", Key("query", "api key")),
        ("cookie", Key("cookie", "session")),
    ],
)
def test_the_place_of_each_scheme(scheme: str, key: Key) -> None:
    """OAuth 2 and OpenID Connect tokens are bearer tokens."""
    found = key_of(Guarded(security=[{scheme: []}]).spec)
    assert attrs.evolve(found, others=()) == key
