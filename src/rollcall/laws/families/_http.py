"""HTTP: responses have a documented Content-Type, and unusual requests cause no status 5xx."""

from codecs import BOM_UTF8
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import attrs

from rollcall.channels import Probe, Query, Response
from rollcall.laws._context import Context
from rollcall.laws._items import UNUSED_ID
from rollcall.laws._law import HTTP_ONLY, Cases, Law
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError, describe
from rollcall.spec import resolve

_ROBUST = "RFC 9110, section 15.6: 5xx is an error of the server"
_NOT_ALLOWED, _NOT_IMPLEMENTED = 405, 501
_SERVER_ERROR = 500
_SHOWN = 60
_ALL = 20
_UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def _every_kind(context: Context) -> Cases:
    """Return a request for a page, and one for every kind of refusal."""
    found = [context.query]
    variants = context.channel.variants(context.operation)
    found += [attrs.evolve(context.query, variant=name, scheme=each) for name, each in variants]
    if context.operation.paging.size:
        found.append(context.query.having(context.operation.paging.size, "x"))
    if context.parent is not None:
        found.append(attrs.evolve(context.query, parent=context.parent.named(UNUSED_ID)))
    return Cases(found, least=_ALL)


@law(
    "http.content_type",
    "Every response with a body, a page or a refusal, has a documented Content-Type, and JSON "
    "begins without a byte order mark.",
    source="RFC 9110, section 8.3; RFC 8259, section 8.1; the content of the response",
    needs="a response with a body",
    cases=_every_kind,
    channels=HTTP_ONLY,
    is_rowless=True,
)
def content_type(context: Context, query: Query) -> bool:
    """Compare the Content-Type of each response with the media types of the spec."""
    response = context.channel.page(query)
    reported = response.headers.get("content-type", "")
    media = reported.partition(";")[0].strip().lower()
    documented = _media(context, response)
    if not documented:
        return False
    if response.content and not any(fnmatchcase(media, each) for each in documented):
        named = " or ".join(sorted(documented))
        title = f"the Content-Type of a {response.status} is {reported or 'missing'}, not {named}"
        raise ViolationError(title, response, is_proven=True)
    if response.content.startswith(BOM_UTF8) and media.endswith("json"):
        raise ViolationError("the body begins with a byte order mark", response, is_proven=True)
    return bool(response.content)


def _media(context: Context, response: Response) -> set[str]:
    """Return the media types and ranges that the spec documents for a status."""
    item: Any = context.spec.raw["paths"][context.operation.path]
    responses = item[context.operation.method.lower()]["responses"]
    status = str(response.status)
    node = responses.get(status) or responses.get(f"{status[0]}XX") or responses.get("default")
    node = resolve(context.spec, node) if node is not None else {}
    return {each.partition(";")[0].strip().lower() for each in node.get("content", ())}


@law(
    "http.method",
    "An unsupported method is refused, and Allow names the supported methods.",
    source="RFC 9110, section 15.5.6: a 405 has Allow",
    needs="a response",
    cases=lambda context: Cases([Probe(context.query, method="TRACE")]),
    channels=HTTP_ONLY,
    is_rowless=True,
    basis="standard",
)
def method(context: Context, probe: Probe) -> bool:
    """Compare the status of an unsupported method with 405, and Allow with the spec."""
    response, expected = context.http.probe(probe), context.operation.method
    if response.status not in {_NOT_ALLOWED, _NOT_IMPLEMENTED}:
        title = f"{probe.method} returns the status {response.status}"
        raise ViolationError(title, response, detail="Expected 405, with Allow.", is_proven=True)
    reported = response.headers.get("allow", "")
    allowed = {each.strip().upper() for each in reported.split(",")}
    if response.status != _NOT_IMPLEMENTED and expected not in allowed:
        title = f"{probe.method} is refused without {expected} in Allow"
        detail = f"Allow is {reported or 'missing'}."
        raise ViolationError(title, response, detail=detail, is_proven=True)
    return True


def _writes(context: Context) -> Cases:
    """Return requests with unsafe methods that the path does not have."""
    documented = context.spec.raw["paths"][context.operation.path]
    found = [
        Probe(context.query, method=each) for each in _UNSAFE if each.lower() not in documented
    ]
    return Cases(found, least=len(found))


