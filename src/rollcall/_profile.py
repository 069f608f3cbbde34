"""How hard a run tries, by a name that says what the run is for."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

import attrs

__all__ = ["PROFILES", "Profile"]

_CHANNELS = ("http", "client", "client-async", "client-ahead")
_PHASES = ("examples", "coverage", "fuzzing", "stateful")


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
        rate: How many requests a second are sent at most, unless the configuration says otherwise.
        max_requests: How many requests are sent at most, unless the configuration says otherwise.
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
