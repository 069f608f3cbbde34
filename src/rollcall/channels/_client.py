"""The generated client: the same questions, asked as an application asks them."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime
from itertools import islice
from typing import Any, ClassVar

import attrs
import httpx

from rollcall.channels._call import Call, python_values
from rollcall.channels._clients import async_client_of, client_of
from rollcall.channels._compare import differences
from rollcall.channels._query import KEYS, Key, Query
from rollcall.channels._response import Response
from rollcall.http._exchange import Exchange, Reproduction, cut
from rollcall.http._json import read_json
from rollcall.spec import (
    ListOperation,
    Operation,
    Parameter,
    Pointer,
    Spec,
    item_schema,
)
from rollcall.spec._instants import instant_of

__all__ = ["AheadChannel", "AsyncChannel", "ClientChannel", "Wiring"]


_OnAnswer = Callable[[httpx.Response | None], None]


@attrs.frozen
class Wiring:
    """What a client is connected with.

    Attributes:
        spec: The contract.
        base_url: The server.
        tokens: What authenticates the requests, by what it is; ``right`` is that of the run.
        transport: Makes what sends for a synchronous client, given what takes each response.
        async_transport: Makes it for an asynchronous one.
        on_answer: Called for each response, with the operation that was asked: it is counted, and
            checked against the spec.
        on_silence: Called when the client had no answer; raises if there is none to be had.
        curl: Writes a shell line for a GET of an address.
    """

    spec: Spec
    base_url: str
    tokens: Mapping[str, str] = attrs.field(repr=False)
    transport: Callable[[_OnAnswer], httpx.BaseTransport]
    async_transport: Callable[[_OnAnswer], httpx.AsyncBaseTransport]
    on_answer: Callable[[Operation, httpx.Response | None], None]
    on_silence: Callable[[Query], object]
    curl: Callable[[str], str]

    def key(self, key: Key) -> str:
        """Return what a client is given to authenticate itself with."""
        return self.tokens.get(key, "")


@attrs.frozen
class _Source:
    """How an answer came about: the call, and the response or the error."""

    call: Call
    response: httpx.Response | None = None
    error: Any = None


@attrs.define
class ClientChannel:
    """Asks a server through the generated client, synchronously.

    Attributes:
        wiring: What the client is connected with.
    """

    id: ClassVar[str] = "client"
    options: ClassVar[Mapping[str, object]] = {}

    wiring: Wiring
    _known: dict[object, list[Response]] = attrs.field(factory=dict, repr=False)
    _http: httpx.Client | None = attrs.field(default=None, repr=False)
    _asked: Operation | None = attrs.field(default=None, repr=False)

    @property
    def keys(self) -> frozenset[Key]:
        """How a request can authenticate itself: a client has but one scheme."""
        return frozenset(each for each in KEYS if each in {"none", "empty", *self.wiring.tokens})

    def page(self, query: Query) -> Response:
        """Ask for one page; the same query is sent once, until the channel is to forget."""
        return self.walk(query, 1)[0]

    def walk(self, query: Query, most: int) -> list[Response]:
        """Ask for one page after the other, ``most`` at most; one that is no page ends the walk."""
        known = query, repr(query.values), most
        if known not in self._known:
            self._asked = query.operation
            self._known[known] = self.listed(query, most)
        return self._known[known]

    def is_same(
        self, operation: ListOperation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Return whether an item is the one that is known from plain HTTP, in all its fields."""
        spec = self.wiring.spec
        return not any(differences(spec, item_schema(spec, operation), known, item))

    def exchange(self, answer: Response) -> tuple[Exchange, Reproduction]:
        """Write down how an answer came about, and how to get it again."""
        assert isinstance(answer.source, _Source)
        python = answer.source.call.python(self.wiring.base_url)
        exchange = Exchange(
            method="GET",
            url=answer.url,
            request_headers={},
            status=answer.status,
            headers=answer.headers,
            body=cut(answer.content),
        )
        curl = self.wiring.curl(answer.url) if answer.url else "# nothing was sent"
        return exchange, Reproduction(curl=curl, python=python)

    def forget(self) -> None:
        """Forget all answers."""
        self._known.clear()

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()

    def listed(self, query: Query, most: int) -> list[Response]:
        """Ask for pages, whether or not they were asked for before."""
        answers: list[Response] = []
        call = self.call(query)
        try:
            client = client_of(
                self.wiring.spec,
                self.wiring.key(query.key),
                base_url=self.wiring.base_url,
                http_client=self._connected(),
                retries=0,
            )
            with closing(call.on(client).pages()) as pages:
                for page in islice(pages, most):
                    answers.append(self.answer(query, call, page, len(answers)))
        except Exception as error:  # noqa: BLE001 - whatever comes out of the client is its answer
            answers.append(self.failed(query, call, error))
        return answers

    def call(self, query: Query) -> Call:
        """Write a query as a call of the client.

        A value that has no type of its own in Python, for it is invalid, is given as text.
        """
        operation = query.operation
        wire: dict[str, Any] = dict(query.values)
        if operation.parent is not None and query.parent is not None:
            wire[operation.parent.parameter] = query.parent
        arguments: dict[str, Any] = {}
        for name, value in wire.items():
            parameter = operation.parameter(name)
            assert parameter is not None, f"{operation.id} has no parameter {name}"
            if _is_spelt(parameter, value):
                arguments |= python_values(operation, {name: value})
            else:
                arguments[parameter.python_name] = value
        return Call(self.wiring.spec, operation, {**arguments, **self.options})

    def answer(self, query: Query, call: Call, page: Any, number: int) -> Response:  # noqa: ANN401
        """Make an answer of a page that the client gave."""
        operation = query.operation
        index = operation.paging.number
        if number and index is not None:
            first = query.get(index)
            start = first if isinstance(first, int) else operation.default_index
            query = query.having(index, start + number)
        to_dict = call.package.to_dict
        body = read_json(page.response.content)
        items = self._as_sent(query.operation, body, [to_dict(each) for each in page.items])
        _write_meta(body, operation, to_dict(page.meta))
        return Response(
            query=query,
            status=page.response.status_code,
            items=items,
            body=body,
            headers={name.lower(): value for name, value in page.response.headers.items()},
            content=page.response.content,
            url=str(page.response.url),
            source=_Source(call, page.response),
        )

    def _as_sent(self, operation: ListOperation, body: object, given: list[Any]) -> list[Any]:
        """Return the items as they were sent, but for those of which the client made others.

        Python's instants end with the microsecond, and are rounded to it, into the next day too.
        """
        sent = operation.items.read(body, [])
        if not isinstance(sent, list) or len(sent) != len(given):
            return given
        return [
            one if self.is_same(operation, one, other) else other
            for one, other in zip(sent, given, strict=True)
        ]

    def failed(self, query: Query, call: Call, error: Exception) -> Response:
        """Make an answer of what the client raised."""
        package = call.package
        source = _Source(call, error=error)
        if isinstance(error, package.ArgumentError):
            return Response(query, None, source=source, content=str(error).encode())
        if isinstance(error, package.TransportError):
            self.wiring.on_silence(query)
        if not isinstance(error, package.RequestError):
            problem = f"{type(error).__name__}, which is no error of the client: {error}"
            return Response(query, None, problem=problem, source=source)
        is_status = isinstance(error, package.StatusError)
        return Response(
            query=query,
            status=error.status,
            headers=dict(error.headers or {}),
            content=error.content or b"",
            problem=None if is_status else f"{type(error).__name__}: {error}",
            is_shift=isinstance(error, package.ListChangedError),
            url=error.url,
            source=source,
        )

    def take(self, response: httpx.Response | None) -> None:
        """Take note of a response."""
        if self._asked is not None:
            self.wiring.on_answer(self._asked, response)

    def _connected(self) -> httpx.Client:
        if self._http is None:
            self._http = httpx.Client(transport=self.wiring.transport(self.take))
        return self._http


