"""Puts together what tries the laws: the channels, and what is known of the lists."""

import importlib.util
import threading
from collections.abc import Callable, Mapping

import httpx

from rollcall._options import Options
from rollcall._profiles import Effort
from rollcall.channels import (
    AheadChannel,
    AsyncChannel,
    Channel,
    ClientChannel,
    HttpChannel,
)
from rollcall.fuzzing import ANSWERED, Fuzzer
from rollcall.laws import Baselines, Runner
from rollcall.laws import Effort as LawEffort
from rollcall.spec import Operation

__all__ = ["open_runner"]


def open_runner(
    engine: Fuzzer, options: Options, effort: Effort, parents: Mapping[str, tuple[str, ...]]
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
    http = HttpChannel(spec, transport, engine.validate)
    channels: dict[str, Channel] = {"http": http}
    if importlib.util.find_spec(spec.package) is not None:
        wiring = spec, transport, _on_answer(engine), http.ask
        made = ClientChannel(*wiring), AsyncChannel(*wiring), AheadChannel(*wiring)
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


def _on_answer(engine: Fuzzer) -> Callable[[Operation, httpx.Response | None], None]:
    results = engine.results
    lock = threading.Lock()

    def on_answer(operation: Operation, response: httpx.Response | None) -> None:
        # A client that reads ahead has answers in several threads.
        with lock:
            results.tally(operation.id).requests += 1
            results.passed("client", operation.id, ANSWERED)
            if response is not None:
                engine.validate(operation, response)

    return on_answer
