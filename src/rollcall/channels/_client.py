"""Sends queries through the generated client, as an application would."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from itertools import islice
from types import MappingProxyType
from typing import Any, ClassVar

import attrs
import httpx

from rollcall.channels._call import Call
from rollcall.channels._clients import client_of
from rollcall.channels._program import Program
from rollcall.channels._query import CREDENTIAL_VARIANTS, CredentialVariant, Query
from rollcall.channels._response import ClientRefusal, Response, size_in_force
from rollcall.channels._values import as_sent, call_arguments, is_same_item, values_of, write_meta
from rollcall.http import (
    BodyProblem,
    ClientTransport,
    Credential,
    Exchange,
    Reproduction,
    Transport,
    curl_of,
    cut,
    headers_of,
    parse_json,
    read_json,
    settings_in_python,
    token_in_python,
    tokens_for_client,
)
from rollcall.spec import ListOperation, Operation, Pointer, Spec, header_arguments, item_schema

__all__ = ["ClientChannel", "PrefetchChannel", "Source"]

_OK = 200


@attrs.frozen
class Source:
    """The source of a response.

    Attributes:
        call: The call of the client.
        number: Which page of the call it is, from 1.
        conforming: Whether the response to each URL of the call conforms to the spec.
    """

    call: Call
    number: int
    conforming: Mapping[str, bool] = MappingProxyType({})


@attrs.define
class ClientChannel:
    """Sends queries through the generated client, synchronously.

    Attributes:
        spec: The spec that the client was generated from.
        transport: Sends the requests.
        observe: Called with the operation of each call, before it; returns what takes the responses
            to this call, from any thread, counts them, and returns whether each conforms.
        on_no_response: Called with the query if the client got no response; raises if the server
            does not respond by plain HTTP either.
        pages: How many pages the server has returned, by operationId.
    """

    id: ClassVar[str] = "client"
    options: ClassVar[Mapping[str, object]] = {}
    is_async: ClassVar[bool] = False

    spec: Spec
    transport: Transport
    observe: Callable[[Operation], Callable[[httpx.Response | None], bool]]
    on_no_response: Callable[[Query], object]
    pages: Counter[str] = attrs.field(factory=Counter, init=False, repr=False)
    _known: dict[object, list[Response]] = attrs.field(factory=dict, repr=False)
    _calls: list[ClientTransport] = attrs.field(factory=list, repr=False)
    _schemas: dict[str, Mapping[str, Any]] = attrs.field(factory=dict, repr=False)

    def variants(self, operation: Operation) -> tuple[tuple[CredentialVariant, str], ...]:
        """Return the credential variants of a request; a client has only one scheme."""
        del operation
        return tuple((each, "") for each in CREDENTIAL_VARIANTS if each in self._tokens)

    def page(self, query: Query) -> Response:
        """Return one page; a query is sent once, until ``forget`` is called."""
        return self.walk(query, 1)[0]

    def walk(self, query: Query, most: int) -> list[Response]:
        """Return up to ``most`` pages in a row; a response that is not a page ends the walk."""
        known = query, repr(query.values), most
        if known not in self._known:
            self._known[known] = self.listed(query, most)
        return self._known[known]

    def is_same(
        self, operation: ListOperation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Return whether an item equals the one known from plain HTTP in all its fields."""
        return is_same_item(self.spec, self._schema(operation), known, item)

    def exchange(self, response: Response) -> tuple[Exchange, Reproduction]:
        """Return the exchange behind a response, and how to reproduce it."""
        assert isinstance(response.source, Source)
        source = response.source
        query = response.query
        credentials = self.transport.credentials(query.operation)
        program = Program(
            call=source.call,
            base_url=self.transport.base_url,
            token=token_in_python(self.spec, self._credential, query.variant),
            settings=settings_in_python(credentials),
            pages=source.number,
            is_async=self.is_async,
        )
        exchange = Exchange(
            method="GET",
            url=response.url,
            request_headers={},
            status=response.status,
            headers=response.headers,
            body=cut(response.content),
        )
        curl = "# nothing was sent"
        if response.url:
            curl = curl_of(response.url, credentials, query.variant)
        return exchange, Reproduction(curl=curl, python=program.text)

    def forget(self) -> None:
        """Forget all responses."""
        self._known.clear()

    def settle(self) -> None:
        """Wait for the responses that the client no longer needed, unless the run is interrupted.

        They belong to the calls that requested them, and so to the law that made these calls.
        """
        while self._calls:
            self._calls.pop().settle()

    def close(self) -> None:
        """Release what the channel holds."""
        self.settle()

    def listed(self, query: Query, most: int) -> list[Response]:
        """Send a query and follow its pages, even if they are known."""
        responses: list[Response] = []
        call = self.call(query)
        conforming: dict[str, bool] = {}
        try:
            with httpx.Client(transport=self.begin(query.operation, conforming)) as http:
                client = client_of(
                    self.spec,
                    self._tokens[query.variant],
                    base_url=self.transport.base_url,
                    http_client=http,
                    retries=0,
                )
                with closing(call.on(client).pages()) as pages:
                    for page in islice(pages, most):
                        responses.append(self.response_for(query, call, page, len(responses)))
        except Exception as error:  # noqa: BLE001 - any error of the client is a result
            source = Source(call, len(responses) + 1, conforming)
            responses.append(self.response_for_error(query, source, error))
        return responses

    def begin(self, operation: Operation, conforming: dict[str, bool]) -> ClientTransport:
        """Return the transport of a call; nothing is sent once it is closed.

        Args:
            operation: The operation that is called.
            conforming: Filled in: whether the response to each URL conforms to the spec.
        """
        take = self.observe(operation)

        def note(response: httpx.Response | None) -> None:
            conforms = take(response)
            if response is not None:
                conforming[str(response.request.url)] = conforms

        transport = self.transport.client_transport(note, operation)
        self._calls.append(transport)
        return transport

    def call(self, query: Query) -> Call:
        """Return the call of the client for a query."""
        operation = query.operation
        wire: dict[str, Any] = {**_constants(self.spec, operation), **dict(query.values)}
        if query.parent is not None:
            wire.update(query.parent.values)
        arguments = {**call_arguments(operation, wire), **self.options}
        return Call(self.spec, operation, arguments)

    def response_for(self, query: Query, call: Call, page: Any, number: int) -> Response:  # noqa: ANN401
        """Return the response for a page that the client returned."""
        operation = query.operation
        self.pages[operation.id] += 1
        index = operation.paging.selector
        if number and index is not None:
            first = query.get(index)
            start = first if isinstance(first, int) else operation.default_index
            step = operation.paging.step(size_in_force(query))
            query = query.having(index, start + number * step)
        body = read_json(page.response.content)
        given = [values_of(each) for each in page.items]
        items = as_sent(self.spec, self._schema(operation), operation, body, given)
        write_meta(body, operation, values_of(page.meta))
        return Response(
            query=query,
            status=page.response.status_code,
            items=items,
            body=body,
            headers=headers_of(page.response),
            content=page.response.content,
            url=str(page.response.url),
            source=Source(call, number + 1),
        )

    def response_for_error(self, query: Query, source: Source, error: Exception) -> Response:
        """Return the response for an error that the client raised in place of a page."""
        package = source.call.package
        if isinstance(error, package.ArgumentError):
            return Response(query, None, source=source, content=str(error).encode())
        if isinstance(error, package.TransportError):
            self.on_no_response(query)
        if not isinstance(error, package.RequestError):
            problem = f"{type(error).__name__}, which is not an error of the client's own: {error}"
            return Response(query, None, problem=problem, source=source)
        is_status = isinstance(error, package.StatusError)
        is_undecoded = isinstance(error, package.DecodingError) and error.status == _OK
        return Response(
            query=query,
            status=error.status,
            headers=dict(error.headers or {}),
            content=error.content or b"",
            body_problem=_body_problem(error) if is_undecoded else None,
            problem=None if is_status else f"{type(error).__name__}: {error}",
            refusal=_refusal(error, source) if is_undecoded else None,
            is_list_change=isinstance(error, package.ListChangedError),
            url=error.url,
            source=source,
        )

    def _schema(self, operation: ListOperation) -> Mapping[str, Any]:
        """Return the schema of an item, which is looked up once."""
        if operation.id not in self._schemas:
            self._schemas[operation.id] = item_schema(self.spec, operation)
        return self._schemas[operation.id]

    @property
    def _tokens(self) -> Mapping[str, str]:
        return tokens_for_client(self.spec, self._credential)

    @property
    def _credential(self) -> Credential | None:
        keyring = self.transport.keyring
        return keyring.client if keyring is not None else None


