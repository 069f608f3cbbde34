"""Run `rollcall check` or `rollcall mutate` for each spec, against the sandbox or a server.

    scripts/contract.py check --profile ci
    scripts/contract.py mutate --spec openapi/telnyx-video.yaml --url https://…

Other options are passed on to rollcall. The reports are written to reports/. The shards of a run on
several machines need the same address of the sandbox, to be joined: --shard 1/4 --port 8765.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex

_ROOT = Path(__file__).resolve().parent.parent
_WORST_FIRST = (2, 1, 3, 0)
_KINDS = {"json": "json", "junit": "xml", "html": "html"}


def main() -> int:
    """Run the command for each spec; return the worst exit status."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", choices=["check", "mutate"])
    parser.add_argument("--spec", action="append", type=Path, metavar="FILE")
    parser.add_argument("--url", metavar="URL")
    parser.add_argument("--port", type=int, default=0, help="the port of the sandbox")
    own, options = parser.parse_known_args()
    specs = own.spec or [
        path for path in sorted(Path("openapi").glob("*.yaml")) if "openapi:" in path.read_text()
    ]
    if own.command == "mutate" and own.url is None:
        options.append("--no-confirm")  # the data of the sandbox does not change
    if own.url is not None and len(specs) != 1:
        parser.error("--url needs exactly one --spec")
    with ExitStack() as stack:
        places = _sandbox(stack, options, own.port) if own.url is None else {}
        statuses = []
        for spec in specs:
            print(f"{spec}:", flush=True)
            url, token, parents = places.get(spec.stem) or (own.url, None, [])
            words = [own.command, str(spec), url, *_reports(own.command, spec.stem), *options]
            statuses.append(_rollcall([*words, *parents], token))
    return min(statuses, key=lambda each: _WORST_FIRST.index(each) if each in _WORST_FIRST else 0)


def _sandbox(
    stack: ExitStack, options: Sequence[str], port: int
) -> Mapping[str, tuple[str, str, list[str]]]:
    """Start the sandbox; return the base URL, the token and the parents of each API."""
    sys.path.insert(0, str(_ROOT))
    from contract_tests.sandbox import build_app  # noqa: PLC0415 - only without --url
    from rollcall.http import serving  # noqa: PLC0415

    app = stack.enter_context(build_app(token=token_hex(16)))
    apis = app.apis(stack.enter_context(serving(app, port=port)))
    given = {each.removeprefix("--parent=").partition("=")[0] for each in options}
    return {
        name: (
            each.base_url,
            each.token,
            [
                f"--parent={parent}={value}"
                for parent, values in each.parents.items()
                for value in values
                if parent not in given
            ],
        )
        for name, each in apis.items()
    }


def _reports(command: str, name: str) -> list[str]:
    mutants = f"reports/{name}-mutants"
    if command == "mutate":
        return [f"--json={mutants}.json", f"--html={mutants}.html"]
    shown = [f"--mutants={mutants}.json"] if Path(f"{mutants}.json").is_file() else []
    return [*(f"--{kind}=reports/{name}.{end}" for kind, end in _KINDS.items()), *shown]


def _rollcall(words: Sequence[str], token: str | None) -> int:
    """Run a command of rollcall; an interrupt ends it, and this process waits for the end."""
    environment = {**os.environ, **({"ROLLCALL_TOKEN": token} if token is not None else {})}
    command = [sys.executable, "-m", "rollcall", *words]
    with subprocess.Popen(command, env=environment) as process:  # noqa: S603 - our own
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    sys.exit(main())
