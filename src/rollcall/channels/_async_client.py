"""The asynchronous generated client."""

import asyncio
from typing import ClassVar

import attrs
import httpx

from rollcall.channels._client import ClientChannel
from rollcall.channels._clients import async_client_of
from rollcall.channels._query import Query
from rollcall.channels._response import Response

__all__ = ["AsyncChannel"]


@attrs.define
class AsyncChannel(ClientChannel):
    """Sends queries through the asynchronous client."""

    id: ClassVar[str] = "client-async"

    _runner: asyncio.Runner | None = attrs.field(default=None, repr=False)
    _async_http: httpx.AsyncClient | None = attrs.field(default=None, repr=False)

    def listed(self, query: Query, most: int) -> list[Response]:
        """Send a query and follow its pages, even if they are known."""
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(self._listed(query, most))

    def close(self) -> None:
        """Close the connections, and the event loop."""
        if self._runner is not None:
            if self._async_http is not None:
                self._runner.run(self._async_http.aclose())
            self._runner.close()

    async def _listed(self, query: Query, most: int) -> list[Response]:
        if self._async_http is None:
            transport = self.transport.async_client_transport(self.take)
            self._async_http = httpx.AsyncClient(transport=transport)
        responses: list[Response] = []
        call = self.call(query)
        try:
            client = async_client_of(
                self.spec,
                self._tokens.get(query.variant, ""),
                base_url=self.transport.base_url,
                http_client=self._async_http,
                retries=0,
            )
            pages = call.on(client).pages()
            try:
                while len(responses) < most:
                    page = await anext(pages, None)
                    if page is None:
                        break
                    responses.append(self.response_for(query, call, page, len(responses)))
            finally:
                await pages.aclose()
        except Exception as error:  # noqa: BLE001 - any error of the client is a result
            responses.append(self.response_for_error(query, call, error))
        return responses
