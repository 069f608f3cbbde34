"""The shell command that repeats a run."""

import shlex
from collections.abc import Iterator, Mapping

import attrs

from rollcall.config import Config
from rollcall.runs import Report

__all__ = ["command_of"]

_FIRST = ("profile", "seed")


def command_of(report: Report) -> str:
    """Return the shell command that repeats a run, without the values that may be secret."""
    words = ["rollcall", "check", report.spec_path, report.base_url]
    return shlex.join([*words, *_options(report.config)])


def _options(config: Config) -> Iterator[str]:
    """Yield the options that set the values of a configuration that are not the defaults."""
    default = Config(config.profile, config.seed)
    for name in _FIRST:
        yield from (f"--{name}", str(getattr(config, name)))
    for field in attrs.fields(Config):
        value = getattr(config, field.name)
        option = f"--{field.name.replace('_', '-')}"
        if field.name in {*_FIRST, "update_baseline"} or value == getattr(default, field.name):
            continue
        match value:
            case bool():
                yield option if value else "--no-method-probe"
            case Mapping():
                for key, values in value.items():
                    for each in values if field.name == "parents" else "…":
                        yield from (option.removesuffix("s"), f"{key}={each}")
            case tuple():
                for each in value:
                    yield from (option.removesuffix("s"), each)
            case _:
                yield from (option, str(value))
