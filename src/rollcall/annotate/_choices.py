"""What a server does where guidelines differ, as proposals for ``strictness``."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs
from ruamel.yaml import YAML

from rollcall.annotate._decisive import measured_choices
from rollcall.annotate._proposal import Proposal
from rollcall.laws import Note
from rollcall.spec import Choice, Operation, Spec, forms, types_of

__all__ = ["Choices"]


_RESTRICTING = {"enum", "format", "pattern", "minLength", "maxLength"}


@attrs.frozen
class Choices:
    """The choices of a server that several runs noted, by the operation and the convention."""

    _seen: dict[tuple[str, str], dict[Choice, None]] = attrs.field(factory=dict)
    _sentences: dict[tuple[str, str], str] = attrs.field(factory=dict)
    _subjects: dict[tuple[str, str], set[str]] = attrs.field(factory=dict)

    def add(self, notes: Iterable[Note]) -> None:
        """Add the choices that a run noted."""
        for note in notes:
            value = YAML(typ="safe", pure=True).load(note.choice)
            choices = value if isinstance(value, list) else [value]
            self._seen.setdefault(note.key, {}).update(dict.fromkeys(choices))
            self._sentences.setdefault(note.key, note.sentence)
            self._subjects.setdefault(note.key, set()).update(note.subjects)

    def proposals(self, spec: Spec, paging: Mapping[str, Collection[str]]) -> Iterator[Proposal]:
        """Yield a proposal for each convention.

        A choice for invalid values binds all parameters, so it is left out if one was not tried.

        Args:
            spec: The document.
            paging: The parameters of pages by operationId, which have conventions of their own.
        """
        measured = measured_choices()
        for key, seen in self._seen.items():
            operation, convention = key
            if convention not in measured:
                continue  # a check tries other parameters, too
            if convention == "invalidValue":
                known = {*self._subjects[key], *paging.get(operation, ())}
                if _restricted(spec, spec.operation(operation)) - known:
                    continue
            choices = [*seen]
            is_word = len(choices) == 1 and isinstance(choices[0], str)
            yield Proposal(
                spec.operation(operation).at,
                ("x-list", "strictness", convention),
                choices[0] if is_word else choices,
                "high",
                self._sentences[key],
                state="confirmed",
            )


def _restricted(spec: Spec, operation: Operation) -> set[str]:
    """Return the query parameters that have invalid values."""
    return {
        each.name
        for each in operation.parameters
        if each.location == "query"
        and any(
            _RESTRICTING & {*form} or types_of(form) - {"string"}
            for form in forms(spec.raw, each.schema)
        )
    }
