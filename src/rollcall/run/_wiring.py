"""Connects a run with its target: the transport, the channels, and what evaluates the laws."""

from rollcall.channels import (
    AheadChannel,
    AsyncChannel,
    Channel,
    ClientChannel,
    HttpChannel,
)
from rollcall.config import Config
from rollcall.fuzzing import Fuzzer
from rollcall.laws import Baselines, Runner
from rollcall.laws import Effort as LawEffort
from rollcall.run._units import has_client

__all__ = ["open_runner"]


def open_runner(engine: Fuzzer, config: Config) -> Runner:
    """Build what evaluates the laws.

    Args:
        engine: Sends requests, and checks responses.
        config: How the run is done.
    """
    spec, transport = engine.spec, engine.transport
    credential = transport.credential
    http = HttpChannel(spec, transport, engine.validate)
    channels: dict[str, Channel] = {"http": http}
    if has_client(spec):
        wiring = spec, transport, engine.validate_of_client, http.ask
        made = ClientChannel(*wiring), AsyncChannel(*wiring), AheadChannel(*wiring)
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
