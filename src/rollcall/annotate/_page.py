"""A page of an operation as its document describes it: where it may have page information."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from rollcall.annotate._fields import Field, fields_of, snake
from rollcall.annotate._names import LINKS
from rollcall.spec import (
    Operation,
    Parameter,
    Pointer,
    Spec,
    body_location,
    forms,
    success_status,
    types_of,
)

__all__ = ["Page", "page_of"]

_OWN = {"href", "url", "meta_url"}
"""Links that a page has to itself."""
_URLS = {"uri", "url", "uri-reference"}
_OTHERS = {"rate", "error", "errors", "request"}
"""Words of fields that are not about the page."""


@attrs.frozen
class Page:
    """A page of an operation.

    Attributes:
        spec: The document.
        operation: The operation.
        schema: The schema of the body.
        headers: The schemas of the headers, by their names.
        items: The place of the items.
    """

    spec: Spec
    operation: Operation
    schema: object
    headers: Mapping[str, Any]
    items: Pointer = attrs.field(factory=lambda: Pointer(""))

    def parameter(self, names: Collection[str], *types: str) -> Parameter | None:
        """Return the query parameter of one of some names that admits one of some types."""
        for each in self.operation.parameters:
            if each.location != "query" or snake(each.name) not in names:
                continue
            admitted = [types_of(form) for form in forms(self.spec.raw, each.schema)]
            if all(found & {*types} for found in admitted):
                return each
        return None

    def place(self, names: Collection[str], *types: str) -> str | None:
        """Return the place of a field of one of some names and types, or of a header."""
        for text, each in self._places():
            is_named = each.name in names or each.path in names
            if is_named and each.is_a(*types) and not {*each.path.split("_")} & _OTHERS:
                return text
        return None

    def link(self, relation: str) -> tuple[str, bool] | None:
        """Return the place of a link of a page, and whether its format says that it is a URL.

        None: a page seems to have no such link.
        """
        names = LINKS[relation]
        for text, each in self._places():
            around = snake(str(each.pointer.location[-2])) if each.depth > 1 else ""
            is_inner = each.name in {"href", "url", "uri"} and around in names
            is_inner |= relation == "self" and each.path in _OWN
            if each.is_a("string") and (each.name in names or each.path in names or is_inner):
                return text, each.format in _URLS
        header = next((name for name in self.headers if name.lower() == "link"), None)
        found = f"$response.header.{header}", False
        return found if header and relation != "self" else None

    def next_token(self, token: Parameter) -> str | None:
        """Return the place of the token of the next page; None if a page seems to have none."""
        own = snake(token.name)
        ranked = []
        for text, each in self._places():
            words = {*each.path.split("_")}
            is_other = bool(words & {"prev", "previous", "before", "first", "last"})
            if is_other or not each.is_a("string", "integer") or each.format in _URLS:
                continue
            is_token = bool({"cursor", "token", "after", "marker", "continue"} & words)
            # A token's parameter beside a next page that is no URL.
            is_token |= own in {"cursor", "page_token", "marker"} and each.path == "next_page"
            has_next = "next" in words
            is_own = own in {each.name, each.path}
            if is_own or (has_next and is_token):
                ranked.append((is_own + 2 * has_next + is_token, text))
        return max(ranked)[1] if ranked else None

    def _places(self) -> Iterator[tuple[str, Field]]:
        inside = self.items.location
        if inside:
            for each in fields_of(self.spec.raw, self.schema):
                if each.pointer.location[: len(inside)] != inside:
                    yield each.pointer.text, each
        for name, schema in self.headers.items():
            own = Pointer.at([name.removeprefix("X-")])
            yield f"$response.header.{name}", Field(own, types_of(schema))


def page_of(spec: Spec, operation: Operation) -> Page | None:
    """Return the page of an operation; None if it has no body in JSON."""
    status = success_status(spec, operation.at)
    place = body_location(spec, operation.at, status)
    if place is None:
        return None
    headers = (*spec.resolve((*operation.at, "responses", str(status))), "headers")
    places = {str(each): spec.resolve((*headers, each)) for each in spec.get(headers) or ()}
    schemas = {name: spec.get((*at, "schema")) or {} for name, at in places.items()}
    return Page(spec, operation, spec.get(place), schemas)
