"""The command ``alone``: what schemathesis notices of the same faults, without the laws."""

import argparse
import multiprocessing
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import attrs
import pytest

from rollcall._options import TOKEN_VARIABLE, base_url_of, given_token, implied_spec
from rollcall._preflight import given_parents
from rollcall._target import target
from rollcall.http._budget import Halted
from rollcall.http._credential import require_pair, secrets_of
from rollcall.http._redact import Redactor
from rollcall.mutants._alone import Alone, Failed
from rollcall.mutants._arguments import add_parent, whole, writable
from rollcall.mutants._harness import Trial
from rollcall.mutants._mutant import Mutant
from rollcall.mutants._proxy import proxied
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.report import Campaign, Entry, Result, build_report, write
from rollcall.mutants.server import GROUPS, catalogue
from rollcall.reports import visible
from rollcall.spec import Spec, SpecError, read_spec

__all__ = ["CHANNEL", "LONG", "add_arguments", "run", "sampled"]

CHANNEL = "schemathesis-{seed}"
"""The column of a seed."""

LONG = "schemathesis-long"
"""The column of the single long run."""

_CONTROL = 3
_HEARTBEAT = 50


@attrs.frozen
class _Server:
    spec: Path
    base_url: str
    token: str = attrs.field(repr=False)
    parents: Mapping[str, tuple[str, ...]]


@attrs.frozen
class _Task:
    mutant: str
    seed: int
    seconds: int
    channel: str


@attrs.frozen
class _Place:
    """What a worker has, for as long as it lives."""

    alone: Alone
    spec: Spec
    mutants: dict[str, Mutant]
    open: ExitStack


_place: list[_Place] = []


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add = parser.add_argument
    add(
        "--spec",
        type=Path,
        metavar="FILE",
        help="the contract; default: the one in openapi/, and of "
        "several, against the sandbox, the first",
    )
    add(
        "--base-url",
        metavar="URL",
        help=f"the server behind the proxy, with its token in {TOKEN_VARIABLE}; default: the "
        "sandbox",
    )
    add_parent(parser)
    add("--seeds", type=_seeds, default=(1, 2, 3), metavar="1,2,3", help="a column for each")
    add(
        "--budget",
        type=whole(1, 10**6),
        default=2,
        metavar="SECONDS",
        help="for a fault and a seed, in whole seconds (default: %(default)s)",
    )
    add(
        "--long",
        type=whole(1, 10**6),
        metavar="SECONDS",
        help="try what no seed noticed once more, with the first seed and so much time",
    )
    add(
        "--sample",
        type=whole(1, 10**6),
        metavar="N",
        help="try so many faults alone, of each kind one first, drawn from the first seed",
    )
    add("--workers", type=whole(1, 10**6), default=2, help="processes (default: %(default)s)")
    add("--json", type=writable, metavar="FILE", help="write the results to a file")


def run(arguments: argparse.Namespace) -> int:
    """Run schemathesis on a server with each fault.

    Returns:
        The exit code: 0 when all was tried, whatever it noticed; 2 where it could not be.
    """
    try:
        path = arguments.spec or implied_spec(arguments.base_url)
        spec = read_spec(path)
        base_url = None if arguments.base_url is None else base_url_of(arguments.base_url)
        parents = given_parents(arguments.parent, spec)
        with target(path, base_url, given_token(), parents) as server:
            token = server.token
            require_pair(spec, token)
            asked = _Server(path, server.base_url, token, {**server.parents})
            campaign = _tried(arguments, spec, asked)
    except (pytest.UsageError, SpecError, RuntimeError, Halted) as error:
        sys.stderr.write(f"faults alone: {error}\n")
        return 2
    report, redactor = build_report(campaign), Redactor.of(*secrets_of(spec, token))
    write(report, redactor, arguments.json, None)
    for line in _summarize(report):
        sys.stdout.write(f"{visible(redactor.text(line))}\n")
    return 0


def _summarize(report: Mapping[str, Any]) -> Iterator[str]:
    """Return the lines of the summary: by group, how many each run noticed."""
    channels = [each["id"] for each in report["channels"]]
    heads = "".join(f"{each.removeprefix('schemathesis-'):>8}" for each in (*channels, "any"))
    yield f"{'noticed by schemathesis':<28}{'faults':>8}{heads}"
    groups = {each["id"]: each["title"] for each in report["groups"]}
    for group, title in {**groups, "": "All"}.items():
        mutants = [each for each in report["faults"] if group in {each["group"], ""}]
        noticed = [
            {name for name, trial in each["trials"].items() if trial["outcome"] == "killed"}
            for each in mutants
        ]
        counts = [sum(each in found for found in noticed) for each in channels]
        cells = "".join(f"{each:>8}" for each in (len(mutants), *counts, sum(map(bool, noticed))))
        yield f"{title[:27]:<28}{cells}"
    for channel, lines in report["sound"].items():
        yield from (f"without any fault, {channel}: {each}" for each in lines)
    yield from report["notes"]


