"""The server that a campaign is about: the one that is named, or the sandbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import attrs

__all__ = ["Served", "served"]


@attrs.frozen
class Served:
    """A server.

    Attributes:
        base_url: Where it is, without a slash at its end.
        token: What authenticates a request.
        is_sandbox: Whether it is the sandbox, which ends with the campaign.
    """

    base_url: str
    token: str = attrs.field(repr=False)
    is_sandbox: bool


@contextmanager
def served(base_url: str | None, token: str) -> Iterator[Served]:
    """Give the server that is named, or start the sandbox until the context ends.

    Args:
        base_url: The server; None asks for the sandbox, with a token that is drawn.
        token: What authenticates a request to the server that is named.
    """
    if base_url is not None:
        yield Served(base_url, token, is_sandbox=False)
        return
    from contract_tests.sandbox import serve  # noqa: PLC0415 - not needed for another server

    with serve(token=token_hex(16)) as sandbox:
        yield Served(sandbox.base_url, sandbox.token, is_sandbox=True)
