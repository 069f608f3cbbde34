"""The server that is asked: the one that is named, or the sandbox."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType
from typing import Any

import attrs
import pytest

__all__ = ["Target", "sandbox_target", "target"]


@attrs.frozen
class Target:
    """A server.

    Attributes:
        base_url: Where it is, without a slash at its end.
        token: What authenticates a request; user and password with a colon between them, where a
            document asks for both.
        parents: The values of path parameters that are not to be looked for, by their names.
        is_sandbox: Whether it is the sandbox, which ends with whatever started it.
    """

    base_url: str
    token: str = attrs.field(repr=False)
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    is_sandbox: bool = False


@contextmanager
def target(
    spec: Path, base_url: str | None, token: str, parents: Mapping[str, tuple[str, ...]]
) -> Iterator[Target]:
    """Return the server that is named, or start the sandbox until the context ends.

    Args:
        spec: The contract. The sandbox knows an API by the name of its file, without the ending.
        base_url: The server; None asks for the sandbox, with a token that is drawn.
        token: What authenticates a request to the server that is named.
        parents: The values of path parameters that are given; the sandbox names some of its own.

    Raises:
        pytest.UsageError: The sandbox does not serve such an API.
    """
    if base_url is not None:
        yield Target(base_url, token, parents)
        return
    from contract_tests.sandbox import serve  # noqa: PLC0415 - not needed for another server

    with serve(token=token_hex(16)) as sandbox:
        found = sandbox_target(
            spec, {name: attrs.asdict(api) for name, api in sandbox.apis.items()}
        )
        yield attrs.evolve(found, parents=MappingProxyType({**found.parents, **parents}))


def sandbox_target(spec: Path, apis: Mapping[str, Mapping[str, Any]]) -> Target:
    """Return what the sandbox says of the API that a contract is about.

    Args:
        spec: The contract.
        apis: What ``python -m contract_tests.sandbox --json`` prints.

    Raises:
        pytest.UsageError: The sandbox does not serve such an API.
    """
    api = apis.get(spec.stem)
    if api is None:
        msg = (
            f"--base-url: say where {spec} is served; the sandbox serves {', '.join(sorted(apis))}"
        )
        raise pytest.UsageError(msg)
    parents = {name: tuple(values) for name, values in api["parents"].items()}
    return Target(api["base_url"], api["token"], MappingProxyType(parents), is_sandbox=True)
