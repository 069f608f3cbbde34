"""Write docs/reference/laws.md, the laws, each with the requests of a case that is a witness."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any
from urllib.parse import unquote_plus

import attrs
import httpx

_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_ROOT))

from rollcall.laws import (  # noqa: E402
    Context,
    Law,
    Runner,
    applies,
    family_titles,
    registered,
    tried_through,
)
from rollcall.mutants import defects_of  # noqa: E402
from rollcall.spec import Spec, read_spec  # noqa: E402
from tests.support import example_api  # noqa: E402
from tests.support.evaluations import ExampleApi, runner_of  # noqa: E402
from tests.support.measured import EXAMPLES  # noqa: E402
from tests.support.styles.documents import APIS  # noqa: E402

_PAGE = _ROOT / "docs" / "reference" / "laws.md"
_WIDTH = 42
_MOST = 4
_FEW = 3
_LONGEST = 20
_CREDENTIALS = {"authorization", example_api.KEY_HEADER.lower()}
_REFERENCE = "../../openapi/ANNOTATIONS.md"
_INTRODUCTION = """\
# The laws

`scripts/publish_laws.py` writes this page from the registry of laws. The picture of a law shows one
case on an example server: the requests that the law sends, what comes back, and what it compares.
"The list" is the baseline: the whole list, read once before. `rollcall laws LAW` explains a law on
the terminal. [Annotate an API by hand](../tutorials/annotations.md) shows which annotation adds
which law.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or compare it with its sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if changed"
    )
    options = parser.parse_args(arguments)
    text = "\n".join([_INTRODUCTION, *_families()])
    if options.check:
        return int(_PAGE.read_text(encoding="utf-8") != text)
    _PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {_PAGE}\n")
    return 0


def _families() -> Iterator[str]:
    """Yield the lines of the page, family by family."""
    servers = [*_servers()]
    titles = family_titles()
    for family, laws in groupby(registered(), lambda law: law.family):
        yield from (f"## {titles[family]}", "")
        for law in laws:
            yield from _section(law, _picture(law, servers))


@attrs.frozen
class _Harbour:
    """The example API of the documentation, within the process."""

    client: example_api.ExampleApi = attrs.field(factory=example_api.local)
    spec: Spec = attrs.field(factory=lambda: read_spec(example_api.SPEC))
    token: str = example_api.KEY

    @property
    def base_url(self) -> str:
        """The base URL that it responds at."""
        return self.client.base_url

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        return self.client.client.send(request)


