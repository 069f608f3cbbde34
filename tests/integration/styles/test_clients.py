"""The clients of public list APIs list what their servers have."""

import asyncio
import re
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.styles import StyleServer
from tests.support.styles.documents import APIS, PublicApi

_ROOT = Path(__file__).parents[3]
_PYRIGHT = _ROOT / "node_modules" / ".bin" / "pyright"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy all documents into a folder, beside which their packages are written."""
    target = tmp_path_factory.mktemp("clients")
    for api in APIS.values():
        shutil.copy(api.path, target)
    return target


@pytest.fixture(scope="module")
def packages(folder: Path) -> dict[str, ModuleType]:
    """Generate and import the clients."""
    return {name: import_client(folder / api.path.name) for name, api in APIS.items()}


def _arguments(api: PublicApi) -> dict[str, Any]:
    """Return the arguments of a client for the key and for what every request carries."""
    if api.style.auth is None:
        key: dict[str, Any] = {}
    elif api.style.auth.scheme == "basic":
        username, _, password = api.token.partition(":")
        key = {"username": username, "password": password}
    else:
        key = {"api_key": api.token}
    return {**key, "base_url": api.base_url, "params": api.params, "retries": 0}


def _parents(api: PublicApi) -> list[str]:
    return [value for values in api.parents.values() for value in values]


def _lists(api: PublicApi, client: Any) -> list[Any]:  # noqa: ANN401 - known at run time only
    """Return the pagers of a client, one for each parent."""
    (operation,) = api.spec.lists
    resource = client
    for name in str(operation.tag).split("."):
        resource = getattr(resource, name)
    return [resource.list(parent) for parent in _parents(api)] or [resource.list()]


def _everything(api: PublicApi) -> list[object]:
    """Return the identities of all items that are listed on pages of unlimited size."""
    (operation,) = api.spec.lists
    size = attrs.evolve(api.style.paging.size, default=10**6, maximum=10**6)
    paging = attrs.evolve(api.style.paging, size=size)
    server = StyleServer(attrs.evolve(api.style, paging=paging, auth=None))
    found: list[object] = []
    for parent in _parents(api) or [""]:
        path = re.sub(r"\{.*?\}", parent, operation.path)
        request = httpx.Request("GET", f"{api.base_url}{path}", params=api.params)
        items = operation.items.read(server.respond(request).json())
        found += [operation.identity.read(each) for each in items]
    return found


@pytest.mark.parametrize("name", APIS)
def test_both_clients_list_everything(packages: dict[str, ModuleType], name: str) -> None:
    """Each item comes once, and both clients have the same order."""
    api, package = APIS[name], packages[name]
    transport = httpx.MockTransport(api.respond)

    def listed() -> list[Any]:
        with httpx.Client(transport=transport) as http:
            client = package.Client(http_client=http, **_arguments(api))
            return [item for pager in _lists(api, client) for item in pager]

    async def listed_async() -> list[Any]:
        async with httpx.AsyncClient(transport=transport) as http:
            client = package.AsyncClient(http_client=http, **_arguments(api))
            return [item for pager in _lists(api, client) async for item in pager]

    items = listed()
    (operation,) = api.spec.lists
    assert [operation.identity.read(package.to_dict(each)) for each in items] == _everything(api)
    assert items == asyncio.run(listed_async())
