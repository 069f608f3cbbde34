"""Faults in what a document says of an operation: its path, its statuses, its security."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from rollcall.mutants.documents._edit import Edit, at, key, recased
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import body_place, operation_place, resolved
from rollcall.spec import Operation, Spec

__all__ = ["operations"]

_REFUSING = ("scope.unknown", "scope.malformed")


def operations(spec: Spec) -> Iterator[DocumentMutant]:
    """Derive the faults of all operations."""
    for operation in spec.operations:
        yield from _path(operation)
        yield from _statuses(spec, operation)
        yield from _method(spec, operation)
        yield from _security(spec, operation)
    yield from _schemes(spec)


def _mutant_of(operation: Operation, kind: str, sentence: str, edit: Edit) -> DocumentMutant:
    return DocumentMutant(kind, sentence, edit, (operation.id,))


def _path(operation: Operation) -> Iterator[DocumentMutant]:
    path, where = operation.path, key("paths", operation.path)
    *above, last = path.split("/")
    yield _mutant_of(
        operation,
        "path.segment",
        "The path ends with another word.",
        Edit("rename", where, "/".join([*above, f"{last}s"])),
    )
    yield _mutant_of(
        operation,
        "path.prefix",
        "The path has a segment too many in front.",
        Edit("rename", where, f"/api{path}"),
    )
    yield _mutant_of(
        operation, "path.slash", "The path ends with a slash.", Edit("rename", where, f"{path}/")
    )
    yield _mutant_of(
        operation,
        "path.case",
        "The path has another case.",
        Edit(
            "rename",
            where,
            "/".join(each if "{" in each else recased(each) for each in [*above, last]),
        ),
    )
    if "{" in path:
        yield _mutant_of(
            operation,
            "path.parameter",
            "The parameter in the path has another name than its description.",
            Edit("rename", where, path.replace("{", "{the_")),
        )


def _method(spec: Spec, operation: Operation) -> Iterator[DocumentMutant]:
    where = operation_place(operation)
    yield _mutant_of(
        operation,
        "operation.method",
        "The operation is said to have another method.",
        Edit("rename", where, "post"),
    )
    yield _mutant_of(
        operation,
        "operation.removed",
        "The operation is left out.",
        Edit("remove", key("paths", operation.path)),
    )
    yield _mutant_of(
        operation,
        "operation.id",
        "The operation has another operationId.",
        Edit("set", f"{where}/operationId", f"{operation.id}Again"),
    )
    if "tags" in at(spec.raw, where):
        yield _mutant_of(
            operation,
            "operation.tag",
            "The operation has another tag: it stands elsewhere in the client.",
            Edit("set", f"{where}/tags/0", f"{operation.tag}.more"),
        )


def _statuses(spec: Spec, operation: Operation) -> Iterator[DocumentMutant]:
    where = operation_place(operation)
    statuses = at(spec.raw, where)["responses"]
    for status in map(str, statuses):
        place = where + key("responses", status)
        removed = _mutant_of(
            operation, "status.removed", "A status is left out.", Edit("remove", place)
        )
        other = "201" if status == "200" else "409" if status != "5XX" else "6XX"
        renamed = _mutant_of(
            operation, "status.other", "A status is another one.", Edit("rename", place, other)
        )
        laws = {
            "200": ("page.echo",),
            "401": ("auth.*",),
            "404": ("scope.unknown", "page.past_the_end"),
        }
        for each in (removed, renamed):
            yield attrs.evolve(each, subject=status, laws=laws.get(status, _REFUSING))
        if "content" in at(spec.raw, resolved(spec, place)):
            body = resolved(spec, place)
            yield attrs.evolve(
                _mutant_of(
                    operation,
                    "status.media",
                    "The body is said to be of another media type.",
                    Edit("rename", body + key("content", "application/json"), "application/xml"),
                ),
                subject=status,
                laws=laws.get(status, _REFUSING),
                operations=_sharing(spec, body, operation),
            )
        if status != "200":
            success = body_place(spec, operation, "200")
            schema = body_place(spec, operation, status)
            holder = resolved(spec, place) + key("content", "application/json", "schema")
            if success is not None and schema is not None:
                yield attrs.evolve(
                    _mutant_of(
                        operation,
                        "status.body",
                        "A refusal is said to have the body of a page.",
                        Edit("set", holder, {"$ref": f"#{success}"}),
                    ),
                    subject=status,
                    laws=laws.get(status, _REFUSING),
                    operations=_sharing(spec, resolved(spec, place), operation),
                )


def _sharing(spec: Spec, place: str, first: Operation) -> tuple[str, ...]:
    """Return the operations that answer with a response, one of them first."""
    sharing = [
        operation.id
        for operation in spec.operations
        for status in at(spec.raw, operation_place(operation))["responses"]
        if resolved(spec, operation_place(operation) + key("responses", status)) == place
    ]
    return tuple(dict.fromkeys([first.id, *sharing]))


def _security(spec: Spec, operation: Operation) -> Iterator[DocumentMutant]:
    where = operation_place(operation)
    if "security" not in at(spec.raw, where):
        return
    for kind, sentence, edit in (
        ("removed", "The operation is said to need no key.", Edit("remove", f"{where}/security")),
        ("empty", "The operation is said to need no key.", Edit("set", f"{where}/security", [])),
        (
            "optional",
            "The key is said to be optional.",
            Edit("set", f"{where}/security", [*at(spec.raw, where)["security"], {}]),
        ),
        (
            "unknown",
            "The operation names a scheme that is not there.",
            Edit("set", f"{where}/security", [{"nobody": []}]),
        ),
    ):
        yield attrs.evolve(
            _mutant_of(operation, f"security.{kind}", sentence, edit), laws=("auth.*",)
        )


def _schemes(spec: Spec) -> Iterator[DocumentMutant]:
    for name, scheme in spec.security_schemes.items():
        where = key("components", "securitySchemes", name)
        using = tuple(each.id for each in spec.operations if name in each.security)
        other = (
            {"type": "apiKey", "in": "header", "name": "X-Key"}
            if scheme.get("type") == "http"
            else {"type": "http", "scheme": "bearer"}
        )
        for kind, sentence, edit in (
            ("scheme", "The key is sent in another way.", Edit("set", where, other)),
            ("query", "The key is said to be in the query.", Edit(
                "set", where, {"type": "apiKey", "in": "query", "name": "key"}
            )),
            _taken_for(scheme, where),
            ("scheme-removed", "The scheme is left out.", Edit("remove", where)),
        ):  # fmt: skip
            yield DocumentMutant(f"security.{kind}", sentence, edit, using, laws=("auth.*",))
        if "name" in scheme:
            renamed = Edit("set", f"{where}/name", f"{scheme['name']}s")
            sentence = "The key is in another header."
            yield DocumentMutant("security.header", sentence, renamed, using, laws=("auth.*",))
        for kind, sentence, edit in _pairs(scheme, f"{where}/x-credentials"):
            yield DocumentMutant(f"security.{kind}", sentence, edit, using, laws=("auth.*",))


def _taken_for(scheme: Mapping[str, Any], where: str) -> tuple[str, str, Edit]:
    """Record that a key is a password, or that a password is a key."""
    if scheme.get("scheme") == "basic":
        other = Edit("set", f"{where}/scheme", "bearer")
        return "bearer", "The password is said to be a key.", other
    other = Edit("set", where, {"type": "http", "scheme": "basic"})
    return "basic", "The key is said to be a password.", other


def _pairs(scheme: Mapping[str, Any], place: str) -> Iterator[tuple[str, str, Edit]]:
    """Change what the user and the password of a scheme are called."""
    pairs = scheme.get("x-credentials", ())
    if pairs:
        gone = Edit("remove", place)
        yield "pairs-removed", "Nothing is said of what user and password are.", gone
    for index, pair in enumerate(pairs):
        gone = Edit("remove", f"{place}/{index}")
        yield "pair-removed", "One of the ways to authenticate is left out.", gone
        swapped = {"user": pair["password"], "password": pair["user"]}
        edit = Edit("set", f"{place}/{index}", swapped)
        yield "pair-swapped", "User and password are taken for each other.", edit
