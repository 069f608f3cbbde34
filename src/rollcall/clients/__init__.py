"""Checks the requests of a generated client, and the data and errors that it returns.

The checks call a client as an application does. Its names come from the spec: the package from
the file, a resource from the tag of its operation, and an argument from its parameter.
"""

import importlib.util
from collections.abc import Sequence

from rollcall.channels import has_client
from rollcall.clients import _paging_checks as _paging_checks
from rollcall.clients import _partition_checks as _partition_checks
from rollcall.clients import _request_checks as _request_checks
from rollcall.clients import _response_checks as _response_checks
from rollcall.clients import _server_checks as _server_checks
from rollcall.clients import _settings_checks as _settings_checks
from rollcall.clients import _skipping_checks as _skipping_checks
from rollcall.clients._bodies import drawn_replies
from rollcall.clients._check import CHECKS, SENTENCES, CheckContext, ClientCheck
from rollcall.clients._pages import answered_pages, least_call
from rollcall.spec import ListOperation, Spec, UsageError

__all__ = [
    "SENTENCES",
    "CheckContext",
    "ClientCheck",
    "answered_pages",
    "checks",
    "drawn_replies",
    "least_call",
]


def checks(spec: Spec, operations: Sequence[ListOperation] | None = None) -> Sequence[ClientCheck]:
    """Return the checks of the client of a spec; none if no client was generated from it.

    Args:
        spec: The spec.
        operations: The operations whose methods are checked (default: all lists).

    Raises:
        UsageError: A client is installed, but the packages for its checks are not.
    """
    if not has_client(spec):
        return ()
    if importlib.util.find_spec("openapi_core") is None:
        raise UsageError(
            f"the checks of the client {spec.package} need openapi-core; "
            "install it: pip install 'rollcall-contract[clients]'"
        )
    chosen = spec.lists if operations is None else operations
    found = (of(spec, operation) for of in CHECKS for operation in chosen)
    return tuple(each for each in found if each is not None)
