"""The kinds of mutants, read from kinds.toml."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.spec import Choice, ListOperation

__all__ = ["Made", "defects_of", "derived"]

Made = tuple[str, Responder]
"""The name of a kind within its group, and its responder."""

_KINDS: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
    files(__package__).joinpath("kinds.toml").read_text("utf-8")
)
_CHOICES: Mapping[str, Sequence[Choice]] = _KINDS["choices"]
"""The convention and the choice of each mutant that is no defect if the spec chooses it."""


def defects_of(law: str) -> tuple[str, ...]:
    """Return the sentences of the kinds that a law should fail on, those that it detects first."""
    found = [
        (listed.split().index(law), sentence)
        for group, kinds in _KINDS.items()
        if group != "choices"
        for sentence, listed, *_ in kinds.values()
        if law in listed.split() and "{" not in sentence
    ]
    return tuple(sentence for _, sentence in sorted(found, key=lambda each: each[0]))


def derived(
    operation: ListOperation,
    group: str,
    made: Iterable[Made],
    subject: str = "",
    *,
    laws: Sequence[str] = (),
    **words: str,
) -> Iterator[ServerMutant]:
    """Yield the mutants of one subject of an operation.

    A mutant that the spec admits is left out.

    Args:
        operation: The operation.
        group: The group of the kinds.
        made: The names of the kinds, and their responders.
        subject: The parameter, field or status.
        laws: The laws that should fail, if not those of the kinds.
        words: The values of the placeholders.
    """
    kinds = _KINDS[group]
    for name, respond in made:
        # A name may end with a part that the kind does not have, such as a field.
        kind = f"{group}.{name}"
        convention, *choices = _CHOICES.get(kind, ("",))
        if any(operation.strictness.admits(str(convention), each) for each in choices):
            continue
        sentence, listed, *needs = kinds.get(name) or kinds[name.partition("-")[0]]
        yield ServerMutant(
            kind=kind,
            operation=operation.id,
            subject=subject,
            sentence=sentence.format(**words),
            laws=tuple(laws or listed.split()),
            respond=respond,
            needs="".join(needs).format(**words),
            convention=str(convention),
            is_open=bool(convention) and not operation.strictness.chooses(str(convention)),
        )
