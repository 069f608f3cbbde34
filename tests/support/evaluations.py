"""Evaluates laws in this process, without a socket: the transport calls the server's function."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import httpx

from rollcall.channels import HttpChannel
from rollcall.http import Token, Transport, keyring_of
from rollcall.laws import (
    Baselines,
    Effort,
    Evaluation,
    Runner,
    applies,
    find_law,
    registered,
    tried_through,
)
from rollcall.spec import Spec

__all__ = ["ExampleApi", "evaluate", "evaluate_all", "outcome", "runner_of"]


class ExampleApi(Protocol):
    """An API that a test evaluates laws on."""

    @property
    def spec(self) -> Spec:
        """The spec."""

    @property
    def token(self) -> str:
        """The token that it admits; empty: it needs none."""

    @property
    def base_url(self) -> str:
        """The base URL that it responds at."""

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""


def runner_of(
    api: ExampleApi,
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    max_rows: int = 20_000,
    token: Token | None = None,
) -> Runner:
    """Return the runner of laws for an API, with a low effort; the token is the API's."""
    spec = api.spec
    keyring = keyring_of(spec, api.token if token is None else token)
    server = httpx.MockTransport(api.respond)
    transport = Transport(api.base_url, keyring, transport=server, may_write=True)
    http = HttpChannel(spec, transport, lambda _operation, _response: None)
    return Runner(
        spec=spec,
        http=http,
        channels={"http": http},
        baselines=Baselines(spec, http, max_rows),
        effort=Effort(edges=6, examples=2, pages=60, seed=1),
        given=parents,
        secrets=tuple(text for each in keyring.every for text in each.secrets),
    )


def evaluate(
    law: str,
    api: ExampleApi,
    operation: str = "listBooks",
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    *,
    is_strict: bool = False,
) -> list[Evaluation]:
    """Evaluate a law on an operation of an API: an evaluation for each subject."""
    runner = runner_of(api, parents)
    runner.is_strict = is_strict
    return runner.evaluate(find_law(law), runner.spec.list_operation(operation), "http")


def outcome(law: str, api: ExampleApi) -> str:
    """Return the outcome of a law that has one subject."""
    (found,) = evaluate(law, api)
    return found.verdict.outcome


def evaluate_all(runner: Runner) -> list[Evaluation]:
    """Evaluate every law on every operation."""
    return [
        evaluation
        for operation in runner.spec.lists
        for law in registered()
        if applies(law, runner.spec, operation) and "http" in tried_through(law, operation)
        for evaluation in runner.evaluate(law, operation, "http")
    ]
