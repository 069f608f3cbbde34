"""Connects a run with its target: the transport, the channels, and what evaluates the laws."""

import threading
from collections.abc import Mapping

import httpx
import requests
import schemathesis

from rollcall.channels import (
    AheadChannel,
    AsyncChannel,
    Channel,
    ClientChannel,
    HttpChannel,
    Wiring,
)
from rollcall.clients import AsyncPatientTransport, PatientTransport
from rollcall.config import Config
from rollcall.fuzzing._checks import ANSWERED
from rollcall.fuzzing._engine import Engine
from rollcall.http._credential import Credential
from rollcall.laws import Baselines, Runner
from rollcall.laws import Effort as LawEffort
from rollcall.run._units import has_client
from rollcall.spec import Operation, Spec, credential_names

__all__ = ["open_runner", "tokens_for_client"]


def open_runner(engine: Engine, config: Config) -> Runner:
    """Build what evaluates the laws.

    Args:
        engine: Sends requests, and checks responses.
        config: How the run is done.
    """
    spec, transport = engine.spec, engine.transport
    credential = transport.credential
    http = HttpChannel(engine)
    channels: dict[str, Channel] = {"http": http}
    if has_client(spec):
        wiring = _wiring(engine, config, http)
        made = ClientChannel(wiring), AsyncChannel(wiring), AheadChannel(wiring)
        channels |= {each.id: each for each in made}
    profile = config.settings
    return Runner(
        spec=spec,
        http=http,
        channels={each: channels[each] for each in profile.channels if each in channels},
        baselines=Baselines(spec, http, config.max_rows),
        effort=LawEffort(profile.law_edges, profile.law_examples, config.seed),
        given=config.parents,
        secrets=credential.secrets if credential is not None else (),
    )


def _wiring(engine: Engine, config: Config, http: HttpChannel) -> Wiring:
    transport, results = engine.transport, engine.results
    lock = threading.Lock()

    def on_answer(operation: Operation, response: httpx.Response | None) -> None:
        # A client that reads ahead has answers in several threads.
        with lock:
            results.tally(operation.id).requests += 1
            results.passed("client", operation.id, ANSWERED)
            if response is None:
                return
            names = [each.name for each in operation.parameters if each.location == "path"]
            case = engine.case(operation, dict.fromkeys(names, "0"))
            converted = schemathesis.Response.from_any(response)
            if transport.credential is not None:
                transport.credential.conceal(converted.request)
            engine.validate(case, converted)

    def curl(url: str) -> str:
        credential = transport.credential
        headers = {credential.header: credential.placeholder} if credential else {}
        request = requests.Request("GET", url, headers=headers).prepare()
        return engine.reproduction(request, engine.spec.operations[0]).curl

    return Wiring(
        spec=engine.spec,
        base_url=transport.base_url,
        tokens=tokens_for_client(engine.spec, transport.credential),
        transport=lambda count: PatientTransport(
            config.max_wait, count, budget=transport.budget, timeout=config.request_timeout
        ),
        async_transport=lambda count: AsyncPatientTransport(
            config.max_wait, count, budget=transport.budget, timeout=config.request_timeout
        ),
        on_answer=on_answer,
        on_silence=http.ask,
        curl=curl,
    )


def tokens_for_client(spec: Spec, credential: Credential | None) -> Mapping[str, str]:
    """Return what a client can be given; it needs something even where nobody asks for it."""
    if credential is None or not credential.token:
        return {"right": ":".join("unused" for _ in credential_names(spec))}
    return credential.tokens()
