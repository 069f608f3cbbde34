"""The configuration of a run, from pyproject.toml, the environment and options."""

import os
import random
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType

import attrs

from rollcall._options import PARSERS, ConfigError, parse, read
from rollcall._profile import PROFILES, Profile
from rollcall._shard import Shard

__all__ = ["PROFILES", "Config", "ConfigError", "Profile", "Shard", "cache_folder"]

_SEEDS = 2**32
_SEED_OF_SHARDS = 1


@attrs.frozen
class Config:
    """The configuration of a run. Invalid values raise a ``ConfigError`` that names them all.

    Attributes:
        profile: How much the run checks: ``smoke``, ``ci``, ``nightly`` or ``live``.
        seed: The seed of all generated values (default: the profile's, or a random one, which
            ``load`` replaces by 1 for a shard: all shards of a run have one seed).
        operations: Patterns (fnmatch) for the ids of the operations to check. Empty: all.
        laws: Patterns for the ids of the laws to check, such as ``filter.*``. Empty: all. Every
            response is also checked against the spec, by ``conformance.*``.
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
        overlays: The OpenAPI Overlays, files or URLs, that ``from_path``, ``from_url`` and
            ``from_asgi`` apply unless they are passed others. Those of a run are the ones with
            which its spec was read.
        guess: Whether the spec is annotated by what its names and types mean with high confidence.
        plugins: Modules to import first, which register laws.
        baseline: The file of the known causes, which do not fail the run; None: none.
        update_baseline: Whether the run writes its causes into that file.
        shard: The part of the run that is executed, such as ``1/4``; None: the whole run.
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
    overlays: tuple[str, ...] = ()
    guess: bool = False
    plugins: tuple[str, ...] = ()
    baseline: Path | None = None
    update_baseline: bool = False
    shard: Shard | None = None

    def __attrs_post_init__(self) -> None:
        values = {name: (name, getattr(self, name)) for name in PARSERS}
        for name, value in parse(values).items():
            object.__setattr__(self, name, value)
        if self.update_baseline and self.baseline is None:
            raise ConfigError("--update-baseline: pass the file to write with --baseline FILE")
        if self.update_baseline and self.shard is not None and self.shard.count > 1:
            raise ConfigError("--update-baseline: needs the whole run; leave --shard out")

    @seed.default
    def _profile_seed(self) -> int:
        seed = PROFILES[self.profile].seed if self.profile in PROFILES else None
        if seed is not None:
            return seed
        # The workers of one run of pytest-xdist have one seed.
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
        return (random.Random(run) if run else random.SystemRandom()).randrange(_SEEDS)  # noqa: S311

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
        return not is_chosen or self.ignores(law) or self.sends_no(law)

    def ignores(self, check: str) -> bool:
        """Return whether the results of a check of every response are not recorded."""
        return any(fnmatchcase(check, each) for each in self.exclude_laws)

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
        values = read(pyproject, os.environ if environ is None else environ, options)
        if values.get("shard") and PROFILES[values.get("profile", "smoke")].seed is None:
            values.setdefault("seed", _SEED_OF_SHARDS)
        return cls(**values)


def cache_folder() -> Path:
    """Return the folder for what may be computed again, in the cache folder of the user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "rollcall"
