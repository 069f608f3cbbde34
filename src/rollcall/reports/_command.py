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
    """Yield the options that set the values of a configuration that are not the defaults.

    A field with several values has the plural of the option as its name.
    """
    default = Config(config.profile, config.seed)
    for name in _FIRST:
        yield from (f"--{name}", str(getattr(config, name)))
    for field in attrs.fields(Config):
        value = getattr(config, field.name)
        option = f"--{field.name.replace('_', '-')}"
        if field.name in {*_FIRST, "update_baseline"} or value == getattr(default, field.name):
            continue
        match value:
            case Mapping() if not field.repr:  # secret
                yield from (word for each in value for word in (option[:-1], f"{each}=…"))
            case _ if not field.repr:
                yield from (option, "…")
            case bool():
                yield option if value else "--no-method-probe"
            case Mapping():
                given = (f"{key}={each}" for key, values in value.items() for each in values)
                yield from (word for each in given for word in (option[:-1], each))
            case tuple():
                yield from (word for each in value for word in (option[:-1], each))
            case _:
                yield from (option, str(value))
