"""Sends queries through the generated client, as an application would."""

from collections.abc import Callable, Mapping
from contextlib import closing
from itertools import islice
from typing import Any, ClassVar

import attrs
import httpx

from rollcall.channels._call import Call
from rollcall.channels._clients import client_of
from rollcall.channels._query import CREDENTIAL_VARIANTS, CredentialVariant, Query
from rollcall.channels._response import Response
from rollcall.channels._values import as_sent, call_arguments, is_same_item, write_meta
from rollcall.http import (
    Exchange,
    Reproduction,
    Transport,
    curl_of,
    cut,
    headers_of,
    read_json,
    tokens_for_client,
)
from rollcall.spec import ListOperation, Operation, Spec

__all__ = ["ClientChannel", "PrefetchChannel"]


@attrs.frozen
class _Source:
    """The source of a response: the call of the client, and what it returned or raised."""

    call: Call
    response: httpx.Response | None = None
    error: Any = None


@attrs.define
class ClientChannel:
    """Sends queries through the generated client, synchronously.

    Attributes:
        spec: The spec that the client was generated from.
        transport: Sends the requests.
        on_response: Called with the operation and the response, to count and check it; the
            response is None if it cannot be decoded.
        on_no_response: Called with the query if the client got no response; raises if the server
            does not respond by plain HTTP either.
    """

    id: ClassVar[str] = "client"
    options: ClassVar[Mapping[str, object]] = {}

    spec: Spec
    transport: Transport
    on_response: Callable[[Operation, httpx.Response | None], None]
    on_no_response: Callable[[Query], object]
    _known: dict[object, list[Response]] = attrs.field(factory=dict, repr=False)
    _http: httpx.Client | None = attrs.field(default=None, repr=False)
    _asked: Operation | None = attrs.field(default=None, repr=False)

    @property
    def variants(self) -> frozenset[CredentialVariant]:
        """The credential variants that a request can have; a client has only one scheme."""
        return frozenset(
            each for each in CREDENTIAL_VARIANTS if each in {"none", "empty", *self._tokens}
        )

    def page(self, query: Query) -> Response:
        """Return one page; a query is sent once, until ``forget`` is called."""
        return self.walk(query, 1)[0]

    def walk(self, query: Query, most: int) -> list[Response]:
        """Return up to ``most`` pages in a row; a response that is not a page ends the walk."""
        known = query, repr(query.values), most
        if known not in self._known:
            self._asked = query.operation
            self._known[known] = self.listed(query, most)
        return self._known[known]

    def is_same(
        self, operation: ListOperation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Return whether an item equals the one known from plain HTTP in all its fields."""
        return is_same_item(self.spec, operation, known, item)

    def exchange(self, response: Response) -> tuple[Exchange, Reproduction]:
        """Return the exchange behind a response, and how to reproduce it."""
        assert isinstance(response.source, _Source)
        python = response.source.call.python(self.transport.base_url)
        exchange = Exchange(
            method="GET",
            url=response.url,
            request_headers={},
            status=response.status,
            headers=response.headers,
            body=cut(response.content),
        )
        credential = self.transport.credential
        curl = curl_of(response.url, credential) if response.url else "# nothing was sent"
        return exchange, Reproduction(curl=curl, python=python)

    def forget(self) -> None:
        """Forget all responses."""
        self._known.clear()

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()

    def listed(self, query: Query, most: int) -> list[Response]:
        """Send a query and follow its pages, even if they are known."""
        responses: list[Response] = []
        call = self.call(query)
        try:
            client = client_of(
                self.spec,
                self._tokens.get(query.variant, ""),
                base_url=self.transport.base_url,
                http_client=self._connected(),
                retries=0,
            )
            with closing(call.on(client).pages()) as pages:
                for page in islice(pages, most):
                    responses.append(self.response_for(query, call, page, len(responses)))
        except Exception as error:  # noqa: BLE001 - any error of the client is a result
            responses.append(self.response_for_error(query, call, error))
        return responses

    def call(self, query: Query) -> Call:
        """Return the call of the client for a query."""
        operation = query.operation
        wire: dict[str, Any] = dict(query.values)
        if operation.parent is not None and query.parent is not None:
            wire[operation.parent.parameter] = query.parent
        arguments = {**call_arguments(operation, wire), **self.options}
        return Call(self.spec, operation, arguments)

    def response_for(self, query: Query, call: Call, page: Any, number: int) -> Response:  # noqa: ANN401
        """Return the response for a page that the client returned."""
        operation = query.operation
        index = operation.paging.number
        if number and index is not None:
            first = query.get(index)
            start = first if isinstance(first, int) else operation.default_index
            query = query.having(index, start + number)
        to_dict = call.package.to_dict
        body = read_json(page.response.content)
        items = as_sent(self.spec, query.operation, body, [to_dict(each) for each in page.items])
        write_meta(body, operation, to_dict(page.meta))
        return Response(
            query=query,
            status=page.response.status_code,
            items=items,
            body=body,
            headers=headers_of(page.response),
            content=page.response.content,
            url=str(page.response.url),
            source=_Source(call, page.response),
        )

    def response_for_error(self, query: Query, call: Call, error: Exception) -> Response:
        """Return the response for an error that the client raised."""
        package = call.package
        source = _Source(call, error=error)
        if isinstance(error, package.ArgumentError):
            return Response(query, None, source=source, content=str(error).encode())
        if isinstance(error, package.TransportError):
            self.on_no_response(query)
        if not isinstance(error, package.RequestError):
            problem = f"{type(error).__name__}, which is not an error of the client's own: {error}"
            return Response(query, None, problem=problem, source=source)
        is_status = isinstance(error, package.StatusError)
        return Response(
            query=query,
            status=error.status,
            headers=dict(error.headers or {}),
            content=error.content or b"",
            problem=None if is_status else f"{type(error).__name__}: {error}",
            is_list_change=isinstance(error, package.ListChangedError),
            url=error.url,
            source=source,
        )

    def take(self, response: httpx.Response | None) -> None:
        """Report a response to ``on_response``."""
        if self._asked is not None:
            self.on_response(self._asked, response)

    @property
    def _tokens(self) -> Mapping[str, str]:
        return tokens_for_client(self.spec, self.transport.credential)

    def _connected(self) -> httpx.Client:
        if self._http is None:
            self._http = httpx.Client(transport=self.transport.client_transport(self.take))
        return self._http


@attrs.define
class PrefetchChannel(ClientChannel):
    """Sends queries through the generated client, which prefetches pages."""

    id: ClassVar[str] = "client-ahead"
    options: ClassVar[Mapping[str, object]] = {"concurrency": 4}
