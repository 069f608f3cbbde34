"""The credential that a generated client sends."""

import pytest

from rollcall.codegen._keys import Key, key_of
from tests.support.guarded import Guarded


@pytest.mark.parametrize(
    ("scheme", "key"),
    [
        ("bearer", Key("authorization", "Bearer ")),
        ("oauth", Key("authorization", "Bearer ")),
        ("openid", Key("authorization", "Bearer ")),
        ("basic", Key("authorization", "Basic ", (("username", "password"),))),
        ("header", Key("x-api-key", "")),
    ],
)
def test_the_header_of_each_scheme(scheme: str, key: Key) -> None:
    """OAuth 2 and OpenID Connect tokens are bearer tokens."""
    assert key_of(Guarded(security=[{scheme: []}]).spec) == key
