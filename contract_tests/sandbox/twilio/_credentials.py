"""Tell who sends a request, by user and password (RFC 7617)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import blake2b
from hmac import compare_digest

from attrs import field, frozen

from contract_tests.sandbox._auth import Known, Unknown

_BASIC = re.compile(rb"(?i:basic) +([A-Za-z0-9+/]+=*)")


@frozen
class Credentials:
    """The credentials that a server knows, each as `user:password`.

    The holder of one of `admitted` may read everything. The holder of `forbidden`, if there is
    one, is recognised and may read nothing.
    """

    admitted: tuple[str, ...] = field(repr=False)
    forbidden: str | None = field(default=None, repr=False)

    def identify(self, headers: Iterable[tuple[bytes, bytes]]) -> Known | Unknown:
        """Tell who sent these headers.

        The scheme is read without regard to case, user and password exactly and in constant
        time. More than one `Authorization` header identifies nobody, nor does Base64 that
        another text would have been the right spelling of.
        """
        values = [value for name, value in headers if name == b"authorization"]
        match = _BASIC.fullmatch(values[0]) if len(values) == 1 else None
        presented = None if match is None else _decoded(match[1])
        if presented is None:
            return Unknown(presented=bool(values))
        # All are looked at, so that the time does not tell which of them is nearly right.
        are_same = [compare_digest(presented, each.encode()) for each in self.admitted]
        if any(are_same):
            return Known(admitted=True)
        if self.forbidden is not None and compare_digest(presented, self.forbidden.encode()):
            return Known(admitted=False)
        return Unknown(presented=True)


def account_credentials(
    account: str, api_key: str, auth_token: str, forbidden_token: str | None
) -> Credentials:
    """Return the credentials of an account: its auth token, and an API key with its secret.

    The secret follows from the auth token, without being it. With `forbidden_token` in the place
    of the auth token, the account is known and may not read.
    """
    secret = blake2b(api_key.encode(), key=auth_token.encode()[:64], digest_size=16).hexdigest()
    forbidden = None if forbidden_token is None else f"{account}:{forbidden_token}"
    return Credentials((f"{account}:{auth_token}", f"{api_key}:{secret}"), forbidden)


def _decoded(text: bytes) -> bytes | None:
    try:
        decoded = b64decode(text, validate=True)
    except ValueError:
        return None
    return decoded if b64encode(decoded) == text else None
