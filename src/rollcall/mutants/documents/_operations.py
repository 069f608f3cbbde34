"""Mutants of operations: their paths, methods, statuses and security."""

from collections.abc import Iterator, Mapping
from typing import Any

from rollcall.mutants.documents._edit import Edit, at, key, put, recased, removed, renamed
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import body_place, operation_place, resolved
from rollcall.spec import Operation, Spec, json_media_type, success_status

__all__ = ["operations"]

_REFUSING = ("scope.unknown", "scope.malformed")
_LAWS: Mapping[str, tuple[str, ...]] = {
    "200": ("page.echo",),
    "401": ("auth.*",),
    "404": ("scope.unknown", "page.past_the_end"),
}
_AUTH = ("auth.*",)

_Change = tuple[str, Edit]
"""The kind, and the change."""


def operations(spec: Spec) -> Iterator[DocumentMutant]:
    """Yield the mutants of all operations."""
    for operation in spec.operations:
        own = (operation.id,)
        yield from (DocumentMutant(kind, edit, own) for kind, edit in _path(operation))
        yield from _statuses(spec, operation)
        yield from (DocumentMutant(kind, edit, own) for kind, edit in _method(spec, operation))
        for kind, edit in _security(spec, operation):
            yield DocumentMutant(f"security.{kind}", edit, own, laws=_AUTH)
    for name, scheme in spec.security_schemes.items():
        using = tuple(each.id for each in spec.operations if name in each.security)
        for kind, edit in _scheme(scheme, key("components", "securitySchemes", name)):
            yield DocumentMutant(f"security.{kind}", edit, using, laws=_AUTH)


def _path(operation: Operation) -> Iterator[_Change]:
    path, where = operation.path, key("paths", operation.path)
    *above, last = path.split("/")
    recasing = [each if "{" in each else recased(each) for each in (*above, last)]
    yield "path.segment", renamed(where, "/".join([*above, f"{last}s"]))
    yield "path.prefix", renamed(where, f"/api{path}")
    yield "path.slash", renamed(where, f"{path}/")
    yield "path.case", renamed(where, "/".join(recasing))
    if "{" in path:
        yield "path.parameter", renamed(where, path.replace("{", "{the_"))


def _method(spec: Spec, operation: Operation) -> Iterator[_Change]:
    where = operation_place(operation)
    yield "operation.method", renamed(where, "post")
    yield "operation.removed", removed(key("paths", operation.path))
    yield "operation.id", put(f"{where}/operationId", f"{operation.id}Again")
    if "tags" in at(spec.raw, where):
        yield "operation.tag", put(f"{where}/tags/0", f"{operation.tag}.more")


def _statuses(spec: Spec, operation: Operation) -> Iterator[DocumentMutant]:
    where = operation_place(operation)
    success = success_status(spec, operation.at)
    for status in at(spec.raw, where).get("responses", ()):
        place = where + key("responses", status)
        body, laws = resolved(spec, place), _LAWS.get(status, _REFUSING)
        sharing = _sharing(spec, body, operation)
        other = "201" if status == success else "409" if status != "5XX" else "6XX"
        for kind, edit in (("removed", removed(place)), ("other", renamed(place, other))):
            yield DocumentMutant(f"status.{kind}", edit, (operation.id,), status, laws)
        media_type = json_media_type(at(spec.raw, body).get("content", ()))
        if media_type is None:
            continue
        media = renamed(body + key("content", media_type), "application/xml")
        yield DocumentMutant("status.media", media, sharing, status, laws)
        page = body_place(spec, operation, success) if success is not None else None
        own = body_place(spec, operation, status)
        if status != success and page is not None and own is not None:
            holder = body + key("content", media_type, "schema")
            paged = put(holder, {"$ref": f"#{page}"})
            yield DocumentMutant("status.body", paged, sharing, status, laws)


def _sharing(spec: Spec, place: str, first: Operation) -> tuple[str, ...]:
    """Return the operations that share a response, one of them first."""
    sharing = [
        operation.id
        for operation in spec.operations
        for status in at(spec.raw, operation_place(operation)).get("responses", ())
        if resolved(spec, operation_place(operation) + key("responses", status)) == place
    ]
    return tuple(dict.fromkeys([first.id, *sharing]))


def _security(spec: Spec, operation: Operation) -> Iterator[_Change]:
    node = at(spec.raw, operation_place(operation))
    place = f"{operation_place(operation)}/security"
    if "security" in node:
        yield "removed", removed(place)
        yield "empty", put(place, [])
        yield "optional", put(place, [*node["security"], {}])
        yield "unknown", put(place, [{"nobody": []}])


def _scheme(scheme: Mapping[str, Any], where: str) -> Iterator[_Change]:
    bearer = {"type": "http", "scheme": "bearer"}
    header = {"type": "apiKey", "in": "header", "name": "X-Key"}
    yield "scheme", put(where, header if scheme.get("type") == "http" else bearer)
    yield "query", put(where, {"type": "apiKey", "in": "query", "name": "key"})
    if scheme.get("scheme") == "basic":
        yield "bearer", put(f"{where}/scheme", "bearer")
    else:
        yield "basic", put(where, {"type": "http", "scheme": "basic"})
    yield "scheme-removed", removed(where)
    if "name" in scheme:
        yield "header", put(f"{where}/name", f"{scheme['name']}s")
    pairs, place = scheme.get("x-credentials", ()), f"{where}/x-credentials"
    if pairs:
        yield "pairs-removed", removed(place)
    for index, pair in enumerate(pairs):
        swapped = {"user": pair["password"], "password": pair["user"]}
        yield "pair-removed", removed(f"{place}/{index}")
        yield "pair-swapped", put(f"{place}/{index}", swapped)
