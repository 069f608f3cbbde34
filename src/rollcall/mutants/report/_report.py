"""The report of a campaign, as plain values; ``mutants.schema.json`` describes it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import attrs

__all__ = ["Campaign", "Entry", "Outcome", "Result", "Side", "build_report"]

Outcome = Literal["killed", "survived", "unreached", "not applicable"]
"""What came of a fault: something noticed it; nothing did; no answer differed; none looks there."""

Side = Literal["server", "client", "spec"]
"""What has the faults."""


@attrs.frozen
class Result:
    """What came of a fault through one channel.

    Attributes:
        outcome: In a word.
        law: The id of what noticed it; empty where nothing did.
        subject: What that was about.
        title: What it found, in a line.
        requests: How many requests were sent.
        seconds: How long it took.
        reasons: What was lacking in the data, each in a line, where nothing noticed it.
    """

    outcome: Outcome
    law: str = ""
    subject: str = ""
    title: str = ""
    requests: int = 0
    seconds: float = 0.0
    reasons: Sequence[str] = ()


@attrs.frozen
class Entry:
    """A fault, and what came of it.

    Attributes:
        id: What tells it from every other.
        kind: The group, a dot, and what is wrong.
        sentence: What is wrong, for a person to read.
        operation: The operationId of what it touches; empty: no single one.
        subject: The parameter, field or status that is at fault; empty: none.
        needs: The data without which nothing differs; empty: none.
        equivalent: Why nothing can tell it from what is sound, if so.
        trials: What came of it, by channel; one that is not there was not tried.
    """

    id: str
    kind: str
    sentence: str
    operation: str = ""
    subject: str = ""
    needs: str = ""
    equivalent: str | None = None
    trials: Mapping[str, Result] = attrs.field(factory=dict)


@attrs.frozen
class Campaign:
    """What was tried, and what came of it.

    Attributes:
        side: What has the faults.
        title: The document's title.
        version: The document's version.
        server: The base URL, or ``the sandbox``.
        profile: How hard the laws tried, by the name of a profile.
        seed: What everything that is drawn follows from.
        seconds: How long it took.
        channels: What looked for the faults, by id: the columns, each with its title.
        groups: The groups of kinds, by id, each with its title.
        entries: The faults.
        sound: What is broken without any fault, by channel, each in a line.
        notes: What to know besides, each in a line.
        stopped: Why it ended early, if it did.
    """

    side: Side
    title: str
    version: str
    server: str
    profile: str
    seed: int
    seconds: float
    channels: Mapping[str, str]
    groups: Mapping[str, str]
    entries: Sequence[Entry]
    sound: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    notes: Sequence[str] = ()
    stopped: str | None = None


def build_report(campaign: Campaign) -> dict[str, Any]:
    """Return the report as plain values; secrets are still to be replaced."""
    return {
        "version": 1,
        "side": campaign.side,
        "generated_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "api": {"title": campaign.title, "version": campaign.version},
        "server": campaign.server,
        "profile": campaign.profile,
        "seed": campaign.seed,
        "seconds": round(campaign.seconds, 3),
        "stopped": campaign.stopped,
        "channels": _named(campaign.channels),
        "groups": _named(campaign.groups),
        "sound": {each: [*lines] for each, lines in campaign.sound.items()},
        "faults": [_entry(each) for each in campaign.entries],
        "notes": [*campaign.notes],
    }


def _named(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": each, "title": title} for each, title in titles.items()]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "group": entry.kind.partition(".")[0],
        "operation": entry.operation,
        "subject": entry.subject,
        "sentence": entry.sentence,
        "needs": entry.needs,
        "equivalent": entry.equivalent,
        "trials": {
            channel: {
                **attrs.asdict(result),
                "seconds": round(result.seconds, 3),
                "reasons": [*result.reasons],
            }
            for channel, result in entry.trials.items()
        },
    }
