# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Responses whose bodies are being received."""

from collections.abc import Callable
from typing import ParamSpec

import httpx

from .._errors import DecodingError
from ._bodies import Body, BodyError
from ._messages import Bounds, Response, exchange_of

__all__ = ["Reception"]

P = ParamSpec("P")

_EXCERPT = 65_536


class Reception:
    """A response whose body is being received."""

    def __init__(self, response: Response, bounds: Bounds) -> None:
        self._response = response
        self._bounds = bounds
        # A transport may have read and decompressed the body before us.
        self.is_streamed = not response.is_stream_consumed
        self._body = Body(bounds.max_body)
        if self.is_streamed:
            self._attempt(self._body.decompress, response.headers.get("content-encoding", ""))
        else:
            self.add(response.content)

    def add(self, part: bytes) -> None:
        """Add a part of the body."""
        self._attempt(self._body.add, part)

    def complete(self) -> Response:
        """Return the response, its body received."""
        self._attempt(self._body.end)
        streamed = self._response
        if not self.is_streamed:
            return streamed
        response = httpx.Response(
            streamed.status_code,
            content=self._body.content,
            request=streamed.request,
            extensions=streamed.extensions,
            default_encoding=streamed.default_encoding,
        )
        # Given to the constructor, a Content-Encoding would have the body decompressed again.
        response.headers = streamed.headers
        response.elapsed = streamed.elapsed
        return response

    def _attempt(self, step: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            step(*args, **kwargs)
        except BodyError as error:
            content = self._body.content[:_EXCERPT]
            about = exchange_of(self._response, self._bounds.secrets, content)
            raise DecodingError(str(error), about) from None
