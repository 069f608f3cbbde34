"""Starts the sandbox in a process of its own, as its users do."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import attrs

from rollcall._target import Target, sandbox_target

__all__ = ["served_apart", "started_sandbox"]

_ROOT = Path(__file__).parents[2]
_SECONDS = 60.0


@contextmanager
def started_sandbox(spec: Path, *options: str) -> Iterator[Target]:
    """Serve the sandbox until the context ends, and give what it says of one API.

    Args:
        spec: The contract. The sandbox knows an API by the name of its file, without the ending.
        options: What its command line is given.

    Raises:
        pytest.UsageError: The sandbox does not serve such an API.
        RuntimeError: It does not start within a minute.
    """
    command = [sys.executable, "-m", "contract_tests.sandbox", "--json", *options]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        # A server that neither prints nor ends would hold up the reading.
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            line = process.stdout.readline()
        finally:
            watchdog.cancel()
        try:
            if not line:
                raise RuntimeError("the sandbox did not start")
            yield sandbox_target(spec, json.loads(line))
        finally:
            process.terminate()
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def served_apart(
    spec: Path, base_url: str | None, token: str, parents: Mapping[str, tuple[str, ...]]
) -> Iterator[Target]:
    """Return the server that is named, or the sandbox in a process of its own.

    Args:
        spec: The contract.
        base_url: The server; None asks for the sandbox.
        token: What authenticates a request to the server that is named.
        parents: The values of path parameters that are given; the sandbox names some of its own.

    Raises:
        pytest.UsageError: The sandbox does not serve such an API.
        RuntimeError: It does not start within a minute.
    """
    if base_url is not None:
        yield Target(base_url, token, parents)
        return
    with started_sandbox(spec) as found:
        yield attrs.evolve(found, parents={**found.parents, **parents})