def _tried(arguments: argparse.Namespace, spec: Spec, server: _Server) -> Campaign:
    started = time.monotonic()
    every = catalogue(spec)
    mutants = sampled(every, arguments.sample or len(every), arguments.seeds[0])
    seeds: tuple[int, ...] = arguments.seeds
    with ProcessPoolExecutor(
        arguments.workers,
        multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(server,),
    ) as pool:
        try:
            accused = _controlled(pool, spec, seeds, arguments.budget * _CONTROL)
            trials = _all(
                pool,
                accused,
                [
                    _Task(mutant.id, seed, arguments.budget, CHANNEL.format(seed=seed))
                    for mutant in mutants
                    for seed in seeds
                ],
            )
            killed = {each.mutant for each in trials if each.outcome == "killed"}
            if arguments.long is not None:
                left = [each.id for each in mutants if each.id not in killed]
                tasks = [_Task(each, seeds[0], arguments.long, LONG) for each in left]
                trials += _all(pool, accused, tasks)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return _campaign(arguments, spec, mutants, trials, accused, time.monotonic() - started)


def sampled(mutants: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """Draw some of the faults, one of each kind first, in the order of the catalogue.

    Args:
        mutants: All of them.
        count: How many.
        seed: What the draw follows from.
    """
    drawn = random.Random(seed).sample([*mutants], len(mutants))  # noqa: S311 - no secret
    firsts = [*{each.kind: each for each in reversed(drawn)}.values()]
    chosen = {
        each.id for each in [*firsts, *(each for each in drawn if each not in firsts)][:count]
    }
    return [each for each in mutants if each.id in chosen]


def _controlled(
    pool: ProcessPoolExecutor, spec: Spec, seeds: Sequence[int], seconds: int
) -> frozenset[Failed]:
    """Look for what is found without any fault, with more time than a fault gets."""
    asked = [
        pool.submit(_control, operation.id, seed, seconds)
        for operation in spec.operations
        for seed in seeds
    ]
    return frozenset(failed for each in asked for failed in each.result())


def _all(
    pool: ProcessPoolExecutor, accused: frozenset[Failed], tasks: Sequence[_Task]
) -> list[Trial]:
    waiting: list[Future[Trial]] = [pool.submit(_try, accused, each) for each in tasks]
    done: list[Trial] = []
    for number, each in enumerate(as_completed(waiting), 1):
        done.append(each.result())
        if number % _HEARTBEAT == 0 or number == len(waiting):
            killed = sum(trial.outcome == "killed" for trial in done)
            sys.stderr.write(f"  {number} of {len(waiting)} tried, {killed} noticed\n")
    return done


def _begin(server: _Server) -> None:
    """Set a worker up: the proxy, the faults, and the parents that exist."""
    spec = read_spec(server.spec)
    stack = ExitStack()
    upstream = Upstream(spec, server.base_url, server.token, given=server.parents)
    proxy = stack.enter_context(proxied(upstream))
    mutants = {each.id: each for each in catalogue(spec)}
    _place.append(_Place(Alone.before(proxy), spec, mutants, stack))


def _control(operation: str, seed: int, seconds: int) -> list[Failed]:
    [place] = _place
    return place.alone.try_sound(place.spec.operation(operation), seed, seconds)


def _try(accused: frozenset[Failed], task: _Task) -> Trial:
    [place] = _place
    place.alone.accused = {*accused}
    return place.alone.try_mutant(place.mutants[task.mutant], task.seed, task.seconds, task.channel)


def _campaign(  # noqa: PLR0913, PLR0917 - what there is to say of a campaign
    arguments: argparse.Namespace,
    spec: Spec,
    mutants: Sequence[Mutant],
    trials: Sequence[Trial],
    accused: frozenset[Failed],
    seconds: float,
) -> Campaign:
    channels = {CHANNEL.format(seed=seed): f"schemathesis, seed {seed}" for seed in arguments.seeds}
    if arguments.long is not None:
        channels[LONG] = f"schemathesis, {arguments.long} s"
    found: dict[str, dict[str, Result]] = {each.id: {} for each in mutants}
    for each in trials:
        found[each.mutant][each.channel] = Result(
            each.outcome, each.law, each.subject, each.title, each.requests, each.seconds
        )
    lines = sorted(f"{each.check} on {each.label}: {each.title}" for each in accused)
    return Campaign(
        side="server",
        title=spec.title,
        version=spec.version,
        server=arguments.base_url or "the sandbox",
        profile="schemathesis",
        seed=arguments.seeds[0],
        seconds=seconds,
        channels=channels,
        groups=GROUPS,
        entries=[
            Entry(
                each.id,
                each.kind,
                each.sentence,
                each.operation,
                each.subject,
                each.needs,
                None,
                found[each.id],
            )
            for each in mutants
        ],
        sound={each: lines for each in channels if lines},
        notes=[*_notes(arguments, len(mutants), len(catalogue(spec)))],
    )


def _notes(arguments: argparse.Namespace, tried: int, count: int) -> Iterator[str]:
    yield (
        f"schemathesis has {arguments.budget} s for a fault and a seed, and stops at the first "
        "failure. What it enumerates (examples, coverage) is sent first and wholly, what it draws "
        "(fuzzing, stateful) in the time that is left, one second at least. Its requests go to "
        "the operation with the fault; the others lead to it. Three in four valid requests name "
        "a parent that exists."
    )
    if arguments.long is not None:
        yield f"What no seed noticed is tried once more for {arguments.long} s."
    if tried < count:
        yield f"{tried} of {count} faults were tried: a random sample, one of each kind first."


def _seeds(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(each) for each in text.split(","))
    except ValueError:
        found = ()
    if not found or len({*found}) < len(found):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of whole numbers, such as 1,2,3")
    return found