@attrs.frozen
class _Server:
    """An example API whose requests are recorded.

    Attributes:
        api: The API.
        parents: The parents that no operation lists, by path parameter.
        sent: The requests since the list was cleared, with their responses.
    """

    api: ExampleApi
    parents: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    sent: list[tuple[httpx.Request, httpx.Response]] = attrs.field(factory=list)

    @property
    def spec(self) -> Spec:
        """The spec."""
        return self.api.spec

    @property
    def token(self) -> str:
        """The token that it admits."""
        return self.api.token

    @property
    def base_url(self) -> str:
        """The base URL that it responds at."""
        return self.api.base_url

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request, and record both."""
        response = self.api.respond(request)
        self.sent.append((request, response))
        return response


def _servers() -> Iterator[tuple[_Server, Runner]]:
    """Yield the example servers, those with the plainest lists first."""
    for server in (
        _Server(_Harbour()),
        *(_Server(each.api, each.parents) for each in EXAMPLES.values()),
        *(_Server(each, each.parents) for each in APIS.values()),
    ):
        yield server, runner_of(server, server.parents)


def _picture(law: Law, servers: Sequence[tuple[_Server, Runner]]) -> Sequence[str]:
    """Return the lines of the picture of a law, from the first server that has a witness of it."""
    for server, runner in servers:
        for operation in runner.spec.lists:
            if "http" not in tried_through(law, operation):
                continue
            for subject in applies(law, runner.spec, operation):
                recorder = _Recorder(law, server)
                recorded = attrs.evolve(law, holds=recorder.holds)
                runner.evaluate_subject(recorded, operation, "http", subject)
                if recorder.cases:
                    return [*_lines(law, min(recorder.cases, key=lambda case: len(case.sent)))]
    raise SystemExit(f"no example server has a witness of {law.id}")


@attrs.frozen
class _Case:
    """A case that is a witness: the list, and the requests that it sent."""

    context: Context
    sent: Sequence[tuple[httpx.Request, httpx.Response]]


@attrs.frozen
class _Recorder:
    """A law that records the requests of the cases that are witnesses."""

    law: Law
    server: _Server
    cases: list[_Case] = attrs.field(factory=list)

    def holds(self, context: Context, case: Any) -> bool:  # noqa: ANN401 - any case of the law
        """Try a case; responses that are known are requested again."""
        if not self.law.is_rowless:
            _ = context.baseline
        context.channel.forget()
        self.server.sent.clear()
        is_witness = self.law.holds(context, case)
        if is_witness and self.server.sent:
            self.cases.append(_Case(context, [*self.server.sent]))
        return is_witness


def _lines(law: Law, case: _Case) -> Iterator[str]:
    """Yield the lines of a picture."""
    if not law.is_rowless:
        yield from (f"the list: {_named(case, case.context.baseline.rows)}", "│")
    for request, response in case.sent[:_MOST]:
        yield from _request(law, request)
        yield from (f"│    → {_response(case, response)}", "│")
    if len(case.sent) > _MOST:
        yield from (f"├─ {len(case.sent) - _MOST} more", "│")
    first, *others = wrap(law.comparison, _WIDTH - 3)
    yield f"└─ {first}"
    yield from (f"   {each}" for each in others)


def _request(law: Law, request: httpx.Request) -> Iterator[str]:
    """Yield the lines of a request: the path, each parameter, and the credential if it matters."""
    target = _sent_target(request)
    target = target if law.family == "http" else unquote_plus(target)
    line = f"{request.method} {target}"
    if len(line) <= _WIDTH - 3:
        yield f"├─ {line}"
    else:
        path, _, query = line.partition("?")
        yield f"├─ {_short(path)}"
        for number, each in enumerate(query.split("&") if query else ()):
            yield f"│    {'&' if number else '?'}{_short(each)}"
    if law.family == "auth":
        credentials = [each for each in request.headers.items() if each[0] in _CREDENTIALS]
        yield from (f"│    {_short(f'{name}: {value}')}" for name, value in credentials)
        if not credentials:
            yield "│    (no credential)"


def _sent_target(request: httpx.Request) -> str:
    """Return the target of a request as it is sent."""
    target: bytes = request.extensions.get("target", request.url.raw_path)
    return target.decode("latin-1")


def _short(text: str) -> str:
    """Return a text that fits into a line on a phone."""
    return text if len(text) <= _WIDTH - 6 else f"{text[: _WIDTH - 7]}…"


def _response(case: _Case, response: httpx.Response) -> str:
    """Return the status of a response, and the items of a page."""
    if response.headers.get("content-type", "") != "application/json":
        return str(response.status_code)
    items = case.context.operation.items.read(response.json())
    shown = f", {_named(case, items)}" if isinstance(items, list) else ""
    return f"{response.status_code}{shown}"


def _named(case: _Case, items: Sequence[Mapping[str, Any]]) -> str:
    """Return the number of items, and the first of them by their identities."""
    number = f"{len(items)} item{'' if len(items) == 1 else 's'}"
    names = [case.context.identity(each) for each in items]
    shown = ", ".join([*names[:_FEW], "…"] if len(names) > _FEW else names)
    return f"{number}: {shown}" if 0 < len(shown) <= _LONGEST else number


def _section(law: Law, picture: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one law."""
    statements = ", ".join(f"[{each}]({_REFERENCE}#{each})" for each in law.statements)
    needs = f" Needs {law.needs}." if law.needs else ""
    yield from (f'<a id="{law.id.replace(".", "-")}"></a>', "", f"### {law.id}", "")
    yield from (f"{law.sentence}{needs}", "", "```text", *picture, "```", "")
    yield f"- Basis: {law.basis}; {law.source}{f'; {statements}' if statements else ''}."
    yield f"- A violation: {defects_of(law.id)[0]}"
    yield from (f"- Channels: {', '.join(law.channels)}.", "")


if __name__ == "__main__":
    sys.exit(main())
