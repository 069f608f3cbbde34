"""A call of the generated client as a program."""

from typing import Literal

import attrs

from rollcall.channels._call import Call
from rollcall.http import client_arguments_in_python

__all__ = ["Program"]


@attrs.frozen(kw_only=True)
class Program:
    """A call of the generated client as a program, which prints its pages or its error.

    Attributes:
        call: The call.
        base_url: The server.
        token: The token as a Python expression, which shows no secret.
        settings: More arguments of the client as Python, such as its headers.
        body: The body of a response with status 200; the call uses it and sends nothing.
        pages: How many pages are loaded.
        shown: What is printed of a page: its items and its page information, or its body.
        is_async: Whether the asynchronous client is called.
    """

    call: Call
    base_url: str
    token: str = '"key"'  # noqa: S105 - opens nothing
    settings: str = ""
    body: bytes | None = None
    pages: int = 1
    shown: Literal["items", "body"] = "items"
    is_async: bool = False

    @property
    def text(self) -> str:
        """The lines of the program."""
        client = "AsyncClient" if self.is_async else "Client"
        before, key = client_arguments_in_python(self.call.spec, self.token)
        options = f"{key}, base_url={self.base_url!r}, retries=0"
        options += f", {self.settings}" if self.settings else ""
        if self.body is not None:
            options = f"{key}, http_client=http"
            before += [
                f"response = httpx.Response(200, content={self.body!r})",
                "http = httpx.Client(transport=httpx.MockTransport(lambda request: response))",
            ]
        use = [
            f"{'async ' if self.is_async else ''}with {client}({options}) as client:",
            "    try:",
            f"        pages = {self.call.source}.pages()",
            *(f"        {each}" for each in self._load()),
            "    except Error as error:",
            "        print(repr(error))",
        ]
        if self.is_async:
            use = ["async def main():", *(f"    {each}" for each in use), "asyncio.run(main())"]
        return "\n".join([*self._imports(client), *before, *use])

    def _imports(self, client: str) -> list[str]:
        source = self.call.source
        modules = {
            "asyncio": self.is_async,
            "datetime": "datetime." in source,
            "os": "os.environ" in self.token + self.settings,
            "httpx": self.body is not None,
        }
        return [
            *(f"import {name}" for name, is_used in modules.items() if is_used),
            *(["from uuid import UUID"] if "UUID(" in source else []),
            f"from {self.call.spec.package} import {client}, Error",
        ]

    def _load(self) -> list[str]:
        page = "await anext(pages)" if self.is_async else "next(pages)"
        text = '*page.items, page.meta, sep="\\n"'
        lines = [
            f"page = {page}",
            f"print({'page.response.text' if self.shown == 'body' else text})",
        ]
        if self.pages == 1:
            return lines
        return [f"for _ in range({self.pages}):", *(f"    {each}" for each in lines)]
