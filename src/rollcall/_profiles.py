"""How hard a run tries: its profile, and its seed."""

import random
from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

import attrs
import hypothesis
import pytest
from hypothesis import HealthCheck

__all__ = [
    "PROFILES",
    "Effort",
    "Profile",
    "choose_effort",
    "chosen_profile",
    "register_profiles",
    "workflow_settings",
]

_CHANNELS = ("http", "client", "client-async", "client-ahead")
_PHASES = ("examples", "coverage", "fuzzing", "stateful")
_WORKFLOW_STEPS = 6


@attrs.frozen
class Profile:
    """How hard a run tries, by a name that says what it is for.

    Attributes:
        name: The name.
        includes: What such a run includes, in a sentence for its user.
        channels: The channels that the laws are tried through.
        law_edges: How many prepared cases a law tries for a subject, at most.
        law_examples: How many drawn cases it tries besides.
        examples: How many requests are generated for an operation in a phase; a quarter as many
            workflows are. 0 where ``phases`` is empty.
        phases: Which of schemathesis' phases are run.
        rate: How many requests a second are sent at most, unless the run is told otherwise.
        max_requests: How many requests are sent at most, unless the run is told otherwise.
        seed: What everything that is drawn follows from; None for another one each time.
        without: Patterns for the ids of laws that are left out, such as ``http.*``.
    """

    name: str
    includes: str
    channels: tuple[str, ...]
    law_edges: int
    law_examples: int
    examples: int
    phases: tuple[str, ...]
    rate: float | None = None
    max_requests: int | None = None
    seed: int | None = None
    without: tuple[str, ...] = ()

    def leaves_out(self, law: str) -> bool:
        """Return whether the profile leaves out the law with this id."""
        return any(fnmatchcase(law, pattern) for pattern in self.without)


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        each.name: each
        for each in (
            Profile(
                name="smoke",
                includes="A first look: every law through every channel, with up to 6 prepared "
                "and 4 drawn cases for a subject, and 50 generated requests for an operation, "
                "drawn anew each time.",
                channels=_CHANNELS,
                law_edges=6,
                law_examples=4,
                examples=50,
                phases=_PHASES,
            ),
            Profile(
                name="ci",
                includes="For each change: every law through every channel, with up to 12 "
                "prepared and 20 drawn cases for a subject, and 1,000 generated requests for an "
                "operation, the same in every run.",
                channels=_CHANNELS,
                law_edges=12,
                law_examples=20,
                examples=1000,
                phases=_PHASES,
                seed=20210425,
            ),
            Profile(
                name="nightly",
                includes="A long search: every law through every channel, with up to 40 prepared "
                "and 200 drawn cases for a subject, and 10,000 generated requests for an "
                "operation, drawn anew each time.",
                channels=_CHANNELS,
                law_edges=40,
                law_examples=200,
                examples=10_000,
                phases=_PHASES,
            ),
            Profile(
                name="live",
                includes="For a server in use: the laws through plain HTTP and the client, with up "
                "to 4 prepared cases for a subject; nothing generated, nothing malformed, no near "
                "misses of the token, and none of the family http; at most 5 requests a second "
                "and 3,000 in all.",
                channels=("http", "client"),
                law_edges=4,
                law_examples=0,
                examples=0,
                phases=(),
                rate=5.0,
                max_requests=3000,
                without=(
                    "http.*",
                    "*.refused",
                    "*.malformed",
                    "*.tampered",
                    "auth.prefix",
                    "auth.suffix",
                    "auth.case",
                    "auth.echo",
                ),
            ),
        )
    }
)
"""The profiles, by their names."""

_DEFAULT = "smoke"


def register_profiles() -> None:
    """Register a profile of Hypothesis for each profile; schemathesis reads the active one.

    None has a deadline, since the time is the server's, and none has a database of earlier
    failures, so that the seed alone decides what is drawn.
    """
    for profile in PROFILES.values():
        hypothesis.settings.register_profile(
            _hypothesis_name(profile),
            max_examples=max(1, profile.examples),
            stateful_step_count=_WORKFLOW_STEPS,
            deadline=None,
            database=None,
            derandomize=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        )


def workflow_settings() -> hypothesis.settings:
    """Return the settings of the active profile for workflows, each of which is several requests."""
    settings = hypothesis.settings.default
    assert settings is not None
    return hypothesis.settings(settings, max_examples=max(1, settings.max_examples // 4))


@attrs.frozen
class Effort:
    """How hard a run tries.

    Attributes:
        profile: What it includes.
        seed: What everything that is drawn follows from.
    """

    profile: Profile
    seed: int


def chosen_profile(config: pytest.Config) -> Profile:
    """Return the profile that is asked for, ``smoke`` unless told.

    Raises:
        pytest.UsageError: There is no such profile, or Hypothesis is told to load one of its own.
    """
    names = ", ".join(PROFILES)
    if config.getoption("--hypothesis-profile"):
        raise pytest.UsageError(
            f"--hypothesis-profile: the contract has profiles of its own; use --profile ({names})"
        )
    name = config.getoption("profile") or _DEFAULT
    if name not in PROFILES:
        raise pytest.UsageError(f"--profile: expected {names}, got {name}")
    return PROFILES[name]


def choose_effort(config: pytest.Config) -> Effort:
    """Load the profile that is asked for into Hypothesis, and choose the seed.

    The seed is the one that is asked for, or the profile's own. ``ci`` has the same seed every
    time, so that a build turns red by a change and not by luck.

    Raises:
        pytest.UsageError: There is no such profile, or the seed is not a whole number.
    """
    profile = chosen_profile(config)
    seed = _given_seed(config)
    if seed is None:
        seed = profile.seed
    if seed is None:
        seed = random.SystemRandom().randrange(2**32)
    hypothesis.settings.load_profile(_hypothesis_name(profile))
    return Effort(profile=profile, seed=seed)


def _given_seed(config: pytest.Config) -> int | None:
    given = config.getoption("--hypothesis-seed")
    try:
        return int(given) if given is not None else None
    except ValueError:
        raise pytest.UsageError(
            f"--hypothesis-seed: expected a whole number, got {given}"
        ) from None


def _hypothesis_name(profile: Profile) -> str:
    return f"rollcall-{profile.name}"
