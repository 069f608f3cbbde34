# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Requests that are ready to be built."""

from collections.abc import Mapping

import attrs

from .._redaction import Secrets
from ._key_places import KeyPlace
from ._messages import Request

__all__ = ["Draft"]


@attrs.frozen(eq=False, repr=False)
class Draft:
    """A request that is ready to be built.

    Attributes:
        method: The method.
        url: The address.
        headers: The headers, without the key.
        content: The body; None for none.
        secrets: The secrets, which no exception shows.
        place: The place of the key; None if the request carries none.
        key: The key.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    secrets: Secrets
    place: KeyPlace | None
    key: str

    @property
    def shown_url(self) -> str:
        """The address without secrets."""
        return self.secrets.redact(self.url)

    def authorize(self, request: Request) -> None:
        """Add the key to the request that was built."""
        if self.place is not None:
            self.place.write(request, self.key)