@law(
    "http.write",
    "A method that changes data, and that the spec does not have, is refused.",
    source="RFC 9110, section 15.5.6",
    needs="a method that the path does not have",
    cases=_writes,
    channels=HTTP_ONLY,
    is_rowless=True,
    basis="standard",
)
def write(context: Context, probe: Probe) -> bool:
    """Compare the status of each method that the spec does not have with a refusal."""
    response = context.http.probe(probe)
    if response.kind != "refusal" and response.status != _NOT_IMPLEMENTED:
        title = f"{probe.method} is not refused: {describe(response)}"
        detail = "Expected a status 4xx, such as 405, or 501."
        raise ViolationError(title, response, detail=detail, is_proven=True)
    return True


def _robust(name: str, sentence: str, probes: Callable[[Context], list[Probe]]) -> Law:
    """Register the law that some requests do not cause a status 5xx."""

    def cases(context: Context) -> Cases:
        # A server may parse each parameter with other code: all are tried.
        found = probes(context)
        return Cases(found, least=len(found))

    @law(
        f"http.{name}",
        sentence,
        source=_ROBUST,
        statements=("strictness-3",),
        needs="a query parameter",
        cases=cases,
        channels=HTTP_ONLY,
        is_rowless=True,
        basis="standard",
    )
    def never_fails(context: Context, probe: Probe) -> bool:
        """Compare the status of each unusual request with those of an error of the server."""
        response = context.http.probe(probe)
        if response.status is None or response.status >= _SERVER_ERROR:
            cut = "…" if len(probe.suffix) > _SHOWN else ""
            title = f"with {probe.suffix[:_SHOWN]}{cut} the server fails: {describe(response)}"
            detail = "Expected a page, or a status 4xx."
            raise ViolationError(title, response, detail=detail, is_proven=True)
        return True

    return never_fails


def _names(context: Context) -> list[str]:
    return [each.name for each in context.operation.parameters if each.location == "query"]


def _quoted(name: str) -> str:
    return name.replace("[", "%5B").replace("]", "%5D")


def _suffixed(context: Context, *values: str) -> list[Probe]:
    """Return requests with percent-encoded values, one parameter at a time.

    A value has several characters of a kind, because each value costs a request per parameter.
    """
    return [
        Probe(context.query, suffix=f"{_quoted(name)}={value}")
        for value in values
        for name in _names(context)
    ]


def _duplicates(context: Context) -> list[Probe]:
    return [
        Probe(context.query, suffix=f"{_quoted(name)}={one}&{_quoted(name)}={other}")
        for name in _names(context)
        for one, other in (("1", "2"), ("2021-04-25", "2021-04-26"))
    ]


def _long_numbers(context: Context) -> list[Probe]:
    """Return requests with integers of more than 64 bits, one parameter at a time."""
    parameters = context.operation.parameters
    return [
        Probe(context.query, suffix=f"{_quoted(each.name)}={'9' * digits}")
        for each in parameters
        if each.location == "query" and each.schema.get("type") == "integer"
        for digits in (19, 40, 5000)
    ]


_robust("duplicate", "A parameter that is sent twice does not make the server fail.", _duplicates)
_robust(
    "nul",
    "The character NUL, and other control characters, do not make the server fail.",
    lambda context: _suffixed(context, "%00", "a%00b%0d%0a%1b%7f"),
)
_robust(
    "encoding",
    "Broken percent-encoding, and bytes that are not UTF-8, do not make the server fail.",
    lambda context: _suffixed(context, "%zz", "%", "%ff%fe%c3%28", "%ed%a0%80%e2%82"),
)
_robust(
    "quote",
    "Quotes, and other characters with a meaning in SQL, HTML or a shell, do not make the server "
    "fail.",
    lambda context: _suffixed(
        context,
        *("%27%20OR%201%3D1--", "%27%22%5C%60%24%7B1%7D%3Cb%3E", "%25%2B%26"),
        *("%0A%C3%A4%F0%9F%94%8D", ""),
    ),
)
_robust(
    "overlong",
    "A value of absurd length or size does not make the server fail.",
    lambda context: [*_suffixed(context, "a" * 4000), *_long_numbers(context)],
)
_robust(
    "unknown",
    "A parameter that is not documented does not make the server fail.",
    lambda context: [
        Probe(context.query, suffix=each) for each in ("zz=1", "zz", "=", "z=1&&z", "zz[]=1")
    ],
)
