"""What a run is asked to do: the command line, read and checked before anything is sent."""

import argparse
import math
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import attrs
import pytest

from rollcall._profiles import chosen_profile
from rollcall.http import TOKEN_VARIABLE

__all__ = [
    "TOKEN_VARIABLE",
    "Options",
    "add_options",
    "base_url_of",
    "given_token",
    "implied_spec",
    "parents_of",
    "read_options",
]

_DAY = 86_400
_SPECS = Path(__file__).parent.parent / "openapi"


@attrs.frozen
class Options:
    """What a run is asked to do.

    Attributes:
        spec: The contract: an annotated OpenAPI document.
        base_url: Where the server is, without a slash at its end; None asks for the sandbox.
        token: What authenticates the run.
        parents: The values to use for path parameters, instead of those that are found, by the
            names of the parameters; the first ones are those that most is tried with.
        request_timeout: How many seconds to wait for more of a response; all of it may take
            three times as many.
        max_wait: How many seconds to wait at most when the server says 429.
        max_requests: How many requests may be sent; None for any number.
        rate: How many requests a second may be sent; None for any number.
        max_time: How many seconds the run may take, from its first request; None for any number.
        max_rows: How many rows of a list are read as its baseline, at most.
        probes_methods: Whether methods that the spec does not have are tried.
        requires_witnesses: Whether a law without a witness, or without a verdict, fails the run.
        json_report: Where to write the JSON report, if anywhere.
        html_report: Where to write the HTML report, if anywhere.
        faults_json: Reports of campaigns of faults, of which the HTML report shows those that are
            about its server and contract.
    """

    spec: Path
    base_url: str | None
    token: str = attrs.field(repr=False)
    parents: Mapping[str, tuple[str, ...]]
    request_timeout: float
    max_wait: float
    max_requests: int | None
    rate: float | None
    max_time: float | None
    max_rows: int
    probes_methods: bool
    requires_witnesses: bool
    json_report: Path | None
    html_report: Path | None
    mutants_json: tuple[Path, ...] = ()


def add_options(parser: pytest.Parser) -> None:
    """Add the options of the contract suite to pytest's."""
    group = parser.getgroup("contract", "contract tests (pytest contract_tests)")
    group.addoption(
        "--base-url",
        metavar="URL",
        help="the server to test, such as https://api.example.com/v2; left out, the sandbox is "
        "started on a free loopback port and tested",
    )
    group.addoption(
        "--token",
        metavar="TOKEN",
        help=f"what authenticates the run; left out, the environment variable {TOKEN_VARIABLE} is "
        "read, which keeps it out of the list of processes. For the scheme Basic: user:password",
    )
    group.addoption(
        "--spec",
        metavar="FILE",
        type=Path,
        help="the contract, an annotated OpenAPI document; default: the one in openapi/, and of "
        "several, against the sandbox, the first",
    )
    group.addoption(
        "--parent",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="use this value for a path parameter, instead of those found by listing the parents; "
        "may be repeated, for several values of one parameter, too",
    )
    _add_effort(group)
    _add_budget(group)
    group.addoption(
        "--contract-json",
        metavar="FILE",
        type=Path,
        help="write a JSON report; contract_tests/report/report.schema.json describes it",
    )
    group.addoption(
        "--html-report",
        metavar="FILE",
        type=Path,
        help="write a report to be read in a browser, in one file",
    )
    group.addoption(
        "--faults-json",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="show in that report what the campaign of faults in this file came to (make teeth "
        "writes one); left out where it was about another server or contract; may be repeated",
    )
    group.addoption("--part", action="store_true", dest="is_part", help=argparse.SUPPRESS)


def _add_effort(group: pytest.OptionGroup) -> None:
    group.addoption(
        "--profile",
        metavar="NAME",
        help="how hard to try: smoke (the default, a first look), ci (for each change, the same "
        "requests in every run), nightly (a long search) or live (for a server in use)",
    )
    group.addoption(
        "--max-rows",
        metavar="N",
        default="20000",
        help="how many rows of a list are read at most, to compare others with (default: 20000)",
    )
    group.addoption(
        "--no-method-probe",
        action="store_false",
        dest="probes_methods",
        help="send GET alone; left out, OPTIONS and TRACE are tried, to see whether methods that "
        "the contract does not have are refused",
    )
    group.addoption(
        "--require-witnesses",
        action="store_true",
        dest="requires_witnesses",
        help="fail the run for each law that the server's data could not put to the test, and for "
        "each without a verdict",
    )


def _add_budget(group: pytest.OptionGroup) -> None:
    group.addoption(
        "--max-requests",
        metavar="N",
        help="end the run when so many requests were sent (default: the profile's; any number, "
        "but for live 3000)",
    )
    group.addoption(
        "--rate",
        metavar="PER_SECOND",
        help="send so many requests a second, at most (default: the profile's; any number, but "
        "for live 5)",
    )
    group.addoption(
        "--max-time",
        metavar="SECONDS",
        help="end the run so long after its first request (default: never)",
    )
    group.addoption(
        "--request-timeout",
        metavar="SECONDS",
        default="10",
        help="how long to wait for more of a response before it counts as unanswered; all of it "
        "may take three times as long (default: 10)",
    )
    group.addoption(
        "--max-wait",
        metavar="SECONDS",
        default="60",
        help="how long to wait at most, in one go, when the server answers 429 (default: 60)",
    )


