"""Defects of the client that stock openapi-python-client 0.29.1 generates from the same spec."""

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import telnyx_video
from benchmarks._faulty_servers import Server, reply, room, rooms_page
from benchmarks._stock import PACKAGE

from ._defect import KEY, Defect, Run, Seen, described, raised, seen_timeouts
from ._ours import client_of, list_rooms, raises, timeouts_of
from ._responses import ERRORS, ROOMS, same

__all__ = ["STOCK"]

_ROOM_ID = "7b61621f-62e0-4aad-ab11-000000000001"
_SESSION = {
    "id": _ROOM_ID,
    "room_id": _ROOM_ID,
    "active": False,
    "created_at": "2021-04-16T09:46:20.954863Z",
    "updated_at": "2021-04-16T10:24:55.962200Z",
    "ended_at": "yesterday",
    "record_type": "room_session",
}


def _list(server: Server, **options: Any) -> Any:  # noqa: ANN401
    return _list_of(_client(server, **options))


def _client(server: Server, **options: Any) -> Any:  # noqa: ANN401
    package: Any = importlib.import_module(PACKAGE)
    return package.AuthenticatedClient(base_url=server.url, token=KEY, **options)


def _operation() -> Any:  # noqa: ANN401
    return importlib.import_module(f"{PACKAGE}.api.rooms.list_rooms")


def _list_of(client: Any) -> Any:  # noqa: ANN401
    return _operation().sync_detailed(client=client)


def _default_timeout(server: Server) -> Seen:
    timeouts: list[dict[str, float | None]] = []
    hooks = {"request": [lambda request: timeouts.append(request.extensions["timeout"])]}
    _list(server, httpx_args={"event_hooks": hooks})
    return seen_timeouts(timeouts[0])


def _our_default_timeout(server: Server) -> Seen:
    return seen_timeouts(timeouts_of(server))


def _returns(server: Server) -> Seen:
    responses: list[Any] = []
    error = raised(lambda: responses.append(_list(server)))
    if error is not None:
        return Seen(is_defect=False, text=described(error))
    parsed = responses[0].parsed
    kind = "None" if parsed is None else f"a {type(parsed).__name__}"
    return Seen(is_defect=True, text=f"no error, parsed {kind}")


def _raises(name: str) -> Run:
    def run(server: Server) -> Seen:
        error = raised(lambda: _list(server))
        return Seen(described(error) == name, described(error))

    return run


def _nullable_date(server: Server) -> Seen:
    value = _list(server).parsed.data[0].sessions[0].ended_at
    return Seen(isinstance(value, str), f"ended_at={value!r}")


def _primitive(server: Server) -> Seen:
    value = _list(server).parsed.data[0].max_participants
    return Seen(value == "many", f"max_participants={value!r}")


def _names(_: Server) -> Seen:
    return _arguments(_operation().sync)


def _our_names(server: Server) -> Seen:
    with client_of(server) as client:
        return _arguments(client.rooms.list)


def _arguments(call: Callable[..., object]) -> Seen:
    names = [name for name in inspect.signature(call).parameters if name.startswith(("f", "page"))]
    expected = {"filter_date_created_at_gte", "page_size"}
    shown = [name for name in names if name.endswith(("created_atgte", "created_at_gte", "size"))]
    return Seen(not expected <= {*names}, ", ".join(shown))


def _mutated(server: Server) -> Seen:
    client = _client(server)
    _list_of(client)
    client.with_headers({"x-extra": "1"})
    _list_of(client)
    return _second_request(server)


def _our_mutated(server: Server) -> Seen:
    with client_of(server) as client:
        client.rooms.list().first()
        client.with_options(headers={"x-extra": "1"})
        client.rooms.list().first()
    return _second_request(server)


def _second_request(server: Server) -> Seen:
    is_there = "x-extra" in server.exchanges[1].headers
    return Seen(is_there, f"the original sends {'the' if is_there else 'no'} new header")


def _marker(_: Server) -> Seen:
    return _typed(importlib.import_module(PACKAGE))


def _our_marker(_: Server) -> Seen:
    return _typed(telnyx_video)


def _typed(package: ModuleType) -> Seen:
    is_there = (
        package.__file__ is not None and Path(package.__file__).with_name("py.typed").exists()
    )
    return Seen(not is_there, "py.typed is there" if is_there else "no py.typed")


_MISSING = {name: value for name, value in room().items() if name != "unique_name"}

STOCK = (
    Defect("has no timeout by default", ROOMS.handle, _default_timeout, _our_default_timeout),
    Defect(
        "returns for a 500",
        same(reply({"message": "broken", "success": False}, 500)),
        _returns,
        raises("ServerError", 4, list_rooms, "status"),
    ),
    Defect(
        "returns for a status that is not documented",
        same(reply({"message": "no tea", "success": False}, 418)),
        _returns,
        raises("UndocumentedStatusError", 1, list_rooms, "status"),
    ),
    Defect(
        "returns for a 422",
        same(reply(ERRORS, 422)),
        _returns,
        raises("UnprocessableEntityError", 1, list_rooms, "status"),
    ),
    Defect(
        "raises json.JSONDecodeError for HTML with 200",
        same(reply(b"<html>", headers={"content-type": "text/html"})),
        _raises("json.JSONDecodeError"),
        raises("DecodingError", 1),
    ),
    Defect(
        "raises KeyError for a field that is missing",
        same(rooms_page([_MISSING])),
        _raises("KeyError"),
        raises("SchemaError", 1, list_rooms, "path"),
    ),
    Defect(
        "raises ValueError for status 599",
        same(reply(b"", 599)),
        _raises("ValueError"),
        raises("ServerError", 4, list_rooms, "status"),
    ),
    Defect(
        "leaves a nullable date that it cannot read as str",
        same(rooms_page([room(sessions=[_SESSION])])),
        _nullable_date,
        raises("SchemaError", 1, list_rooms, "path"),
    ),
    Defect(
        "does not check primitives",
        same(rooms_page([room(max_participants="many")])),
        _primitive,
        raises("SchemaError", 1, list_rooms, "path"),
    ),
    Defect("runs the words of argument names together", ROOMS.handle, _names, _our_names),
    Defect("changes the original in with_headers()", ROOMS.handle, _mutated, _our_mutated),
    Defect("has no py.typed without metadata", ROOMS.handle, _marker, _our_marker),
)
