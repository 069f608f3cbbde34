"""The changes on the wire from one version of a document to another."""

import re
from collections.abc import Iterator

from rollcall.diff._change import Change, Link, change, class_links, grouped
from rollcall.diff._operations import Operations, path_parameters
from rollcall.diff._security import scheme_changes
from rollcall.spec import Operation, Spec

__all__ = ["wire_changes", "wire_differences"]

_IN_BRACES = re.compile(r"\{[^{}]*\}")
_TEXTS = {"title", "summary", "description", "example", "examples", "externalDocs"}


def wire_changes(before: Spec, after: Spec) -> list[Change]:
    """Return the changes on the wire, in the order of the later document.

    Changes that several operations have alike are one. If no request and no response changes, but
    the document does, one change says so.
    """
    return grouped(wire_differences(before, after))


def wire_differences(before: Spec, after: Spec) -> list[Change]:
    """Return the changes on the wire, with those of each operation for itself."""
    olds, news = _by_shape(before), _by_shape(after)
    addresses = [_by_shape(each, each.server) for each in (before, after)]
    # A part of each path may have moved into the address of the server, or out of it.
    has_moved = olds.keys().isdisjoint(news) and not addresses[0].keys().isdisjoint(addresses[1])
    if has_moved:
        olds, news = addresses
    found = [*([] if has_moved else _servers(before, after)), *scheme_changes(before, after)]
    names = {
        name: later
        for shape in olds.keys() & news.keys()
        for name, later in _names(olds[shape], news[shape])
    }
    operations = Operations(before, after, names)
    for shape, new in news.items():
        if shape in olds:
            found += operations.changes(olds[shape], new)
        else:
            found.append(change("operation.added", new.label, "added", *_links(after, new)))
    for shape, old in olds.items():
        if shape not in news:
            found.append(change("operation.removed", old.label, "removed", *_links(before, old)))
    if not found and _texts(before) != _texts(after):
        found.append(change("document.changed", after.title, "texts or examples"))
    return found


def _links(spec: Spec, operation: Operation) -> list[Link]:
    """Return the links to the method of an operation, and to the classes of its bodies."""
    parts = [value for place, value in spec.walk(operation.at) if place[-1:] == ("schema",)]
    responses = [
        spec.resolve((*operation.at, "responses", each))
        for each in spec.get((*operation.at, "responses")) or ()
    ]
    parts += [v for at in responses for place, v in spec.walk(at) if place[-1:] == ("schema",)]
    return [
        ("operation", operation.id),
        *(link for each in parts for link in class_links(spec, each)),
    ]


def _by_shape(spec: Spec, server: str = "") -> dict[tuple[str, str], Operation]:
    """Return the operations by their methods and paths, without the names of parameters."""
    return {
        (each.method, _IN_BRACES.sub("{}", f"{server}{each.path}")): each
        for each in spec.operations
    }


def _names(old: Operation, new: Operation) -> Iterator[tuple[str, str]]:
    if old.id != new.id:
        yield old.id, new.id
    yield from (
        pair
        for pair in zip(path_parameters(old.path), path_parameters(new.path), strict=True)
        if pair[0] != pair[1]
    )


def _servers(before: Spec, after: Spec) -> Iterator[Change]:
    olds, news = (
        [str(each.get("url")) for each in spec.get(("servers",)) or ()] for spec in (before, after)
    )
    if before.server != after.server:
        words = f"server {before.server} → {after.server}"
        yield change("server.changed", after.title, words, ("class", "Client"))
        olds, news = olds[1:], news[1:]
    for each in olds:
        if each not in news:
            yield change("server.removed", after.title, f"server {each} removed")
    for each in news:
        if each not in olds:
            yield change("server.added", after.title, f"server {each} added")


def _texts(spec: Spec) -> set[str]:
    """Return the texts and the examples of a document."""
    return {
        f"{place[-1]}: {value}"
        for place, value in spec.walk()
        if place and (place[-1] in _TEXTS or place[0] == "tags")
    }
