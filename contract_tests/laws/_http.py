"""HTTP: what a server says of itself, and how it takes what it did not expect."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import attrs

from contract_tests.channels import Answer, Probe, Query
from contract_tests.contract import resolve

from ._law import WIRE, Breach, Cases, Law, law, whole
from ._scene import Scene, describe

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
    cases=lambda scene, _: Cases(
        [
            scene.query,
            *(attrs.evolve(scene.query, key=each) for each in sorted(scene.channel.keys)),
            *(scene.query.having(name, "x") for name in [scene.listing.pagination.size] if name),
            *(attrs.evolve(scene.query, parent=_NOBODY) for _ in [scene.listing.parent] if _),
        ],
        least=_ALL,
    ),
    channels=WIRE,
    is_rowless=True,
)
def content_type(scene: Scene, query: Query) -> bool:
    answer = scene.channel.page(query)
    said = answer.headers.get("content-type", "")
    media = said.partition(";")[0].strip().lower()
    documented = _media(scene, answer)
    if not documented:
        return False
    if answer.content and not any(fnmatchcase(media, each) for each in documented):
        named = " or ".join(sorted(documented))
        title = f"the status {answer.status} comes as {said or 'nothing'}, not {named}"
        raise Breach(title, "", answer, is_proven=True)
    return bool(answer.content)


def _media(scene: Scene, answer: Answer) -> set[str]:
    """Give the media types, or ranges of them, that the spec has for a status, if it has any."""
    item: Any = scene.document.raw["paths"][scene.operation.path]
    responses = item[scene.operation.method.lower()]["responses"]
    status = str(answer.status)
    node = responses.get(status) or responses.get(f"{status[0]}XX") or responses.get("default")
    node = resolve(scene.document, node) if node is not None else {}
    return {each.partition(";")[0].strip().lower() for each in node.get("content", ())}


@law(
    "http.method",
    "A method that the list does not have is refused, and the methods that it has are named.",
    source="RFC 9110, section 15.5.6: a 405 has Allow",
    needs="answer",
    subjects=whole,
    cases=lambda scene, _: Cases([Probe(scene.query, method="TRACE")]),
    channels=WIRE,
    is_rowless=True,
)
def method(scene: Scene, probe: Probe) -> bool:
    answer = scene.http.probe(probe)
    if answer.status not in _NOT_ALLOWED:
        title = f"{probe.method} gives the status {answer.status}"
        raise Breach(title, "Expected 405, with Allow.", answer, is_proven=True)
    allowed = {each.strip().upper() for each in answer.headers.get("allow", "").split(",")}
    if answer.status != 501 and scene.operation.method not in allowed:  # noqa: PLR2004
        title = f"{probe.method} is refused without {scene.operation.method} in Allow"
        said = answer.headers.get("allow", "nothing")
        raise Breach(title, f"Allow says {said}.", answer, is_proven=True)
    return True


def _robust(name: str, sentence: str, needs: str, probes: Callable[[Scene], list[Probe]]) -> Law:
    """Make the law that a server takes some requests without failing."""

    @law(
        f"http.{name}",
        sentence,
        source=_ROBUST,
        needs=needs,
        subjects=whole,
        cases=lambda scene, _: _each_once(probes(scene)),
        channels=WIRE,
        is_rowless=True,
    )
    def never_fails(scene: Scene, probe: Probe) -> bool:
        answer = scene.http.probe(probe)
        if answer.status is None or answer.status >= _SERVER_ERROR:
            title = f"with {probe.suffix[:60]} the server fails: {describe(answer)}"
            raise Breach(title, "Expected a page, or a status 4xx.", answer, is_proven=True)
        return True

    return never_fails


def _each_once(probes: list[Probe]) -> Cases:
    """Try all probes, however little is tried: each parameter and value may be read apart."""
    return Cases(probes, least=len(probes))


def _names(scene: Scene) -> list[str]:
    return [each.name for each in scene.operation.parameters if each.location == "query"]


def _quoted(name: str) -> str:
    return name.replace("[", "%5B").replace("]", "%5D")


def _suffixed(scene: Scene, *values: str) -> list[Probe]:
    """Send values as they are, percent-encoded already, one parameter at a time."""
    return [
        Probe(scene.query, suffix=f"{_quoted(name)}={value}")
        for value in values
        for name in _names(scene)
    ]


def _duplicates(scene: Scene) -> list[Probe]:
    return [
        Probe(scene.query, suffix=f"{_quoted(name)}={one}&{_quoted(name)}={other}")
        for name in _names(scene)
        for one, other in (("1", "2"), ("2021-04-25", "2021-04-26"))
    ]


def _index_and_size(scene: Scene) -> list[Probe]:
    pagination = scene.listing.pagination
    names = [each for each in (pagination.size, getattr(pagination, "index", None)) if each]
    return [
        Probe(scene.query, suffix=f"{_quoted(name)}={'9' * digits}")
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
        lambda scene: _suffixed(scene, "%00", "a%00b", "%0d%0a", "%1b", "%7f"),
    ),
    _robust(
        "encoding",
        "Percent-encoding that is broken, or no UTF-8, does not make the server fail.",
        "query parameter",
        lambda scene: _suffixed(scene, "%zz", "%", "%ff%fe", "%c3%28", "%ed%a0%80", "%e2%82"),
    ),
    _robust(
        "quote",
        "Quotes, and what other languages give a meaning, do not make the server fail.",
        "query parameter",
        lambda scene: _suffixed(
            scene,
            *("%27", "%22", "%5C", "%27%20OR%201%3D1--", "%24%7B1%7D", "%3Cb%3E", "%60", ""),
            *("%25", "%2B", "%26", "%0A", "%C3%A4", "%F0%9F%94%8D"),
        ),
    ),
    _robust(
        "overlong",
        "A value of absurd length or size does not make the server fail.",
        "query parameter",
        lambda scene: [*_suffixed(scene, "a" * 4000), *_index_and_size(scene)],
    ),
    _robust(
        "unknown",
        "A parameter that is not documented does not make the server fail.",
        "query parameter",
        lambda scene: [
            Probe(scene.query, suffix=each) for each in ("zz=1", "zz", "=", "z=1&&z", "zz[]=1")
        ],
    ),
)