def read_options(config: pytest.Config) -> Options:
    """Read the options of a run.

    Raises:
        pytest.UsageError: An option cannot be used as it is.
    """
    base_url = config.getoption("base_url")
    if base_url is None and config.getoption("token") is not None:
        msg = "--token: it goes with --base-url; the sandbox has a token of its own"
        raise pytest.UsageError(msg)
    profile = chosen_profile(config)
    max_requests, max_rows = _whole(config, "--max-requests"), _whole(config, "--max-rows")
    rate = _number(config, "--rate", 0.001, 1_000_000)
    timeout = _number(config, "--request-timeout", 0.001, _DAY)
    max_wait = _number(config, "--max-wait", 0, _DAY)
    assert timeout is not None
    assert max_wait is not None
    assert max_rows is not None
    return Options(
        spec=_shortened(config.getoption("spec") or implied_spec(base_url)),
        base_url=base_url_of(base_url) if base_url is not None else None,
        token=given_token(config.getoption("token")),
        parents=parents_of(config.getoption("parent")),
        request_timeout=timeout,
        max_wait=max_wait,
        max_requests=profile.max_requests if max_requests is None else max_requests,
        rate=profile.rate if rate is None else rate,
        max_time=_number(config, "--max-time", 0.001, 365 * _DAY),
        max_rows=max_rows,
        probes_methods=config.getoption("probes_methods"),
        requires_witnesses=config.getoption("requires_witnesses"),
        json_report=config.getoption("contract_json"),
        html_report=config.getoption("html_report"),
        mutants_json=tuple(config.getoption("faults_json")),
    )


def _number(config: pytest.Config, option: str, least: float, most: float) -> float | None:
    """Read a number within bounds, or None where the option is left out."""
    text = config.getoption(option)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        raise pytest.UsageError(
            f"{option}: expected a number from {least:g} to {most:.0f}, got {text}"
        )
    return number


def _whole(config: pytest.Config, option: str) -> int | None:
    """Read a whole number, or None where the option is left out."""
    text = config.getoption(option)
    if text is None:
        return None
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) == 0:
        raise pytest.UsageError(
            f"{option}: expected a whole number from 1 to 999999999, got {text}"
        )
    return int(text)


def implied_spec(base_url: str | None) -> Path:
    """Return the contract in openapi/ that is meant where none is named.

    Args:
        base_url: The server; None for the sandbox, which serves all of them: the first is meant.

    Raises:
        pytest.UsageError: There is none, or the server may serve any of several.
    """
    files = sorted(_SPECS.glob("*.yaml"))
    specs = [
        each for each in files if re.search("^openapi:", each.read_text("utf-8"), re.MULTILINE)
    ]
    if not specs:
        raise pytest.UsageError("--spec: say which contract is meant; openapi/ holds none")
    if base_url is not None and len(specs) > 1:
        named = ", ".join(str(_shortened(each)) for each in specs)
        raise pytest.UsageError(f"--spec: say which contract the server serves: {named}")
    return specs[0]


def _shortened(path: Path) -> Path:
    """Return the path from the current directory, where it lies below: reports travel."""
    absolute = path.absolute()
    return absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else path


def base_url_of(text: str) -> str:
    """Read the value of ``--base-url``.

    Raises:
        pytest.UsageError: It is no URL of a server.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        msg = f"--base-url: expected a URL such as https://api.example.com/v2, got {text}"
        raise pytest.UsageError(msg)
    if parts.username or parts.password:
        msg = f"--base-url: leave user and password out; pass --token or set {TOKEN_VARIABLE}"
        raise pytest.UsageError(msg)
    if parts.query or parts.fragment:
        msg = f"--base-url: expected neither a query nor a fragment, got {text}"
        raise pytest.UsageError(msg)
    return text.rstrip("/")


def given_token(given: str | None = None) -> str:
    """Read a token: one that is given, or that in the environment; empty where there is none.

    Raises:
        pytest.UsageError: No header can carry it.
    """
    source = "--token" if given is not None else TOKEN_VARIABLE
    token = given if given is not None else os.environ.get(TOKEN_VARIABLE, "")
    if not token.isprintable() or not token.isascii() or token != token.strip():
        msg = f"{source}: a token has only printable ASCII characters, and no blanks around it"
        raise pytest.UsageError(msg)
    return token


def parents_of(texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Read the values of ``--parent``: names of path parameters, each with a value.

    Returns:
        The values of each parameter, each once, in their order.

    Raises:
        pytest.UsageError: A text is no name with a value.
    """
    found: dict[str, dict[str, None]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            msg = f"--parent: expected NAME=VALUE, got {text}"
            raise pytest.UsageError(msg)
        found.setdefault(name, {})[value] = None
    return MappingProxyType({name: tuple(values) for name, values in found.items()})
