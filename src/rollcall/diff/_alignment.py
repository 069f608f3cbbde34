"""Writes two documents so that they differ only in what is sent over the wire."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from rollcall.spec import METHODS, Spec, parse_spec

__all__ = ["aligned"]

Node = dict[str, Any]

_IN_BRACES = re.compile(r"\{[^{}]*\}")


def aligned(spec: Spec, vendor: Spec) -> tuple[Spec, Spec]:
    """Return a document and its vendor's own, alike where a request and its response are.

    - The path of the server and the path of an operation are one path.
    - A credential has no annotations.
    - A status that one document describes as part of a range, such as ``4XX``, has the response of
      the range, if the other document describes the status itself.

    ``rollcall.spec`` has written the rest in one form: references, null, combinations, objects in
    a query. The comparison itself ignores the names of credentials.
    """
    mine, theirs = (deepcopy(each.raw) for each in (spec, vendor))
    _strip_schemes(mine)
    _strip_schemes(theirs)
    if _bases(spec) != _bases(vendor):
        _join_paths(mine, spec)
        _join_paths(theirs, vendor)
    others = dict(_operations(theirs))
    for shape, operation in _operations(mine):
        if shape in others:
            _spread(operation, others[shape])
            _spread(others[shape], operation)
    return parse_spec(spec.path, mine), parse_spec(vendor.path, theirs)


def _strip_schemes(raw: Node) -> None:
    """Remove the annotations of the security schemes."""
    schemes = (raw.get("components") or {}).get("securitySchemes") or {}
    for name, scheme in schemes.items():
        schemes[name] = {key: each for key, each in scheme.items() if not key.startswith("x-")}


def _bases(spec: Spec) -> set[str]:
    return {_base(spec, path) for path, _ in _items(spec.raw)}


def _base(spec: Spec, path: str) -> str:
    """Return the path of the server of a path, without a trailing slash."""
    servers = spec.get(("paths", path, "servers"))
    return urlsplit(str(servers[0]["url"])).path.rstrip("/") if servers else spec.base_path


def _join_paths(raw: Node, spec: Spec) -> None:
    """Write the path of the server into each path."""
    raw["paths"] = {
        _base(spec, path) + path: {key: each for key, each in item.items() if key != "servers"}
        for path, item in _items(raw)
    }
    raw["servers"] = [{"url": urlsplit(spec.server)._replace(path="").geturl()}]


def _items(raw: Node) -> Iterator[tuple[str, Node]]:
    """Yield the paths, without the extensions among them."""
    for path, item in (raw.get("paths") or {}).items():
        if path.startswith("/"):
            yield path, item


def _operations(raw: Node) -> Iterator[tuple[tuple[str, str], Node]]:
    """Yield the operations, by their methods and their paths without names."""
    for path, item in _items(raw):
        for method in METHODS:
            if isinstance(item.get(method), dict):
                yield (method, _IN_BRACES.sub("{}", path)), item[method]


def _spread(operation: Node, other: Node) -> None:
    """Describe the statuses that another document describes, if this one has them in a range."""
    responses, theirs = (each.get("responses") or {} for each in (operation, other))
    for status in theirs:
        range_ = next((each for each in (f"{status[:1]}XX", "default") if each in responses), None)
        if status.isdigit() and range_ is not None and status not in responses:
            responses[status] = deepcopy(responses[range_])
