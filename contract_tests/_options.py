"""What a run is asked to do: the command line, read and checked before anything is sent."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import attrs
import pytest

__all__ = ["TOKEN_VARIABLE", "Options", "add_options", "read_options"]

TOKEN_VARIABLE = "ROLLCALL_TOKEN"  # noqa: S105 - the name of a variable, not a token

_SPECS = Path(__file__).parent.parent / "openapi"


@attrs.frozen
class Options:
    """What a run is asked to do.

    Attributes:
        spec: The contract: an annotated OpenAPI document.
        base_url: Where the server is, without a slash at its end; None asks for the sandbox.
        token: What authenticates the run.
        parents: The values to use for path parameters, instead of those that are found.
        request_timeout: How many seconds a request may take.
        max_wait: How many seconds to wait at most when the server says 429.
        json_report: Where to write the JSON report, if anywhere.
    """

    spec: Path
    base_url: str | None
    token: str = attrs.field(repr=False)
    parents: Mapping[str, str]
    request_timeout: float
    max_wait: float
    json_report: Path | None


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
        "read, which keeps it out of the list of processes",
    )
    group.addoption(
        "--spec",
        metavar="FILE",
        type=Path,
        help="the contract, an annotated OpenAPI document; default: the one in openapi/",
    )
    group.addoption(
        "--parent",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="use this value for a path parameter, instead of those found by listing the parents; "
        "may be repeated",
    )
    group.addoption(
        "--request-timeout",
        metavar="SECONDS",
        type=float,
        default=10.0,
        help="how long a request may take before it counts as unanswered (default: 10)",
    )
    group.addoption(
        "--max-wait",
        metavar="SECONDS",
        type=float,
        default=60.0,
        help="how long to wait at most, in one go, when the server answers 429 (default: 60)",
    )
    group.addoption(
        "--contract-json",
        metavar="FILE",
        type=Path,
        help="write a JSON report; contract_tests/report.schema.json describes it",
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
    timeout, max_wait = config.getoption("request_timeout"), config.getoption("max_wait")
    if timeout <= 0:
        msg = f"--request-timeout: expected more than 0 seconds, got {timeout:g}"
        raise pytest.UsageError(msg)
    if max_wait < 0:
        msg = f"--max-wait: expected 0 seconds or more, got {max_wait:g}"
        raise pytest.UsageError(msg)
    return Options(
        spec=_shortened(config.getoption("spec") or _only_spec()),
        base_url=_base_url(base_url) if base_url is not None else None,
        token=_token(config.getoption("token")),
        parents=MappingProxyType(dict(map(_parent, config.getoption("parent")))),
        request_timeout=timeout,
        max_wait=max_wait,
        json_report=config.getoption("contract_json"),
    )


def _only_spec() -> Path:
    files = sorted(_SPECS.glob("*.yaml"))
    specs = [
        each for each in files if re.search("^openapi:", each.read_text("utf-8"), re.MULTILINE)
    ]
    if len(specs) != 1:
        found = ", ".join(spec.name for spec in specs) or "none"
        msg = f"--spec: say which contract is meant; openapi/ holds {found}"
        raise pytest.UsageError(msg)
    return specs[0]


def _shortened(path: Path) -> Path:
    """Give the path from the current directory, where it lies below: reports travel."""
    absolute = path.absolute()
    return absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else path


def _base_url(text: str) -> str:
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


def _token(given: str | None) -> str:
    source = "--token" if given is not None else TOKEN_VARIABLE
    token = given if given is not None else os.environ.get(TOKEN_VARIABLE, "")
    if not token.isprintable() or not token.isascii() or token != token.strip():
        msg = f"{source}: a token has only printable ASCII characters, and no blanks around it"
        raise pytest.UsageError(msg)
    return token


def _parent(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        msg = f"--parent: expected NAME=VALUE, got {text}"
        raise pytest.UsageError(msg)
    return name, value
