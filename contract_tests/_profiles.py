"""How hard a run tries: the Hypothesis profiles, and the seed."""

import random

import attrs
import hypothesis
import pytest
from hypothesis import HealthCheck

__all__ = ["PROFILES", "Effort", "load_effort", "register_profiles", "workflow_settings"]

PROFILES = {"dev": 200, "ci": 1000, "nightly": 10_000}
"""How many examples are drawn for each operation; a quarter as many workflows are drawn."""

_WORKFLOW_STEPS = 6

_CI_SEED = 20210425


def register_profiles() -> None:
    """Register the profiles ``dev``, ``ci`` and ``nightly``.

    The examples and the coverage cases are the same in each; they differ in how much is drawn.
    None has a deadline, since the time is the server's, and none has a database of earlier
    failures, so that the seed alone decides what is drawn.
    """
    for name, examples in PROFILES.items():
        hypothesis.settings.register_profile(
            name,
            max_examples=examples,
            stateful_step_count=_WORKFLOW_STEPS,
            deadline=None,
            database=None,
            derandomize=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        )


def workflow_settings() -> hypothesis.settings:
    """Give the settings of the active profile for workflows, each of which is several requests."""
    settings = hypothesis.settings.default
    assert settings is not None
    return hypothesis.settings(settings, max_examples=max(1, settings.max_examples // 4))


@attrs.frozen
class Effort:
    """How hard a run tries.

    Attributes:
        profile: The name of the Hypothesis profile.
        seed: What everything that is drawn follows from.
    """

    profile: str
    seed: int


def load_effort(config: pytest.Config) -> Effort:
    """Load the profile that is asked for, ``dev`` unless told, and choose the seed.

    Raises:
        pytest.UsageError: There is no such profile, or the seed is not a whole number.
    """
    name = str(config.getoption("--hypothesis-profile") or "dev")
    if name not in PROFILES:
        msg = f"--hypothesis-profile: expected {', '.join(PROFILES)}, got {name}"
        raise pytest.UsageError(msg)
    hypothesis.settings.load_profile(name)
    return Effort(profile=name, seed=_seed(config, name))


def _seed(config: pytest.Config, profile: str) -> int:
    """Give the seed of the run: the one that is asked for, or the profile's own.

    ``ci`` has the same seed every time, so that a build turns red by a change and not by luck;
    the others draw a new one for each run.
    """
    given = config.getoption("--hypothesis-seed")
    if given is not None:
        try:
            return int(given)
        except ValueError:
            msg = f"--hypothesis-seed: expected a whole number, got {given}"
            raise pytest.UsageError(msg) from None
    return _CI_SEED if profile == "ci" else random.SystemRandom().randrange(2**32)
