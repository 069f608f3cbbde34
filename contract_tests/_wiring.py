"""Puts together what tries the laws: the channels, and what is known of the lists."""

import importlib.util

import httpx
import requests
import schemathesis

from ._checks import ANSWERED
from ._engine import Engine
from ._options import Options
from ._profiles import Effort
from .channels import (
    AheadChannel,
    AsyncChannel,
    Channel,
    ClientChannel,
    HttpChannel,
    Query,
    Wiring,
)
from .client_channel import AsyncPatientTransport, PatientTransport
from .contract import Operation
from .laws import Baselines, Runner
from .laws import Effort as LawEffort

__all__ = ["open_runner"]


def open_runner(engine: Engine, options: Options, effort: Effort) -> Runner:
    """Build what tries the laws.

    Args:
        engine: Sends requests, and checks responses.
        options: What the run is asked to do.
        effort: How hard it tries.
    """
    document, transport = engine.document, engine.transport
    credential = transport.credential
    token = credential.token if credential is not None else ""
    http = HttpChannel(engine)
    channels: dict[str, Channel] = {"http": http}
    if importlib.util.find_spec(document.package) is not None:
        wiring = _wiring(engine, options, token, http)
        made = ClientChannel(wiring), AsyncChannel(wiring), AheadChannel(wiring)
        channels |= {each.id: each for each in made}
    wanted = effort.profile.channels
    return Runner(
        document=document,
        http=http,
        channels={each: channels[each] for each in wanted if each in channels},
        baselines=Baselines(document, http, options.max_rows, options.parents),
        effort=LawEffort(effort.profile.law_edges, effort.profile.law_examples, effort.seed),
        given=options.parents,
        token=token,
        probes_methods=options.probes_methods,
    )


def _wiring(engine: Engine, options: Options, token: str, http: HttpChannel) -> Wiring:
    transport, ledger = engine.transport, engine.ledger

    def on_answer(operation: Operation) -> None:
        ledger.tally(operation.id).requests += 1
        ledger.passed("client", operation.id, ANSWERED)

    def check(query: Query, response: httpx.Response) -> None:
        case = engine.case(query.operation, http.path_parameters(query))
        converted = schemathesis.Response.from_any(response)
        if transport.credential is not None:
            transport.credential.conceal(converted.request)
        engine.validate(case, converted)

    def curl(url: str) -> str:
        credential = transport.credential
        headers = {credential.header: credential.placeholder} if credential else {}
        request = requests.Request("GET", url, headers=headers).prepare()
        return engine.reproduction(request, engine.document.operations[0]).curl

    return Wiring(
        document=engine.document,
        base_url=transport.base_url,
        token=token,
        transport=lambda count: PatientTransport(
            options.max_wait, count, budget=transport.budget, timeout=options.request_timeout
        ),
        async_transport=lambda count: AsyncPatientTransport(
            options.max_wait, count, budget=transport.budget, timeout=options.request_timeout
        ),
        on_answer=on_answer,
        check=check,
        on_silence=http.ask,
        curl=curl,
    )