@attrs.define
class AheadChannel(ClientChannel):
    """Asks through the generated client while it reads ahead."""

    id: ClassVar[str] = "client-ahead"
    options: ClassVar[Mapping[str, object]] = {"concurrency": 4}


@attrs.define
class AsyncChannel(ClientChannel):
    """Asks through the asynchronous client."""

    id: ClassVar[str] = "client-async"

    _runner: asyncio.Runner | None = attrs.field(default=None, repr=False)
    _async_http: httpx.AsyncClient | None = attrs.field(default=None, repr=False)

    def listed(self, query: Query, most: int) -> list[Response]:
        """Ask for pages, whether or not they were asked for before."""
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
            transport = self.wiring.async_transport(self.take)
            self._async_http = httpx.AsyncClient(transport=transport)
        answers: list[Response] = []
        call = self.call(query)
        try:
            client = async_client_of(
                self.wiring.spec,
                self.wiring.key(query.key),
                base_url=self.wiring.base_url,
                http_client=self._async_http,
                retries=0,
            )
            pages = call.on(client).pages()
            try:
                while len(answers) < most:
                    page = await anext(pages, None)
                    if page is None:
                        break
                    answers.append(self.answer(query, call, page, len(answers)))
            finally:
                await pages.aclose()
        except Exception as error:  # noqa: BLE001 - whatever comes out of the client is its answer
            answers.append(self.failed(query, call, error))
        return answers


def _is_spelt(parameter: Parameter, value: object) -> bool:
    """Return whether a value is one that Python has a type for, in the spelling of the API.

    Python reads other spellings too, and the client would send those of the API for them.
    """
    form = parameter.schema.get("format")
    try:
        if form == "date":
            return date.fromisoformat(str(value)).isoformat() == value
        if form == "date-time":
            instant_of(str(value))
            datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _write_meta(body: Any, operation: ListOperation, meta: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Put what the client made of the page information where the response has it."""
    for pointer in operation.paging.pointers:
        *parents, name = str(pointer).split("/")[1:]
        holder = Pointer("".join(f"/{each}" for each in parents)).read(body)
        found = _from_meta(meta, pointer)
        if isinstance(holder, dict) and name in holder and found is not _ABSENT:
            holder[name] = found


def _from_meta(meta: Mapping[str, Any], pointer: Pointer) -> object:
    """Read a field from the page information: an object within the body, or the body itself."""
    whole = pointer.read(meta, _ABSENT)
    if whole is not _ABSENT:
        return whole
    inner = str(pointer).split("/", 2)[-1]
    return Pointer(f"/{inner}").read(meta, _ABSENT)


_ABSENT = object()
