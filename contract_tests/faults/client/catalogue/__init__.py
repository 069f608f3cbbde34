"""All faults of clients, group by group."""

from collections.abc import Mapping
from types import MappingProxyType

from contract_tests.faults.client._fault import ClientFault

from . import (
    _ahead,
    _asynchronous,
    _connections,
    _errors,
    _links,
    _options,
    _paging,
    _pairs,
    _requests,
    _responses,
    _retries,
    _secrets,
)

__all__ = ["FAULTS", "GROUPS"]

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "paging": "Pages",
        "links": "Links",
        "requests": "Requests",
        "responses": "Responses",
        "errors": "Errors",
        "retries": "Retries",
        "options": "Options",
        "ahead": "Reading ahead",
        "asynchronous": "Asynchronous client",
        "connections": "Connections",
        "secrets": "Secrets",
        "pairs": "User and password",
    }
)
"""The groups, each with its title."""

FAULTS: tuple[ClientFault, ...] = tuple(
    each
    for module in (
        _paging,
        _links,
        _requests,
        _responses,
        _errors,
        _retries,
        _options,
        _ahead,
        _asynchronous,
        _connections,
        _secrets,
        _pairs,
    )
    for each in module.FAULTS
)
"""All faults, in the order in which they are tried."""
