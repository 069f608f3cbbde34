"""Imports the generated client, and builds clients."""

import importlib
import importlib.util
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from rollcall.http import client_arguments
from rollcall.spec import Spec

__all__ = ["async_client_of", "client_of", "has_client", "package_of"]


def has_client(spec: Spec) -> bool:
    """Return whether the client that is generated from a spec can be imported."""
    found = importlib.util.find_spec(spec.package)
    # A folder of this name, such as openapi/, is a namespace package and no client.
    return found is not None and found.origin is not None


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
