"""Notes: what a server does where API guidelines differ, and the spec makes no choice."""

from collections.abc import Collection, Iterable, Sequence

import attrs

from rollcall.spec import CONVENTIONS, Choice, choice_text

__all__ = ["Note", "Sighting", "notes_of"]

_SHOWN = 3


@attrs.frozen
class Sighting:
    """A response that shows the choice of a server.

    Attributes:
        operation: The operationId.
        convention: The key of ``strictness``.
        choices: The choices that explain the response; several if the data cannot tell them apart.
        subject: The parameter; empty: the operation itself.
        sent: The part of the request that shows it, such as ``page=0``.
        curl: A shell line that reproduces it.
        statuses: The statuses that the spec gives refusals of values; empty: it gives none.
    """

    operation: str
    convention: str
    choices: tuple[Choice, ...]
    subject: str = ""
    sent: str = ""
    curl: str = ""
    statuses: tuple[int, ...] = ()


@attrs.frozen
class Note:
    """The behaviour of a server where API guidelines differ, and the spec makes no choice.

    Attributes:
        operation: The operationId.
        convention: The key of ``strictness`` that would make the choice.
        choice: The value of that key that describes the server, in YAML.
        sentence: The behaviour, in a sentence.
        binding: The line of YAML that would make the choice binding, in ``strictness`` of the
            list or in ``x-strictness`` of the document.
        subjects: The parameters that show it.
        curl: A shell line that reproduces it.
    """

    operation: str
    convention: str
    choice: str
    sentence: str
    binding: str
    subjects: tuple[str, ...] = ()
    curl: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The key by which notes are the same."""
        return self.operation, self.convention


def notes_of(sightings: Iterable[Sighting]) -> tuple[Note, ...]:
    """Return a note for each operation and convention, with all choices that were seen."""
    grouped: dict[tuple[str, str], list[Sighting]] = {}
    for each in sightings:
        grouped.setdefault((each.operation, each.convention), []).append(each)
    values = {
        each.operation: _statuses(grouped.get((each.operation, "invalidValue"), ()))
        for found in grouped.values()
        for each in found
    }
    return tuple(_note(found, values[operation]) for (operation, _), found in grouped.items())


def _statuses(sightings: Iterable[Sighting]) -> set[int]:
    return {one for each in sightings for one in each.choices if isinstance(one, int)}


def _note(given: Sequence[Sighting], of_values: Collection[int]) -> Note:
    """Return the note of sightings.

    Args:
        given: The sightings of one convention.
        of_values: The statuses of refused values, which ``invalidValue`` would have.
    """
    first = given[0]
    convention = CONVENTIONS[first.convention]
    sightings = [_worded(each, of_values) for each in given]
    # A response that two choices explain adds no choice if another response shows one of them.
    seen: dict[Choice, list[Sighting]] = {}
    for each in sorted(sightings, key=lambda sighting: len(sighting.choices)):
        choice = next((one for one in each.choices if one in seen), each.choices[0])
        seen.setdefault(choice, []).append(each)
    about = convention.about[:1].upper() + convention.about[1:]
    parts = [f"{convention.sentence(one)}{_examples(found)}" for one, found in seen.items()]
    choice = choice_text(seen)
    return Note(
        operation=first.operation,
        convention=first.convention,
        choice=choice,
        sentence=f"{about} {', or '.join(parts)}.",
        binding=f"{first.convention}: {choice}",
        subjects=tuple(dict.fromkeys(each.subject for each in sightings if each.subject)),
        curl=min((each.curl for found in seen.values() for each in found[:1]), key=len),
    )


def _worded(sighting: Sighting, of_values: Collection[int]) -> Sighting:
    """Return a sighting with the word for a refusal, unless the word admits other statuses."""
    convention = CONVENTIONS[sighting.convention]
    if convention.tells_status:
        return sighting
    known = (sighting.statuses or of_values) if convention.is_of_value else ()
    choices = (
        "refused" if isinstance(each, int) and (not known or each in known) else each
        for each in sighting.choices
    )
    return attrs.evolve(sighting, choices=tuple(choices))


def _examples(sightings: Sequence[Sighting]) -> str:
    sent = [*dict.fromkeys(each.sent for each in sightings if each.sent)]
    more = ", …" if len(sent) > _SHOWN else ""
    return f" ({', '.join(sent[:_SHOWN])}{more})" if sent else ""
