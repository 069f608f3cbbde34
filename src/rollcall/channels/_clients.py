"""Imports the generated client, and builds clients."""

import importlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from rollcall.http import client_arguments, client_refusal
from rollcall.spec import Spec

__all__ = ["async_client_of", "client_of", "client_problem", "has_client", "package_of"]

_OWN = "_list_operations.py"
"""A module that every generated client has."""


def has_client(spec: Spec) -> bool:
    """Return whether the generated client can be imported, and can send the requests of a spec."""
    return not client_problem(spec)


def client_problem(spec: Spec) -> str:
    """Return why there are no channels of a generated client; empty if there are."""
    found = importlib.util.find_spec(spec.package)
    # A folder of this name, such as openapi/, is a namespace package and no client.
    if found is None or found.origin is None:
        return f"none is installed as {spec.package}, which rollcall generate would write"
    if not Path(found.origin).with_name(_OWN).is_file():
        named = f"{spec.package} is another module ({found.origin})"
        return f"{named}; give the spec another file name, after which its client is named"
    return client_refusal(spec)


def package_of(spec: Spec) -> ModuleType:
    """Return the package that was generated from a spec.

    Raises:
        ModuleNotFoundError: There is none.
    """
    return importlib.import_module(spec.package)


def client_of(spec: Spec, token: str, **options: Any) -> Any:  # noqa: ANN401 - known at run time only
    """Return a client with a token.

    Args:
        spec: The spec that it was generated from.
        token: A token; or a user and a password, with a colon between them.
        options: Further arguments. The default of ``base_url`` is the server of the document,
            not the server in the environment.
    """
    package = package_of(spec)
    return package.Client(**_arguments(spec, token, options))


def async_client_of(spec: Spec, token: str, **options: Any) -> Any:  # noqa: ANN401
    """Return an asynchronous client; see ``client_of``."""
    package = package_of(spec)
    return package.AsyncClient(**_arguments(spec, token, options))


def _arguments(spec: Spec, token: str, options: Mapping[str, Any]) -> dict[str, Any]:
    return {"base_url": spec.server, **client_arguments(spec, token), **options}
