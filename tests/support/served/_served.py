"""Serves the lists of a document, in the style that its annotations describe."""

import base64
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import attrs
import httpx

from rollcall import Target
from rollcall.clients._schemas import nth_identity, sample, schema_at, write
from rollcall.spec import (
    ListOperation,
    Parameter,
    Pointer,
    Spec,
    body_location,
    client_scheme,
    item_schema,
    response_schema,
    success_schema,
    success_status,
)
from tests.support.served._items import ITEMS, PARENTS, identities_of, items_of
from tests.support.served._paging import (
    facts_of,
    largest_number,
    paging_of,
    spelling_of_none,
    starts_anywhere,
)
from tests.support.served._parameters import filter_of, key_of, path_of, select_of, sort_of
from tests.support.styles import (
    Auth,
    Style,
    StyleServer,
)
from tests.support.styles._values import value_at
from tests.support.styles.documents._api import TOKEN

__all__ = ["Served", "served"]

_REFUSALS = ("400", "422", "403", "404")


@attrs.frozen
class Served:
    """A server of the lists of a document.

    Attributes:
        spec: The spec.
        styles: The style of each list.
    """

    spec: Spec
    styles: Mapping[str, Style]

    @property
    def target(self) -> Target:
        """The server in this process, with the parents and the parameters that its lists need."""
        known = {
            each.parent.parameter
            for each in self.spec.lists
            if each.parent is not None and _is_listed(self.spec, each)
        }
        parents: dict[str, tuple[str, ...]] = {}
        params: dict[str, str] = {}
        for each in self.spec.lists:
            style = self.styles[each.id]
            for parameter in each.parameters:
                if parameter.location == "path" and parameter.name not in known:
                    parents[parameter.name] = style.parents[:PARENTS]
                elif parameter.required and parameter.name in style.filters:
                    params[parameter.name] = _admitting_all(parameter, style)
        base_url = f"http://api.test{urlsplit(self.spec.server).path}"
        transport = httpx.MockTransport(self.respond)
        token = TOKEN if any(each.auth for each in self.styles.values()) else ""
        return Target(base_url, token, parents=parents, params=params, transport=transport)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response of the list that a request is for."""
        styles = [*self.styles.values()]
        path = request.url.path
        for style in styles:
            if re.fullmatch(re.sub(r"\\{\\}", "[^/]+", re.escape(style.path)), path):
                return StyleServer(style).respond(request)
        return StyleServer(styles[0]).respond(request)


def served(spec: Spec) -> Served:
    """Return a server of the lists of a document."""
    identities = {each.id: identities_of(spec, each) for each in spec.lists}
    styles: dict[str, Style] = {}
    for each in spec.lists:
        styles[each.id] = _style(spec, each, identities)
    return Served(spec, {each.id: _expanded(each, styles) for each in spec.lists})


def _is_listed(spec: Spec, operation: ListOperation) -> bool:
    """Return whether another list has the parents of a list."""
    parent = operation.parent
    return parent is not None and parent.operation in {each.id for each in spec.lists}


def _style(spec: Spec, operation: ListOperation, identities: Mapping[str, Sequence[Any]]) -> Style:
    parents: tuple[str, ...] = ()
    path = [each for each in operation.parameters if each.location == "path"]
    if len(path) > 1:
        raise NotImplementedError(f"{operation.id} has several parameters in its path")
    if path:
        (parameter,) = path
        own = parameter.schema
        if operation.parent is not None:
            own = {**own, **schema_at(spec, item_schema(spec, operation), operation.parent.field)}
        known = sample(spec, own)
        parents = tuple(str(nth_identity(own, known, number)) for number in range(ITEMS))
    if operation.parent is not None and _is_listed(spec, operation):
        parents = tuple(map(str, identities[str(operation.parent.operation)]))
    filters = {each.name: filter_of(spec, operation, each) for each in operation.filters}
    body, headers, linked = facts_of(operation)
    page = sample(spec, success_schema(spec, operation))
    for place in body if isinstance(page, dict) else ():
        _drop(page, Pointer(place))
    return Style(
        path=urlsplit(spec.server).path + re.sub(r"\{[^}]*\}", "{}", operation.path),
        items=items_of(spec, operation, identities[operation.id], parents),
        paging=paging_of(operation),
        body=body,
        headers=headers,
        linked=linked,
        constants={f"/{name}": each for name, each in page.items()} if page else {},
        without=spelling_of_none(spec, operation),
        total_on=operation.paging.requested[0] if operation.paging.requested else "",
        filters=filters,
        order=tuple(map(key_of, operation.order)),
        sort=next((sort_of(*each) for each in operation.sorts.items()), None),
        select=next((select_of(each) for each in operation.parameters if each.select), None),
        auth=_auth(spec) if operation.needs_credential else None,
        first="clamped" if starts_anywhere(operation) else "refused",
        parents=parents,
        parent=path_of(operation.parent.field) if operation.parent is not None else "",
        refusal=int(next((each for each in _REFUSALS if each in _statuses(spec, operation)), 400)),
        media_type=_media_type(spec, operation),
        errors=_errors(spec, operation),
        required=tuple(each.name for each in operation.filters if each.required),
        largest=largest_number(operation),
    )


def _drop(page: dict[str, Any], pointer: Pointer) -> None:
    *above, last = pointer.location
    holder = Pointer.at(above).read(page)
    if isinstance(holder, dict):
        holder.pop(last, None)


def _errors(spec: Spec, operation: ListOperation) -> Mapping[int, Any]:
    """Return the body of each refusal that the document describes."""
    schemas = {
        status: response_schema(spec, operation, status) for status in (400, 401, 404, 405, 422)
    }
    return {status: sample(spec, schema) for status, schema in schemas.items() if schema}


def _statuses(spec: Spec, operation: ListOperation) -> Mapping[str, Any]:
    found: Mapping[str, Any] = spec.get((*operation.at, "responses"))
    return found


def _auth(spec: Spec) -> Auth | None:
    scheme = client_scheme(spec)
    if scheme is None:
        return None
    if scheme.location == "query":
        return Auth("", TOKEN, parameter=scheme.field)
    value = base64.b64encode(TOKEN.encode()).decode() if scheme.kind == "basic" else TOKEN
    return Auth(scheme.field.lower(), value, scheme.prefix.strip().lower())


def _media_type(spec: Spec, operation: ListOperation) -> str:
    place = body_location(spec, operation.at, success_status(spec, operation.at))
    assert place is not None
    found = str(place[-2])
    return "application/json" if "*" in found else found


def _admitting_all(parameter: Parameter, style: Style) -> str:
    """Return the value of a required filter for which all items match."""
    rule = style.filters[parameter.name]
    known = sorted({str(value_at(each, rule.field)) for each in style.items})
    if rule.by in {"gte", "lte"}:
        chosen = known[0] if rule.by == "gte" else known[-1]
        return chosen[:10] if rule.kind in {"day", "date"} else chosen
    return known[0]


def _expanded(operation: ListOperation, styles: Mapping[str, Style]) -> Style:
    """Return the style of a list with the items that parameters add to its own."""
    style, flags = styles[operation.id], {}
    for name, flag in operation.flags.items():
        children = styles[flag.operation]
        for item in style.items:
            parent = str(operation.identity.read(item))
            found = [
                each
                for each in children.items
                if not children.parent or str(value_at(each, children.parent)) == parent
            ]
            write(item, flag.field, deepcopy(found))
        flags[name] = path_of(flag.field)
    return attrs.evolve(style, expands=flags)
