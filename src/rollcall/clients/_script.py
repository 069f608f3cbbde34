"""The requests that a call of the client sends, and its result, when replies are scripted."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import attrs
import httpx

from rollcall.channels import Call, async_client_of, client_of
from rollcall.clients._page_size import full_size
from rollcall.spec import Spec, credential_names

__all__ = [
    "KEY",
    "Outcome",
    "Reply",
    "Script",
    "Sent",
    "observe",
    "observe_async",
    "reply_with",
    "scripted",
    "scripted_async",
    "unused_token",
]

_Result = TypeVar("_Result")

KEY = "a-key-of-no-server"
"""The key or password of a client with scripted replies."""


def unused_token(spec: Spec) -> str:
    """Return the token of a client with scripted replies; only ``KEY`` in it is secret."""
    return KEY if len(credential_names(spec)) == 1 else f"nobody:{KEY}"


@attrs.frozen
class Sent:
    """A request of the client.

    Attributes:
        method: The method.
        origin: The scheme, host and port.
        target: The path and the query, percent-encoded.
        headers: The names, in lower case, and the values.
    """

    method: str
    origin: str
    target: str
    headers: tuple[tuple[str, str], ...]

    @property
    def url(self) -> str:
        """The URL."""
        return self.origin + self.target


@attrs.frozen
class Reply:
    """A scripted reply to a request.

    Attributes:
        body: The body.
        status: The status.
        content_type: The type of the body.
        headers: The other headers.
        error: The error that is raised instead.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = attrs.field(factory=dict)
    error: type[httpx.RequestError] | None = None


_EMPTY = Reply()


def reply_with(body: object, reply: Reply = _EMPTY) -> Reply:
    """Return a reply with a body in JSON, and otherwise like another one."""
    return attrs.evolve(reply, body=json.dumps(body).encode())


_MOST_MORE = 20
"""The maximum of requests after the last reply; a client that sends more never ends."""


@attrs.define
class Script:
    """Answers requests, for httpx's mock transport.

    Attributes:
        replies: The replies, in order; the last one is repeated.
        sent: The requests.
    """

    replies: Sequence[Reply]
    sent: list[Sent] = attrs.field(factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Record a request, and return the next reply."""
        url = request.url
        assert len(self.sent) < len(self.replies) + _MOST_MORE, "the client sends without end"
        self.sent.append(
            Sent(
                method=request.method,
                origin=f"{url.scheme}://{url.netloc.decode()}",
                target=url.raw_path.decode("ascii"),
                headers=tuple((name.lower(), value) for name, value in request.headers.items()),
            )
        )
        reply = self.replies[min(len(self.sent), len(self.replies)) - 1]
        if reply.error is not None:
            raise reply.error("scripted error", request=request)
        headers = {"content-type": reply.content_type, **reply.headers}
        return httpx.Response(reply.status, content=reply.body, headers=headers)


Respond = Callable[[httpx.Request], httpx.Response]
"""Answers the requests of a client, such as a script."""


@contextmanager
def scripted(spec: Spec, script: Respond, **options: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield a client whose requests get scripted replies, without retries.

    Args:
        spec: The spec that the client was generated from.
        script: The script.
        options: Further arguments of the client.
    """
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        yield client_of(spec, unused_token(spec), http_client=http, **{"retries": 0, **options})


def scripted_async(
    spec: Spec,
    script: Respond,
    use: Callable[[Any], Awaitable[_Result]],
    **options: Any,  # noqa: ANN401 - known at run time only
) -> _Result:
    """Return the result of a coroutine that is given the asynchronous client; see ``scripted``."""

    async def run() -> _Result:
        async with httpx.AsyncClient(transport=httpx.MockTransport(script)) as http:
            values = {"http_client": http, "retries": 0, **options}
            return await use(async_client_of(spec, unused_token(spec), **values))

    return asyncio.run(run())


@attrs.frozen
class Outcome:
    """The result of a call.

    Attributes:
        sent: The requests.
        pages: The pages: their items and their page information, as the models of the client.
        error: The error that was raised, if any.
        skipped: The items that each page left out, as the client reports them.
    """

    sent: tuple[Sent, ...]
    pages: tuple[tuple[list[Any], Any], ...]
    error: Any = attrs.field(default=None, eq=lambda each: (type(each), str(each)))
    skipped: tuple[tuple[Any, ...], ...] = ()

    @property
    def items(self) -> list[Any]:
        """The items of all pages."""
        return [item for items, _ in self.pages for item in items]

    @property
    def raised(self) -> str:
        """The type of the error, in words."""
        return f"{type(self.error).__name__} was raised" if self.error else "nothing was raised"


def observe(call: Call, replies: Sequence[Reply]) -> Outcome:
    """Make a call, and load all its pages; each request gets the next reply."""

    def walk(script: Script, pages: list[Any]) -> None:
        with scripted(call.spec, script) as client, client:
            pages.extend(call.on(client).pages())

    return _outcome(call, replies, walk)


def observe_async(call: Call, replies: Sequence[Reply]) -> Outcome:
    """Make a call with the asynchronous client, as ``observe`` does."""

    def walk(script: Script, pages: list[Any]) -> None:
        async def walk_async(client: Any) -> None:  # noqa: ANN401 - known at run time only
            async with client:
                async for page in call.on(client).pages():
                    pages.append(page)  # noqa: PERF401 - kept when it raises

        scripted_async(call.spec, script, walk_async)

    return _outcome(call, replies, walk)


def _outcome(
    call: Call, replies: Sequence[Reply], walk: Callable[[Script, list[Any]], None]
) -> Outcome:
    end = _end(call, replies)
    count = len(replies) if end else None
    script = Script([*replies, *end])
    pages, error = list[Any](), None
    try:
        walk(script, pages)
    except Exception as raised:  # noqa: BLE001 - whatever is raised is the outcome
        error = raised
    read = tuple((each.items, each.meta) for each in pages[:count])
    skipped = tuple(each.skipped for each in pages[:count])
    return Outcome(tuple(script.sent[:count]), read, error, skipped)


def _end(call: Call, replies: Sequence[Reply]) -> list[Reply]:
    """Return the empty page after an only one that a server may have cut."""
    operation = call.operation
    if operation.tells_end or not operation.may_cut_pages or len(replies) > 1:
        return []
    try:
        body = json.loads(replies[0].body)
        items = operation.items.read(body)
        is_full = len(items) >= full_size(call)
        items[:] = []
    except (ValueError, TypeError, RecursionError):
        # A client raises an error for such a body, and requests nothing more.
        return []
    return [] if is_full else [reply_with(body, replies[0])]
