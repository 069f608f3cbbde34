"""Puts together what tries the laws: the channels, and what is known of the lists."""

import importlib.util
import threading
from collections.abc import Mapping

import httpx
import requests
import schemathesis

from ._checks import ANSWERED
from ._credential import Credential
from ._engine import Engine
from ._options import Options
from ._profiles import Effort
from .channels import (
    AheadChannel,
    AsyncChannel,
    Channel,
    ClientChannel,
    HttpChannel,
    Wiring,
)
from .client_channel import AsyncPatientTransport, PatientTransport
from .contract import Document, Operation, credential_names
from .laws import Baselines, Runner
from .laws import Effort as LawEffort

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
    document, transport = engine.document, engine.transport
    credential = transport.credential
    http = HttpChannel(engine)
    channels: dict[str, Channel] = {"http": http}
    if importlib.util.find_spec(document.package) is not None:
        wiring = _wiring(engine, options, http)
        made = ClientChannel(wiring), AsyncChannel(wiring), AheadChannel(wiring)
        channels |= {each.id: each for each in made}
    wanted = effort.profile.channels
    return Runner(
        document=document,
        http=http,
        channels={each: channels[each] for each in wanted if each in channels},
        baselines=Baselines(document, http, options.max_rows),
        effort=LawEffort(effort.profile.law_edges, effort.profile.law_examples, effort.seed),
        given=parents,
        secrets=credential.secrets if credential is not None else (),
    )


def _wiring(engine: Engine, options: Options, http: HttpChannel) -> Wiring:
    transport, ledger = engine.transport, engine.ledger
    lock = threading.Lock()

    def on_answer(operation: Operation, response: httpx.Response | None) -> None:
        # A client that reads ahead has answers in several threads.
        with lock:
            ledger.tally(operation.id).requests += 1
            ledger.passed("client", operation.id, ANSWERED)
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
        return engine.reproduction(request, engine.document.operations[0]).curl

    return Wiring(
        document=engine.document,
        base_url=transport.base_url,
        tokens=tokens_for_client(engine.document, transport.credential),
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


def tokens_for_client(document: Document, credential: Credential | None) -> Mapping[str, str]:
    """Give what a client can be given; it needs something even where nobody asks for it."""
    if credential is None or not credential.token:
        return {"right": ":".join("unused" for _ in credential_names(document))}
    return credential.tokens()