@attrs.define
class PrefetchChannel(ClientChannel):
    """Sends queries through the generated client, which prefetches pages."""

    id: ClassVar[str] = "client-ahead"
    options: ClassVar[Mapping[str, object]] = {"concurrency": 4}


def _body_problem(error: Any) -> BodyProblem | None:  # noqa: ANN401 - an error of the client
    return parse_json(error.content or b"").problem


def _refusal(error: Any, source: Source) -> ClientRefusal | None:  # noqa: ANN401
    """Return the refusal of a page; None if the page was not checked by plain HTTP."""
    conforms = source.conforming.get(error.url)
    if conforms is None:
        return None
    path = getattr(error, "path", "$").removeprefix("$")
    steps = [each.strip("[]") for each in re.findall(r"\.[^.\[]+|\[[^\]]*\]", path)]
    place = Pointer.at("*" if each.isdecimal() else each.removeprefix(".") for each in steps)
    expected, got = getattr(error, "expected", ""), getattr(error, "got", "")
    reason = f"expected {expected}, got {got}" if expected else str(error)
    return ClientRefusal(str(place), reason, conforms=conforms)


def _constants(spec: Spec, operation: ListOperation) -> dict[str, Any]:
    """Return the values of the constant parameters that a client takes as arguments by name."""
    return {
        each.name: each.constant
        for each in (*operation.arguments, *header_arguments(spec, operation))
        if each.location != "path" and each.constant is not None
    }
