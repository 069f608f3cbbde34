"""Run `python -m rollcall.mutants`, until `rollcall mutate` takes its place."""

import argparse
import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from threading import Event

from rollcall._preflight import given_parents
from rollcall._target import target
from rollcall.config import Config
from rollcall.http import Redactor, Target, secrets_of
from rollcall.mutants import (
    MutantTried,
    MutationFinished,
    MutationProgress,
    MutationStarted,
    mutate,
    select_mutants,
)
from rollcall.reports import (
    Progress,
    open_console,
    print_mutation_report,
    redacted,
    write_mutation_report,
)
from rollcall.spec import SpecError, UsageError, read_spec


def main() -> int:
    """Try the mutants, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rollcall.mutants", allow_abbrev=False)
    add = parser.add_argument
    add("--side", choices=["server", "document"], default="server")
    add("--spec", type=Path, required=True)
    add("--base-url")
    add("--profile", default="smoke")
    add("--seed", default=1)
    add("--parent", action="append", default=[])
    add("--rate")
    add("--max-requests")
    add("--workers", type=int, default=2)
    add("--channel", action="append", default=[])
    add("--only", action="append", default=[])
    add("--most", type=int, default=0)
    add("--lint", action="append", default=[])
    add("--facts", action="append", default=[])
    add("--first", action="store_true")
    add("--list", action="store_true")
    add("--json", type=Path)
    options = parser.parse_args()
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    console = open_console()
    try:
        spec = read_spec(options.spec)
        if options.list:
            for each in select_mutants(spec, options.side, options.only):
                console.print(f"{each.id}: {each.sentence}", soft_wrap=True)
            return 0
        parents = given_parents(options.parent, spec)
        with ExitStack() as stack:
            token = os.environ.get("ROLLCALL_TOKEN", "")
            found = stack.enter_context(target(options.spec, options.base_url, token, parents))
            server = Target(found.base_url, found.token, found.parents)
            config = Config.load(
                profile=options.profile,
                seed=options.seed,
                rate=options.rate,
                max_requests=options.max_requests,
                parents=server.parents or None,
            )
            progress = Progress(console)
            for event in mutate(
                spec,
                server,
                config,
                side=options.side,
                only=options.only,
                channels=options.channel,
                workers=options.workers,
                most=options.most,
                is_first=options.first,
                is_confirming=not found.is_sandbox,
                lint=options.lint,
                facts=options.facts,
                stop=stop,
            ):
                match event:
                    case MutationStarted():
                        progress.start(event.trials)
                    case MutationProgress(doing):
                        progress.tick(doing)
                    case MutantTried(_, _, trial):
                        progress.count(trial.outcome)
                    case MutationFinished(report):
                        progress.end()
                        redactor = Redactor.of(*secrets_of(spec, server.token))
                        print_mutation_report(redacted(report, redactor), console)
                        write_mutation_report(report, redactor, options.json)
                        return report.exit_code
    except (UsageError, SpecError) as problem:
        sys.stderr.write(f"mutate: {problem}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
