"""The options of a run: their sources, and the values that each may have."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rollcall._profile import PROFILES
from rollcall._shard import Shard
from rollcall.spec import UsageError

__all__ = ["PARSERS", "ConfigError", "parse", "read"]

_DAY = 86_400


class ConfigError(UsageError):
    """Invalid values of a configuration; the message has a line for each."""


def read(
    pyproject: Path | None, environ: Mapping[str, str], options: Mapping[str, object]
) -> dict[str, Any]:
    """Return the values of three sources; later sources win.

    Args:
        pyproject: The file to read; None: ``pyproject.toml``, if it exists.
        environ: The environment.
        options: The options, by the names of the attributes; None: not given.

    Raises:
        ConfigError: A value is invalid, or the file has an unknown key.
    """
    values: dict[str, tuple[str, object]] = {}
    problems: list[str] = []
    table = _table(pyproject or Path("pyproject.toml"), is_required=pyproject is not None)
    for key, value in table.items():
        name = key.replace("-", "_")
        if name in PARSERS:
            values[name] = f"[tool.rollcall] {key}", value
        else:
            known = ", ".join(each.replace("_", "-") for each in PARSERS)
            problems.append(f"[tool.rollcall] {key}: unknown key; the keys are {known}")
    for name in PARSERS:
        variable = f"ROLLCALL_{name.upper()}"
        if environ.get(variable):
            values[name] = variable, environ[variable]
        if options.get(name) is not None:
            values[name] = f"--{_OPTIONS.get(name, name).replace('_', '-')}", options[name]
    if unknown := options.keys() - PARSERS.keys():
        msg = f"unknown options: {', '.join(sorted(unknown))}"
        raise TypeError(msg)
    return parse(values, problems)


def _table(path: Path, *, is_required: bool) -> Mapping[str, Any]:
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


def parse(values: Mapping[str, tuple[str, object]], problems: Iterable[str] = ()) -> dict[str, Any]:
    """Parse values, each with the name of its source.

    Raises:
        ConfigError: Some are invalid; the message names each.
    """
    found: dict[str, Any] = {}
    problems = [*problems]
    for name, (source, value) in values.items():
        try:
            found[name] = PARSERS[name](value)
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


def _addresses(value: object) -> tuple[str, ...]:
    """Parse files and URLs."""
    if isinstance(value, Path):
        return (str(value),)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return _texts([str(each) for each in value])
    return _texts(value)


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


def _shard(value: object) -> Shard | None:
    return value if value is None or isinstance(value, Shard) else Shard.parse(value)


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
    "overlays": "overlay",
}
PARSERS: Mapping[str, Callable[[object], Any]] = MappingProxyType(
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
        "overlays": _addresses,
        "guess": _boolean,
        "plugins": _texts,
        "baseline": _file,
        "update_baseline": _boolean,
        "shard": _shard,
    }
)
"""The parsers of the options, by the names of the attributes of ``Config``."""
