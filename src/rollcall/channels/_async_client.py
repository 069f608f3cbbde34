"""The asynchronous generated client."""

import asyncio
from contextlib import aclosing
from typing import ClassVar

import attrs
import httpx

from rollcall.channels._client import ClientChannel, Source
from rollcall.channels._clients import async_client_of
from rollcall.channels._query import Query
from rollcall.channels._response import Response
from rollcall.http import AsyncClientTransport

__all__ = ["AsyncChannel"]


@attrs.define
class AsyncChannel(ClientChannel):
    """Sends queries through the asynchronous client."""

    id: ClassVar[str] = "client-async"
    is_async: ClassVar[bool] = True

    _runner: asyncio.Runner | None = attrs.field(default=None, repr=False)

    def listed(self, query: Query, most: int) -> list[Response]:
        """Send a query and follow its pages, even if they are known."""
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(self._listed(query, most))

    def close(self) -> None:
        """Close the event loop."""
        ClientChannel.close(self)
        if self._runner is not None:
            self._runner.close()

    async def _listed(self, query: Query, most: int) -> list[Response]:
        responses: list[Response] = []
        call = self.call(query)
        conforming: dict[str, bool] = {}
        try:
            transport = AsyncClientTransport(self.begin(query.operation, conforming))
            async with httpx.AsyncClient(transport=transport) as http:
                client = async_client_of(
                    self.spec,
                    self._tokens[query.variant],
                    base_url=self.transport.base_url,
                    http_client=http,
                    retries=0,
                )
                async with aclosing(call.on(client).pages()) as pages:
                    while len(responses) < most:
                        page = await anext(pages, None)
                        if page is None:
                            break
                        responses.append(self.response_for(query, call, page, len(responses)))
        except Exception as error:  # noqa: BLE001 - any error of the client is a result
            source = Source(call, len(responses) + 1, conforming)
            responses.append(self.response_for_error(query, source, error))
        return responses
