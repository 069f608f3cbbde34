"""Puts together what tries the laws: the channels, and what is known of the lists."""

import importlib.util
import threading
from collections.abc import Mapping

import httpx
import requests
import schemathesis

from rollcall._options import Options
from rollcall._profiles import Effort
from rollcall.channels import (
    AheadChannel,
    AsyncChannel,
    Channel,
    ClientChannel,
    HttpChannel,
    Wiring,
)
from rollcall.clients import AsyncPatientTransport, PatientTransport
from rollcall.fuzzing._checks import ANSWERED
from rollcall.fuzzing._engine import Engine
from rollcall.http._credential import Credential
from rollcall.laws import Baselines, Runner
from rollcall.laws import Effort as LawEffort
from rollcall.spec import Operation, Spec, credential_names

__all__ = ["open_runner", "tokens_for_client"]


def open_runner(
    engine: Engine, options: Options, effort: Effort, parents: Mapping[str, tuple[str, ...]]
) -> Runner:
    """Build what tries the laws.

    Args:
        engine: Sends requests, and checks responses.
        options: What the run is asked to do.
        effort: How hard it tries.
        parents: The values of path parameters that are not to be looked for.
    """
    spec, transport = engine.spec, engine.transport
    credential = transport.credential
    http = HttpChannel(engine)
    channels: dict[str, Channel] = {"http": http}
    if importlib.util.find_spec(spec.package) is not None:
        wiring = _wiring(engine, options, http)
        made = ClientChannel(wiring), AsyncChannel(wiring), AheadChannel(wiring)
        channels |= {each.id: each for each in made}
    wanted = effort.profile.channels
    return Runner(
        spec=spec,
        http=http,
        channels={each: channels[each] for each in wanted if each in channels},
        baselines=Baselines(spec, http, options.max_rows),
        effort=LawEffort(effort.profile.law_edges, effort.profile.law_examples, effort.seed),
        given=parents,
        secrets=credential.secrets if credential is not None else (),
    )


def _wiring(engine: Engine, options: Options, http: HttpChannel) -> Wiring:
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
            options.max_wait, count, budget=transport.budget, timeout=options.request_timeout
        ),
        async_transport=lambda count: AsyncPatientTransport(
            options.max_wait, count, budget=transport.budget, timeout=options.request_timeout
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
