"""schemathesis by itself, before a server with a fault: what it notices without the laws.

Its own engine runs, with all of its checks and phases, as its users run it: the document as it is,
the token in a header, a seed, a time budget. It is given more than a user would give it: requests
go to the operation with the fault, which the others only lead to, and most of those name a parent
that exists, which it would otherwise rarely find.
"""

import logging
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

import attrs
import schemathesis
from schemathesis.engine import Status, events, from_schema

from rollcall.fuzzing._checks import Case, is_negative_at
from rollcall.fuzzing._samples import Samples, find_samples
from rollcall.http._credential import credential_of
from rollcall.mutants._harness import Trial
from rollcall.mutants._message import Request
from rollcall.mutants._mutant import Mutant
from rollcall.mutants._proxy import Proxy
from rollcall.mutants._upstream import Upstream
from rollcall.spec import Operation, Spec

__all__ = ["Alone", "Failed"]

_CHECKS = tuple(schemathesis.checks.CHECKS.get_all_names())
_ENUMERATING = ("examples", "coverage")
_DRAWING = ("fuzzing", "stateful")
_BY_OPERATION = (*_ENUMERATING, "fuzzing")
_OK = 200
# One in so many requests keeps the parent that schemathesis made up: some faults show there alone.
_UNKNOWN = 4


@attrs.frozen
class Failed:
    """What schemathesis found.

    Attributes:
        check: The name of the check; ``error`` where it could not go on.
        label: The method and the path of the operation.
        title: What is wrong, in a line.
    """

    check: str
    label: str
    title: str = attrs.field(eq=False)


@attrs.define
class Alone:
    """Runs schemathesis on a proxy.

    Attributes:
        proxy: What it tests.
        samples: Parents that exist, by operationId.
        accused: What it finds without any fault, which tells nothing.
    """

    proxy: Proxy
    samples: Mapping[str, Samples]
    accused: set[Failed] = attrs.field(factory=set)

    @classmethod
    def before(cls, proxy: Proxy) -> "Alone":
        """Find the parents, on the server as it is."""
        return cls(proxy, _samples(proxy.upstream))

    def try_sound(self, operation: Operation, seed: int, seconds: int) -> list[Failed]:
        """Return what it finds without any fault."""
        self.proxy.take(None)
        return [*dict.fromkeys(self._failures(operation, seed, seconds, is_first=False))]

    def try_mutant(self, mutant: Mutant, seed: int, seconds: int, channel: str) -> Trial:
        """Look for a fault until the first failure, or until the time is over.

        Args:
            mutant: The fault.
            seed: What the requests follow from.
            seconds: How long it may take.
            channel: What the trial is called.

        Raises:
            Halted: No more may be sent.
            RuntimeError: The fault could not be carried out.
        """
        operation = self.proxy.upstream.spec.operation(mutant.operation)
        self.proxy.take(mutant)
        started = time.monotonic()
        # What another operation gets wrong does not come of the fault.
        every = self._failures(operation, seed, seconds, is_first=True)
        found = next((each for each in every if each.label == operation.label), None)
        taken = time.monotonic() - started
        if self.proxy.halted is not None:
            raise self.proxy.halted
        if self.proxy.problem is not None:
            raise RuntimeError(self.proxy.problem)
        trial = Trial(mutant.id, channel, "survived", requests=self.proxy.requests, seconds=taken)
        if not self.proxy.changed:
            return attrs.evolve(trial, outcome="unreached")
        if found is None:
            return trial
        return attrs.evolve(trial, outcome="killed", law=found.check, title=found.title)

    def _failures(
        self, operation: Operation, seed: int, seconds: int, *, is_first: bool
    ) -> Iterator[Failed]:
        """Run it, and give what it finds that is not found without a fault.

        What it enumerates is sent first, and wholly; what it draws has the time that is left. Of
        itself it would keep two thirds of the time for that, and cut the other short.
        """
        # It tells of what it recovers from, such as rejected names of headers.
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        spec = self.proxy.upstream.spec
        end = time.monotonic() + seconds
        for phases in (_ENUMERATING, _DRAWING):
            left = max(1, math.ceil(end - time.monotonic()))
            told = self._config(operation, seed, phases, left, is_first=is_first)
            config = schemathesis.Config.from_dict(told)
            schema = schemathesis.openapi.from_dict(spec.raw, config=config)

            @schema.hook
            def map_case(context: schemathesis.HookContext, case: Case) -> Case:
                del context
                return _with_parent(case, spec, self.samples)

            stream = from_schema(schema).execute()
            for event in stream:
                for failed in _failed(event):
                    if failed not in self.accused:
                        yield failed
                        if is_first:
                            stream.stop()
                            return

    def _config(
        self,
        operation: Operation,
        seed: int,
        phases: Sequence[str],
        seconds: int,
        *,
        is_first: bool,
    ) -> dict[str, Any]:
        upstream = self.proxy.upstream
        credential = credential_of(upstream.spec, upstream.token)
        operations = []
        for each in upstream.spec.operations:
            told: dict[str, Any] = {"include-name": each.label}
            if each != operation:
                told["phases"] = {each: {"enabled": False} for each in _BY_OPERATION}
            told["checks"] = {
                failed.check: {"enabled": False}
                for failed in self.accused
                if failed.label == each.label and failed.check in _CHECKS
            }
            operations.append(told)
        config: dict[str, Any] = {
            "base-url": self.proxy.base_url,
            "seed": seed,
            "max-time": seconds,
            # Every failure counts alike, so none is looked at longer than it takes to be seen.
            "generation": {"mode": "all", "no-shrink": True, "database": "none"},
            "continue-on-failure": not is_first,
            "cache": {"enabled": False},
            # A busy machine is no failure of the server.
            "suppress-health-check": ["all"],
            "phases": {each: {"enabled": each in phases} for each in (*_ENUMERATING, *_DRAWING)},
            "warnings": False,
            "operations": operations,
        }
        if credential is not None:
            config["headers"] = {credential.header: credential.value}
        if is_first:
            config["max-failures"] = 1
        return config


