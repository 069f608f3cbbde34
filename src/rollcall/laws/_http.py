"""HTTP: what a server says of itself, and how it takes what it did not expect."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import attrs

from rollcall.channels import Probe, Query, Response
from rollcall.laws._context import Context, describe
from rollcall.laws._law import WIRE, Cases, Law, ViolationError, law, whole
from rollcall.spec import resolve

__all__ = ["LAWS"]

_ROBUST = "RFC 9110, section 15.6: 5xx is an error of the server"
_NOT_ALLOWED = {405, 501}
_SERVER_ERROR = 500
_ALL = 20
# The form of an identifier that most APIs take, and none has.
_NOBODY = "00000000-0000-0000-0000-000000000000"


@law(
    "http.content_type",
    "Every answer with a body says what it is, as the spec has it: a page, and a refusal.",
    source="RFC 9110, section 8.3; the content of the response",
    needs="answer with a body",
    subjects=whole,
    cases=lambda context, _: Cases(
        [
            context.query,
            *(attrs.evolve(context.query, key=each) for each in sorted(context.channel.keys)),
            *(context.query.having(name, "x") for name in [context.operation.paging.size] if name),
            *(attrs.evolve(context.query, parent=_NOBODY) for _ in [context.operation.parent] if _),
        ],
        least=_ALL,
    ),
    channels=WIRE,
    is_rowless=True,
)
def content_type(context: Context, query: Query) -> bool:
    answer = context.channel.page(query)
    said = answer.headers.get("content-type", "")
    media = said.partition(";")[0].strip().lower()
    documented = _media(context, answer)
    if not documented:
        return False
    if answer.content and not any(fnmatchcase(media, each) for each in documented):
        named = " or ".join(sorted(documented))
        title = f"the status {answer.status} comes as {said or 'nothing'}, not {named}"
        raise ViolationError(title, "", answer, is_proven=True)
    return bool(answer.content)


def _media(context: Context, answer: Response) -> set[str]:
    """Return the media types, or ranges of them, that the spec has for a status, if it has any."""
    item: Any = context.spec.raw["paths"][context.operation.path]
    responses = item[context.operation.method.lower()]["responses"]
    status = str(answer.status)
    node = responses.get(status) or responses.get(f"{status[0]}XX") or responses.get("default")
    node = resolve(context.spec, node) if node is not None else {}
    return {each.partition(";")[0].strip().lower() for each in node.get("content", ())}


@law(
    "http.method",
    "A method that the list does not have is refused, and the methods that it has are named.",
    source="RFC 9110, section 15.5.6: a 405 has Allow",
    needs="answer",
    subjects=whole,
    cases=lambda context, _: Cases([Probe(context.query, method="TRACE")]),
    channels=WIRE,
    is_rowless=True,
)
def method(context: Context, probe: Probe) -> bool:
    answer = context.http.probe(probe)
    if answer.status not in _NOT_ALLOWED:
        title = f"{probe.method} gives the status {answer.status}"
        raise ViolationError(title, "Expected 405, with Allow.", answer, is_proven=True)
    allowed = {each.strip().upper() for each in answer.headers.get("allow", "").split(",")}
    if answer.status != 501 and context.operation.method not in allowed:  # noqa: PLR2004
        title = f"{probe.method} is refused without {context.operation.method} in Allow"
        said = answer.headers.get("allow", "nothing")
        raise ViolationError(title, f"Allow says {said}.", answer, is_proven=True)
    return True


def _robust(name: str, sentence: str, needs: str, probes: Callable[[Context], list[Probe]]) -> Law:
    """Make the law that a server takes some requests without failing."""

    @law(
        f"http.{name}",
        sentence,
        source=_ROBUST,
        needs=needs,
        subjects=whole,
        cases=lambda context, _: _each_once(probes(context)),
        channels=WIRE,
        is_rowless=True,
    )
    def never_fails(context: Context, probe: Probe) -> bool:
        answer = context.http.probe(probe)
        if answer.status is None or answer.status >= _SERVER_ERROR:
            title = f"with {probe.suffix[:60]} the server fails: {describe(answer)}"
            raise ViolationError(title, "Expected a page, or a status 4xx.", answer, is_proven=True)
        return True

    return never_fails


def _each_once(probes: list[Probe]) -> Cases:
    """Try all probes, however little is tried: each parameter and value may be read apart."""
    return Cases(probes, least=len(probes))


def _names(context: Context) -> list[str]:
    return [each.name for each in context.operation.parameters if each.location == "query"]


def _quoted(name: str) -> str:
    return name.replace("[", "%5B").replace("]", "%5D")


def _suffixed(context: Context, *values: str) -> list[Probe]:
    """Send values as they are, percent-encoded already, one parameter at a time."""
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


def _index_and_size(context: Context) -> list[Probe]:
    paging = context.operation.paging
    names = [each for each in (paging.size, paging.index) if each]
    return [
        Probe(context.query, suffix=f"{_quoted(name)}={'9' * digits}")
        for name in names
        for digits in (19, 40, 5000)
    ]


LAWS = (
    content_type,
    method,
    _robust(
        "duplicate",
        "A parameter that is given twice does not make the server fail.",
        "query parameter",
        _duplicates,
    ),
    _robust(
        "nul",
        "The character NUL, and other control characters, do not make the server fail.",
        "query parameter",
        lambda context: _suffixed(context, "%00", "a%00b", "%0d%0a", "%1b", "%7f"),
    ),
    _robust(
        "encoding",
        "Percent-encoding that is broken, or no UTF-8, does not make the server fail.",
        "query parameter",
        lambda context: _suffixed(context, "%zz", "%", "%ff%fe", "%c3%28", "%ed%a0%80", "%e2%82"),
    ),
    _robust(
        "quote",
        "Quotes, and what other languages give a meaning, do not make the server fail.",
        "query parameter",
        lambda context: _suffixed(
            context,
            *("%27", "%22", "%5C", "%27%20OR%201%3D1--", "%24%7B1%7D", "%3Cb%3E", "%60", ""),
            *("%25", "%2B", "%26", "%0A", "%C3%A4", "%F0%9F%94%8D"),
        ),
    ),
    _robust(
        "overlong",
        "A value of absurd length or size does not make the server fail.",
        "query parameter",
        lambda context: [*_suffixed(context, "a" * 4000), *_index_and_size(context)],
    ),
    _robust(
        "unknown",
        "A parameter that is not documented does not make the server fail.",
        "query parameter",
        lambda context: [
            Probe(context.query, suffix=each) for each in ("zz=1", "zz", "=", "z=1&&z", "zz[]=1")
        ],
    ),
)
