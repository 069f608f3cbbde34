"""The generated client and the server together: what holds on the wire holds in Python."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid5

import httpx
import pytest

from contract_tests._run import current_run
from contract_tests._samples import Samples
from contract_tests.client_channel import (
    AsyncPatientTransport,
    Call,
    PatientTransport,
    differences,
    python_values,
    require_client,
    success_schema,
    verdict,
)
from contract_tests.contract import Operation

_run = current_run()
_document = _run.document
require_client(_document)
_MOST_PAGES = 20
_SIZE = 50
_VALUES = 2
_UNKNOWN = uuid5(UUID(int=0), "a parent that no server has")

_operations = pytest.mark.parametrize(
    "operation",
    [each for each in _document.operations if each.listing],
    ids=lambda operation: operation.id,
)


def _token() -> str:
    credential = _run.engine.transport.credential
    return credential.token if credential is not None else "unused"


def _counter(operation: Operation) -> Callable[[], None]:
    def count() -> None:
        _run.ledger.tally(operation.id).requests += 1
        _run.progress.tick()

    return count


@contextmanager
def _http(operation: Operation) -> Iterator[httpx.Client]:
    transport = PatientTransport(_run.options.max_wait, _counter(operation))
    with httpx.Client(transport=transport, timeout=_run.options.request_timeout) as http:
        yield http


def _combinations(operation: Operation) -> Iterator[dict[str, str | int | bool]]:
    """Give values by their names on the wire: from the server's own data, one filter at a time."""
    assert operation.listing is not None
    samples = _run.engine.samples.get(operation.id, Samples())
    parent = operation.listing.parent
    path: dict[str, str | int | bool] = {}
    if parent is not None:
        if not samples.parents:
            pytest.skip(f"the server holds no parent for {operation.id}")
        path = {parent.parameter: samples.parents[0]}
    size = {operation.listing.pages.size: _SIZE}
    yield path
    yield {**path, **size, operation.listing.pages.index: 2}
    for parameter in operation.parameters:
        if parameter.expand is not None:
            yield {**path, **size, parameter.name: True}
        elif parameter.filter is not None and parameter.schema.get("type") == "boolean":
            yield from ({**path, **size, parameter.name: value} for value in (True, False))
        elif parameter.filter is not None:
            for value in samples.queries.get(parameter.name, ())[:_VALUES]:
                yield {**path, **size, parameter.name: value}


def _call(operation: Operation, wire: dict[str, str | int | bool]) -> Call:
    return Call(_document, operation, python_values(operation, wire))


def _raw_items(operation: Operation, wire: dict[str, str | int | bool]) -> list[Any]:
    """List by plain HTTP, by the spec alone; at most some pages."""
    listing = operation.listing
    assert listing is not None
    values = dict(wire)
    path = operation.path
    for parameter in operation.parameters:
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(str(values.pop(parameter.name))))
    values = {name: json.dumps(v) if isinstance(v, bool) else v for name, v in values.items()}
    first = int(values.get(listing.pages.index, 1))
    items: list[Any] = []
    credential = _run.engine.transport.credential
    headers = {credential.header: credential.prefix + credential.token} if credential else {}
    with _http(operation) as http:
        for number in range(first, first + _MOST_PAGES):
            query = urlencode({**values, listing.pages.index: number})
            url = f"{_run.base_url}{path}?{query}"
            response = http.get(url, headers=headers)
            assert response.status_code == httpx.codes.OK, f"{response.status_code} for {url}"
            body = response.json()
            items += listing.items.read(body)
            total = listing.pages.total_pages
            if total is not None and number >= total.read(body):
                break
    return items


def _client_items(call: Call) -> list[Any]:
    items: list[Any] = []
    with (
        _http(call.operation) as http,
        call.package.Client(
            _token(), base_url=_run.base_url, timeout=_run.options.request_timeout, http_client=http
        ) as client,
    ):
        for _, page in zip(range(_MOST_PAGES), call.on(client).pages(), strict=False):
            items += page.items
    return items


async def _async_client_items(call: Call) -> list[Any]:
    items: list[Any] = []
    transport = AsyncPatientTransport(_run.options.max_wait, _counter(call.operation))
    async with (
        httpx.AsyncClient(transport=transport) as http,
        call.package.AsyncClient(
            _token(), base_url=_run.base_url, timeout=_run.options.request_timeout, http_client=http
        ) as client,
    ):
        pages = call.on(client).pages()
        for _ in range(_MOST_PAGES):
            page = await anext(pages, None)
            if page is None:
                break
            items += page.items
        await pages.aclose()
    return items


@_operations
def test_listing(operation: Operation) -> None:
    """Listing through the client, sync and async, gives what plain HTTP gives, in that order."""
    schema = {"type": "array", "items": _item_schema(operation)}
    for wire in _combinations(operation):
        call = _call(operation, wire)
        with verdict(_run, "listing_equals_http", call):
            raw = _raw_items(operation, wire)
            got = _client_items(call)
            to_dict = call.package.to_dict
            found = [*differences(_document, schema, raw, [to_dict(each) for each in got])]
            assert not found, "\n".join(found)
            assert asyncio.run(_async_client_items(call)) == got, "async gave other items"


def _item_schema(operation: Operation) -> Any:  # noqa: ANN401 - a JSON Schema
    assert operation.listing is not None
    node: Any = success_schema(_document, operation)
    for name in str(operation.listing.items).split("/")[1:]:
        while "$ref" in node:
            node = _at(node["$ref"])
        node = node["properties"][name]
    return node["items"]


def _at(reference: str) -> Any:  # noqa: ANN401 - a JSON Schema
    node: Any = _document.raw
    for name in reference.removeprefix("#/").split("/"):
        node = node[name]
    return node


@_operations
def test_wrong_key(operation: Operation) -> None:
    """A key that the server does not know raises the error of status 401, with its body."""
    if not operation.security:
        pytest.skip("the operation asks for no key")
    wire = next(_combinations(operation))
    _check_refusal(_call(operation, wire), f"{_token()}x", 401, "wrong_key_is_an_error")


@_operations
def test_unknown_parent(operation: Operation) -> None:
    """A parent that does not exist raises the error of status 404, with its body."""
    assert operation.listing is not None
    parent = operation.listing.parent
    if parent is None:
        pytest.skip("the list has no parent")
    call = _call(operation, {parent.parameter: str(_UNKNOWN)})
    _check_refusal(call, _token(), 404, "unknown_parent_is_an_error")


def _check_refusal(call: Call, key: str, status: int, check: str) -> None:
    package = call.package
    with verdict(_run, check, call), _http(call.operation) as http:
        client = package.Client(key, base_url=_run.base_url, http_client=http)
        try:
            next(call.on(client).pages())
        except package.StatusError as raised:
            error = raised
        else:
            message = f"nothing was raised\nexpected the error of status {status}"
            raise AssertionError(message)
        assert error.status == status, f"status {error.status}\nexpected {status}"
        documented = not isinstance(error, package.UndocumentedStatusError)
        assert documented, f"{type(error).__name__} was raised\n{status} is documented"
        assert error.body is not None, "the body was not decoded"
        sent = json.loads(error.content)
        assert package.to_dict(error.body).items() <= sent.items(), "the body is another"
        # Compared apart, so that a failure shows neither.
        leaks = key in str(error)
        assert not leaks, "the key is in the error's text"