def _with_parent(case: Case, spec: Spec, samples: Mapping[str, Samples]) -> Case:
    """Have most of the valid requests name a parent that exists."""
    for operation in spec.operations:
        parent = operation.listing.parent if operation.listing is not None else None
        if operation.label != case.operation.label or parent is None:
            continue
        known = samples[operation.id].parents if operation.id in samples else ()
        number = crc32(repr((case.path_parameters, case.query)).encode())
        if known and number % _UNKNOWN and case.meta and not is_negative_at(case, "path"):
            chosen = known[number // _UNKNOWN % len(known)]
            case.path_parameters = {**case.path_parameters, parent.parameter: chosen}
    return case


def _failed(event: events.EngineEvent) -> Iterator[Failed]:
    """Return what an event of the engine says is wrong."""
    if isinstance(event, events.ScenarioFinished):
        for case_id, nodes in event.recorder.checks.items():
            for node in nodes:
                if node.status is not Status.FAILURE or node.failure_info is None:
                    continue
                label = event.recorder.cases[case_id].value.operation.label
                yield Failed(node.name, label, node.failure_info.failure.title)


def _samples(upstream: Upstream) -> dict[str, Samples]:
    """Find parents as a user would who looks at the lists."""
    credential = credential_of(upstream.spec, upstream.token)
    headers = ((credential.header.lower(), credential.value),) if credential is not None else ()

    def fetch(operation: Operation, parameters: Mapping[str, str]) -> list[Any]:
        path = operation.path
        for name, value in parameters.items():
            path = path.replace(f"{{{name}}}", value)
        answer = upstream.send(Request("GET", path, "", headers, operation=operation))
        if operation.listing is None or answer.status != _OK:
            return []
        items = operation.listing.items.read(answer.json(), [])
        return items if isinstance(items, list) else []

    return find_samples(upstream.spec, fetch, upstream.given)
