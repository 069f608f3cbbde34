"""Connects a run with its target: channels, baselines and the runner of the laws."""

from rollcall.channels import (
    AsyncChannel,
    Channel,
    ClientChannel,
    HttpChannel,
    PrefetchChannel,
    has_client,
)
from rollcall.config import Config
from rollcall.fuzzing import Fuzzer
from rollcall.laws import Baselines, Effort, Runner

__all__ = ["open_runner", "secrets_in_responses"]


def open_runner(fuzzer: Fuzzer, config: Config) -> Runner:
    """Build the runner that evaluates the laws.

    Args:
        fuzzer: Sends requests, and checks responses.
        config: The configuration.
    """
    spec, transport = fuzzer.spec, fuzzer.transport
    http = HttpChannel(spec, transport, fuzzer.validate)
    channels: dict[str, Channel] = {"http": http}
    if has_client(spec):
        wiring = spec, transport, fuzzer.observer, http.ask
        made = ClientChannel(*wiring), AsyncChannel(*wiring), PrefetchChannel(*wiring)
        channels |= {each.id: each for each in made}
    profile = config.settings
    return Runner(
        spec=spec,
        http=http,
        channels={each: channels[each] for each in profile.channels if each in channels},
        baselines=Baselines(spec, http, config.max_rows),
        effort=Effort(
            edges=profile.law_edges,
            examples=profile.law_examples,
            pages=profile.law_pages,
            seed=config.seed,
        ),
        given=config.parents,
        is_strict=config.strict,
        malformed=fuzzer.results.malformed,
        secrets=secrets_in_responses(fuzzer),
    )


def secrets_in_responses(fuzzer: Fuzzer) -> tuple[str, ...]:
    """Return the texts that no response may hold."""
    keyring = fuzzer.transport.keyring
    return tuple(text for each in (keyring.every if keyring else ()) for text in each.secrets)
