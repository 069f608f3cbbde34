"""The kinds of mutants, read from kinds.toml."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.spec import ListOperation

__all__ = ["Made", "derived"]

Made = tuple[str, Responder]
"""The name of a kind within its group, and its responder."""

_KINDS: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
    files(__package__).joinpath("kinds.toml").read_text("utf-8")
)


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
        sentence, listed, *needs = kinds.get(name) or kinds[name.partition("-")[0]]
        yield ServerMutant(
            kind=f"{group}.{name}",
            operation=operation.id,
            subject=subject,
            sentence=sentence.format(**words),
            laws=tuple(laws or listed.split()),
            respond=respond,
            needs="".join(needs).format(**words),
        )
