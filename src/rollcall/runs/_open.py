"""Opens a session for a spec and a target."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import MappingProxyType

import attrs

from rollcall.channels import ClientChannel
from rollcall.config import Config
from rollcall.fuzzing import Fuzzer
from rollcall.http import (
    Budget,
    Keyring,
    Redactor,
    Target,
    Transport,
    bind,
    is_wsgi,
    keyring_of,
    named_tokens,
    require_given,
    serving,
)
from rollcall.laws import Results
from rollcall.runs._events import Waiting
from rollcall.runs._known import read_known
from rollcall.runs._preflight import check_overlays, check_parents
from rollcall.runs._session import Listener, Session
from rollcall.runs._share import share
from rollcall.runs._units import plan
from rollcall.runs._wiring import open_runner, secrets_in_responses
from rollcall.spec import Spec, UsageError

__all__ = ["keyring_for", "open_session"]


@contextmanager
def open_session(  # noqa: PLR0913 - what a run is made of
    spec: Spec,
    target: Target | None = None,
    config: Config | None = None,
    listener: Listener = lambda _: None,
    halt: threading.Event | None = None,
    *,
    on_open: Callable[[Session], object] = lambda _: None,
) -> Iterator[Session]:
    """Open a session, after a first request has shown that the server responds.

    Args:
        spec: The spec.
        target: The server. Without an address, the application of the spec is served; without a
            target, also with the token in ROLLCALL_TOKEN.
        config: The configuration.
        listener: Called with each event, in the thread that executes the units.
        halt: An event that any thread may set to stop all requests.
        on_open: Called with the session before it sends the first request.

    Raises:
        UsageError: An option does not fit the spec, or the server does not respond, refuses the
            token, or does not know a given parent.
        SpecError: The spec requires a credential that cannot be sent.
    """
    config = config or Config()
    check_overlays(spec, config)
    spec = spec.reading()
    with ExitStack() as stack:
        if target is None or (config.token_command and not target.token):
            token = named_tokens(spec, (), os.environ, config.token_command)
            target = attrs.evolve(target or Target(), token=token)
        if not target.base_url and spec.app is not None and is_wsgi(spec.app):
            target = target.within(spec.app, spec.base_path)
        if not target.base_url:
            target = attrs.evolve(target, base_url=stack.enter_context(_serve(spec)))
        parents = MappingProxyType({**target.parents, **config.parents})
        config = attrs.evolve(config, parents=parents, overlays=spec.overlays)
        keyring = keyring_for(spec, target, config)
        spec = keyring.spec = bind(spec, keyring.fixed)
        units = plan(spec, config)
        part = share(units, spec, config)
        known = read_known(config)
        checked = {each.operation for each in units}
        keyring.require(each for each in spec.operations if each.id in checked)
        require_given(spec, [each for each in spec.lists if each.id in checked], keyring.fixed)
        if any(each.channel != "http" for each in units):
            keyring.require_client()
        check_parents(spec, parents)
        budget = Budget(
            config.max_requests, config.rate, config.max_time, halt=halt or threading.Event()
        )
        results = Results(leaves_out=config.ignores)
        fuzzer = Fuzzer(
            spec=spec,
            transport=Transport(
                base_url=target.base_url,
                keyring=keyring,
                timeout=config.request_timeout,
                max_wait=config.max_wait,
                on_response=lambda operation: session.count_response(operation.id),
                on_wait=lambda seconds: listener(Waiting(seconds)),
                on_renewal=lambda: _learn(session, keyring),
                budget=budget,
                transport=target.transport,
                may_write=config.probe_writes,
            ),
            results=results,
            seed=config.seed,
            max_examples=config.settings.examples,
            is_strict=config.strict,
            probes_methods=config.probe_methods,
        )
        session = Session(
            spec=spec,
            target=target,
            config=config,
            plan=units,
            units=part,
            results=results,
            fuzzer=fuzzer,
            runner=open_runner(fuzzer, config),
            redactor=Redactor.of(*keyring.secrets()),
            listener=listener,
            known=known,
        )
        stack.callback(fuzzer.transport.close)
        for channel in session.runner.channels.values():
            if isinstance(channel, ClientChannel):
                stack.callback(channel.close)
        on_open(session)
        session.prepare()
        yield session


def keyring_for(spec: Spec, target: Target, config: Config) -> Keyring:
    """Return the tokens, headers and query parameters of a target and a configuration.

    Raises:
        UsageError: The document has no security scheme of a name, or a header cannot be sent.
    """
    headers = {**target.headers, **config.headers}
    params = {**target.params, **config.params}
    return keyring_of(spec, target.token, headers, params)


def _learn(session: Session, keyring: Keyring) -> None:
    """Keep a new token out of the output, too."""
    session.redactor.learn(*keyring.secrets())
    session.runner.secrets = secrets_in_responses(session.fuzzer)


@contextmanager
def _serve(spec: Spec) -> Iterator[str]:
    if spec.app is None:
        raise UsageError(
            f"{spec.path}: the server is missing; pass a target, such as Target('https://…')"
        )
    with serving(spec.app) as origin:
        yield f"{origin}{spec.base_path}"
