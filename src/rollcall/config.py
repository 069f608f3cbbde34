"""The configuration of a run, from pyproject.toml, the environment and options."""

import os
import random
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from rollcall._profile import PROFILES, Profile
from rollcall.spec import UsageError

__all__ = ["PROFILES", "Config", "ConfigError", "Profile"]

_DAY = 86_400
_SEEDS = 2**32


class ConfigError(UsageError):
    """Invalid values of a configuration; the message has a line for each."""


@attrs.frozen
class Config:
    """The configuration of a run. Invalid values raise a ``ConfigError`` that names them all.

    Attributes:
        profile: How much the run checks: ``smoke``, ``ci``, ``nightly`` or ``live``.
        seed: The seed of all generated values (default: the profile's, or a random one).
        operations: Patterns (fnmatch) for the ids of the operations to check. Empty: all.
        laws: Patterns for the ids of the laws to check, such as ``filter.*``. Empty: all.
        exclude_laws: Patterns for the ids of the laws to skip.
        channels: Patterns for the channels to check through: ``http``, ``client``,
            ``client-async``, ``client-ahead``. Empty: all of the profile.
        parents: Values of path parameters, by their names; a run looks for the others itself.
        headers: Headers that every request carries, by their names.
        params: Query parameters that every request carries, by their names.
        token_command: A shell command that prints the token, and a new one when the server refuses
            it; empty: none.
        request_timeout: Seconds to wait for the next part of a response; a complete response may
            take three times as long.
        max_wait: The longest wait after status 429, in seconds.
        max_requests: The number of requests that may be sent; None: no limit (default: the
            profile's).
        rate: The number of requests a second; None: no limit (default: the profile's).
        max_time: Seconds that the run may take, from its first request; None: no limit.
        max_rows: The number of rows of a list that are read as its baseline, at most.
        probe_methods: Whether OPTIONS and TRACE are sent to operations that do not document them.
        probe_writes: Whether POST, PUT, PATCH and DELETE are sent to lists that do not document
            them. A server that implements them may change its data.
        strict: Whether a choice that the spec leaves to the server is a failure, not a note.
        require_witnesses: Whether a law without a witness, or without a verdict, fails the run.
        require_complete: Whether a run that its own budget ended is incomplete.
        plugins: Modules to import first, which register laws.
        baseline: The file of the known causes, which do not fail the run; None: none.
        update_baseline: Whether the run writes its causes into that file.
    """

    profile: str = "smoke"
    seed: int = attrs.field()
    operations: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    exclude_laws: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    headers: Mapping[str, str] = attrs.field(default=MappingProxyType({}), repr=False)
    params: Mapping[str, str] = attrs.field(default=MappingProxyType({}), repr=False)
    token_command: str = attrs.field(default="", repr=False)
    request_timeout: float = 10.0
    max_wait: float = 60.0
    max_requests: int | None = attrs.field()
    rate: float | None = attrs.field()
    max_time: float | None = None
    max_rows: int = 20_000
    probe_methods: bool = True
    probe_writes: bool = False
    strict: bool = False
    require_witnesses: bool = False
    require_complete: bool = False
    plugins: tuple[str, ...] = ()
    baseline: Path | None = None
    update_baseline: bool = False

    def __attrs_post_init__(self) -> None:
        values = {name: (name, getattr(self, name)) for name in _READERS}
        for name, value in _read(values).items():
            object.__setattr__(self, name, value)
        if self.update_baseline and self.baseline is None:
            raise ConfigError("--update-baseline: pass the file to write with --baseline FILE")

    @seed.default
    def _profile_seed(self) -> int:
        seed = PROFILES[self.profile].seed if self.profile in PROFILES else None
        return random.SystemRandom().randrange(_SEEDS) if seed is None else seed

    @max_requests.default
    def _profile_requests(self) -> int | None:
        return PROFILES[self.profile].max_requests if self.profile in PROFILES else None

    @rate.default
    def _profile_rate(self) -> float | None:
        return PROFILES[self.profile].rate if self.profile in PROFILES else None

    @property
    def settings(self) -> Profile:
        """The profile itself."""
        return PROFILES[self.profile]

    def selects(self, operation: str) -> bool:
        """Return whether the operation with this id is checked."""
        return not self.operations or any(fnmatchcase(operation, each) for each in self.operations)

    def leaves_out(self, law: str) -> bool:
        """Return whether the law with this id is skipped."""
        is_chosen = not self.laws or any(fnmatchcase(law, each) for each in self.laws)
        is_excluded = any(fnmatchcase(law, each) for each in self.exclude_laws)
        return not is_chosen or is_excluded or self.sends_no(law)

    def sends_no(self, law: str) -> bool:
        """Return whether the profile, or a switch, leaves out the requests of a law."""
        switches = {"http.method": self.probe_methods, "http.write": self.probe_writes}
        return self.settings.leaves_out(law) or not switches.get(law, True)

    @classmethod
    def load(
        cls,
        pyproject: Path | None = None,
        environ: Mapping[str, str] | None = None,
        **options: object,
    ) -> "Config":
        """Merge ``[tool.rollcall]``, the environment and options; later sources win.

        Args:
            pyproject: The file to read; None: ``pyproject.toml`` of the current directory, if it
                exists.
            environ: The environment, with variables such as ``ROLLCALL_MAX_TIME``; None: the
                environment of the process. Commas separate several values.
            options: The options, by the names of the attributes; None: not given.

        Raises:
            ConfigError: A value is invalid, or the file has an unknown key.
        """
        values: dict[str, tuple[str, object]] = {}
        problems: list[str] = []
        for key, value in _table(
            pyproject or Path("pyproject.toml"), pyproject is not None
        ).items():
            name = key.replace("-", "_")
            if name in _READERS:
                values[name] = f"[tool.rollcall] {key}", value
            else:
                known = ", ".join(each.replace("_", "-") for each in _READERS)
                problems.append(f"[tool.rollcall] {key}: unknown key; the keys are {known}")
        environ = os.environ if environ is None else environ
        for name in _READERS:
            variable = f"ROLLCALL_{name.upper()}"
            if environ.get(variable):
                values[name] = variable, environ[variable]
            if options.get(name) is not None:
                values[name] = f"--{_OPTIONS.get(name, name).replace('_', '-')}", options[name]
        if unknown := options.keys() - _READERS.keys():
            msg = f"unknown options: {', '.join(sorted(unknown))}"
            raise TypeError(msg)
        return cls(**_read(values, problems))


