"""The profiles: how much a run checks."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

import attrs

__all__ = ["PROFILES", "Profile"]

_CHANNELS = ("http", "client", "client-async", "client-ahead")
_PHASES = ("examples", "coverage", "fuzzing", "stateful")


@attrs.frozen
class Profile:
    """How much a run checks.

    Attributes:
        name: The name.
        includes: A description for users.
        channels: The channels that the laws are checked through.
        law_edges: The number of prepared cases of a law for a subject, at most.
        law_examples: The number of drawn cases of a law for a subject.
        law_pages: The number of pages that a law reads in a row, at most.
        examples: The number of requests that are generated for an operation in a phase, and four
            times the number of workflows. 0 if ``phases`` is empty.
        phases: The phases of schemathesis that are run.
        rate: The default of ``Config.rate``.
        max_requests: The default of ``Config.max_requests``.
        seed: The default of ``Config.seed``; None: a random seed.
        without: Patterns for the ids of laws that are skipped, such as ``http.*``.
    """

    name: str
    includes: str
    channels: tuple[str, ...]
    law_edges: int
    law_examples: int
    law_pages: int
    examples: int
    phases: tuple[str, ...]
    rate: float | None = None
    max_requests: int | None = None
    seed: int | None = None
    without: tuple[str, ...] = ()

    def leaves_out(self, law: str) -> bool:
        """Return whether the profile skips the law with this id."""
        return any(fnmatchcase(law, pattern) for pattern in self.without)

    def reaches(self, other: "Profile") -> bool:
        """Return whether a run tries at least as much as one with another profile."""
        numbers = ("law_edges", "law_examples", "law_pages", "examples")
        return (
            all(getattr(self, each) >= getattr(other, each) for each in numbers)
            and {*self.channels} >= {*other.channels}
            and {*self.phases} >= {*other.phases}
            and {*self.without} <= {*other.without}
        )


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        each.name: each
        for each in (
            Profile(
                name="smoke",
                includes="A first check: every law through every channel, with up to 4 prepared "
                "and 2 drawn cases for a subject, up to 8 pages in a row, and 20 generated "
                "requests for an operation. The seed is random.",
                channels=_CHANNELS,
                law_edges=4,
                law_examples=2,
                law_pages=8,
                examples=20,
                phases=_PHASES,
            ),
            Profile(
                name="ci",
                includes="For each change: every law through every channel, with up to 12 "
                "prepared and 20 drawn cases for a subject, and 1,000 generated requests for an "
                "operation. The seed is fixed.",
                channels=_CHANNELS,
                law_edges=12,
                law_examples=20,
                law_pages=60,
                examples=1000,
                phases=_PHASES,
                seed=20210425,
            ),
            Profile(
                name="nightly",
                includes="A long search: every law through every channel, with up to 40 prepared "
                "and 200 drawn cases for a subject, and 10,000 generated requests for an "
                "operation. The seed is random.",
                channels=_CHANNELS,
                law_edges=40,
                law_examples=200,
                law_pages=60,
                examples=10_000,
                phases=_PHASES,
            ),
            Profile(
                name="live",
                includes="For a server in use: the laws through plain HTTP and the client, with up "
                "to 4 prepared cases for a subject, at most 5 requests a second and 3,000 in "
                "total. It sends no generated or malformed requests and no variants of the token, "
                "and skips the laws http.*.",
                channels=("http", "client"),
                law_edges=4,
                law_examples=0,
                law_pages=60,
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
