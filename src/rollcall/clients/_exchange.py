"""What a call of the client sends, and what comes of an answer, without a server."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import attrs
import httpx

from rollcall.clients._call import Call
from rollcall.clients._clients import async_client_of, client_of
from rollcall.spec import Spec, credential_names

__all__ = [
    "KEY",
    "Answer",
    "Outcome",
    "Script",
    "Sent",
    "answer_with",
    "observe",
    "observe_async",
    "token_of_nobody",
]

KEY = "a-key-of-no-server"
"""The key, or the password, of a client that no server is asked through."""


def token_of_nobody(spec: Spec) -> str:
    """Return what a client is given that no server is asked through; only the key is secret."""
    return KEY if len(credential_names(spec)) == 1 else f"nobody:{KEY}"


@attrs.frozen
class Sent:
    """A request, as it leaves the client.

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
        """The whole address."""
        return self.origin + self.target


@attrs.frozen
class Answer:
    """What is answered to a request.

    Attributes:
        body: The body.
        status: The status.
        content_type: The type of the body.
        error: What happens instead of an answer.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    error: type[httpx.RequestError] | None = None


def answer_with(body: object) -> Answer:
    """Answer with a body in JSON."""
    return Answer(json.dumps(body).encode())


@attrs.frozen
class Outcome:
    """What came of a call.

    Attributes:
        sent: The requests.
        pages: The pages: their items and their page information, as the models of the client.
        error: What was raised, if anything.
    """

    sent: tuple[Sent, ...]
    pages: tuple[tuple[list[Any], Any], ...]
    error: Exception | None = attrs.field(default=None, eq=lambda each: (type(each), str(each)))


def observe(call: Call, answers: Sequence[Answer]) -> Outcome:
    """Make a call, walk all its pages, and answer each request with the next answer."""
    script, token = Script(answers), token_of_nobody(call.spec)
    pages = []
    error = None
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        try:
            with client_of(call.spec, token, http_client=http, retries=0) as client:
                for page in call.on(client).pages():
                    pages.append((page.items, page.meta))  # noqa: PERF401 - kept when it raises
        except Exception as raised:  # noqa: BLE001 - whatever is raised is the outcome
            error = raised
    return Outcome(tuple(script.sent), tuple(pages), error)


def observe_async(call: Call, answers: Sequence[Answer]) -> Outcome:
    """Do as ``observe`` does, with the asynchronous client."""
    return asyncio.run(_observe_async(call, answers))


async def _observe_async(call: Call, answers: Sequence[Answer]) -> Outcome:
    script, token = Script(answers), token_of_nobody(call.spec)
    pages = []
    error = None
    async with httpx.AsyncClient(transport=httpx.MockTransport(script)) as http:
        try:
            async with async_client_of(call.spec, token, http_client=http, retries=0) as client:
                walk: AsyncIterator[Any] = call.on(client).pages()
                async for page in walk:
                    pages.append((page.items, page.meta))  # noqa: PERF401
        except Exception as raised:  # noqa: BLE001
            error = raised
    return Outcome(tuple(script.sent), tuple(pages), error)


_MOST_MORE = 20
"""So many requests are answered at most when all answers were given: more ask for ever."""


@attrs.define
class Script:
    """Answers requests, for httpx's mock transport.

    Attributes:
        answers: The answers, in order; the last one is repeated.
        sent: The requests.
    """

    answers: Sequence[Answer]
    sent: list[Sent] = attrs.field(factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Note a request, and give the next answer; the last one is repeated."""
        url = request.url
        assert len(self.sent) < len(self.answers) + _MOST_MORE, "the client asks for ever"
        self.sent.append(
            Sent(
                method=request.method,
                origin=f"{url.scheme}://{url.netloc.decode()}",
                target=url.raw_path.decode("ascii"),
                headers=tuple((name.lower(), value) for name, value in request.headers.items()),
            )
        )
        answer = self.answers[min(len(self.sent), len(self.answers)) - 1]
        if answer.error is not None:
            message = "as it was told to"
            raise answer.error(message, request=request)
        headers = {"content-type": answer.content_type}
        return httpx.Response(answer.status, content=answer.body, headers=headers)