def _table(path: Path, is_required: bool) -> Mapping[str, Any]:  # noqa: FBT001
    """Return the table ``[tool.rollcall]`` of a file; empty if it has none."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if is_required:
            raise ConfigError(f"{path}: no such file") from None
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: the file cannot be read as TOML: {error}") from None
    table = content.get("tool", {}).get("rollcall", {})
    return table if isinstance(table, dict) else {}


def _read(values: Mapping[str, tuple[str, object]], problems: Iterable[str] = ()) -> dict[str, Any]:
    """Parse values, each with the name of its source.

    Raises:
        ConfigError: Some are invalid; the message names each.
    """
    found: dict[str, Any] = {}
    problems = [*problems]
    for name, (source, value) in values.items():
        try:
            found[name] = _READERS[name](value)
        except ValueError as error:
            if name in _SECRET:
                problems.append(f"{source}: {error}")
                continue
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
            problems.append(f"{source}: {error}, got {shown}")
    if problems:
        raise ConfigError("\n".join(problems))
    return found


def _profile(value: object) -> str:
    if value not in PROFILES:
        raise ValueError(f"expected {', '.join(PROFILES)}")
    return str(value)


def _boolean(value: object) -> bool:
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    read = known.get(str(value).lower())
    if read is None:
        raise ValueError("expected true or false")
    return read


def _count(value: object) -> int:
    if not re.fullmatch("(?!0+$)[0-9]{1,9}", str(value)):
        raise ValueError("expected an integer from 1 to 999999999")
    return int(str(value))


def _limit(value: object) -> int | None:
    return None if value is None else _count(value)


def _seed(value: object) -> int:
    if not re.fullmatch("-?[0-9]{1,20}", str(value)):
        raise ValueError("expected an integer")
    return int(str(value))


def _number(least: float, most: float) -> Callable[[object], float | None]:
    def read(value: object) -> float | None:
        if value is None:
            return None
        try:
            number = float(str(value))
        except ValueError:
            number = -1.0
        if not least <= number <= most:
            raise ValueError(f"expected a number from {least:g} to {most:.0f}")
        return number

    return read


def _texts(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, Iterable) or not all(isinstance(each, str) and each for each in parts):
        raise ValueError("expected a list of names or patterns")
    return tuple(str(each).strip() for each in parts)


def _file(value: object) -> Path | None:
    if value is not None and not isinstance(value, str | Path):
        raise ValueError("expected the path of a file")
    return None if value is None else Path(value)


def _parents(value: object) -> Mapping[str, tuple[str, ...]]:
    """Parse values of path parameters, as a mapping or as ``NAME=VALUE`` texts."""
    found: dict[str, dict[str, None]] = {}
    if isinstance(value, Mapping):
        for name, given in value.items():
            found[str(name)] = dict.fromkeys([given] if isinstance(given, str) else map(str, given))
    else:
        for text in _texts(value):
            name, equals, text_value = text.partition("=")
            if not (name and equals and text_value):
                raise ValueError("expected NAME=VALUE")
            found.setdefault(name, {})[text_value] = None
    return MappingProxyType({name: tuple(values) for name, values in found.items()})


def _pairs(value: object) -> Mapping[str, str]:
    """Parse headers or query parameters, as a mapping or as ``NAME=VALUE`` texts."""
    if isinstance(value, Mapping):
        return MappingProxyType({str(name): str(text) for name, text in value.items()})
    found: dict[str, str] = {}
    for text in _texts(value):
        name, equals, text_value = text.partition("=")
        if not (name and equals):
            raise ValueError("expected NAME=VALUE")
        found[name] = text_value
    return MappingProxyType(found)


_SECRET = {"headers", "params"}
"""The keys whose values may be secret, and are in no message."""

_OPTIONS = {
    "headers": "header",
    "params": "param",
    "operations": "operation",
    "laws": "law",
    "channels": "channel",
    "exclude_laws": "exclude_law",
    "plugins": "plugin",
    "parents": "parent",
}
_READERS: Mapping[str, Callable[[object], Any]] = MappingProxyType(
    {
        "profile": _profile,
        "seed": _seed,
        "operations": _texts,
        "laws": _texts,
        "exclude_laws": _texts,
        "channels": _texts,
        "parents": _parents,
        "headers": _pairs,
        "params": _pairs,
        "token_command": str,
        "request_timeout": _number(0.001, _DAY),
        "max_wait": _number(0, _DAY),
        "max_requests": _limit,
        "rate": _number(0.001, 1_000_000),
        "max_time": _number(0.001, 365 * _DAY),
        "max_rows": _count,
        "probe_methods": _boolean,
        "probe_writes": _boolean,
        "strict": _boolean,
        "require_witnesses": _boolean,
        "require_complete": _boolean,
        "plugins": _texts,
        "baseline": _file,
        "update_baseline": _boolean,
    }
)
