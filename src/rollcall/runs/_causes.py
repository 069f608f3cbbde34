"""Groups violations by their cause: the defect that explains them."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import get_args

import attrs

from rollcall.laws import Key, Symptom, SymptomKind, Verdict, Violation

__all__ = ["Cause", "causes_of"]

_USING_TOTALS = {"page.length", "page.past_the_end"}
_RANKS = {kind: rank for rank, kind in enumerate(get_args(SymptomKind))}


@attrs.frozen
class Cause:
    """A defect of a server, with everything that follows from it.

    Attributes:
        id: A name that is the same in each run that finds the defect.
        title: The defect, in one line.
        operation: The operationId; empty: the whole server.
        violations: The violations, the one that shows it best first; none if it only prevented
            decisions.
        follows: The keys of other verdicts that could not be decided because of it.
    """

    id: str
    title: str
    operation: str
    violations: tuple[Violation, ...]
    follows: tuple[Key, ...] = ()


def causes_of(
    violations: Iterable[Violation], verdicts: Iterable[Verdict] = ()
) -> tuple[Cause, ...]:
    """Return the causes of violations and of undecided verdicts, in the order of discovery."""
    found: dict[Symptom, list[Violation]] = {}
    for violation in violations:
        found.setdefault(violation.symptom or _own(violation), []).append(violation)
    waiting: dict[Symptom, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.symptom is not None:
            waiting.setdefault(verdict.symptom, []).append(verdict)
    return tuple(
        _cause(
            root,
            [each for symptom in group for each in found.get(symptom, ())],
            [each for symptom in group for each in waiting.get(symptom, ())],
        )
        for root, group in _roots([*dict.fromkeys((*found, *waiting))]).items()
    )


def _cause(root: Symptom, violations: list[Violation], waiting: list[Verdict]) -> Cause:
    families = f"{root.kind}."
    shown = sorted(
        violations,
        key=lambda each: (
            each.symptom != root,
            # A law of the kind itself says more than another law that met the defect.
            not each.law.startswith(families),
            len(each.exchanges),
        ),
    )
    title = root.title or (shown[0].title if shown else str(waiting[0].reason))
    if root.kind in {"filter", "flag"} and not title.startswith(root.places):
        title = f"{', '.join(root.places)}: {title}"
    follows = tuple(each.key for each in waiting)
    return Cause(root.id, title, root.operation, tuple(shown), follows)


def _own(violation: Violation) -> Symptom:
    return Symptom("law", violation.operation, (f"{violation.law} {violation.subject}".strip(),))


def _roots(symptoms: list[Symptom]) -> dict[Symptom, list[Symptom]]:
    """Return the symptoms that no other one explains, each with itself and those it explains."""
    ordered = sorted(symptoms, key=lambda each: (_RANKS[each.kind], len(each.places)))
    explained: dict[Symptom, list[Symptom]] = {}
    for each in ordered:
        root = next((root for root in explained if _explains(root, each)), each)
        explained.setdefault(root, []).append(each)
    return {each: explained[each] for each in symptoms if each in explained}


def _explains(cause: Symptom, other: Symptom) -> bool:
    """Return whether a defect is a reason for the symptom of another one."""
    if cause.operation != other.operation:
        return False
    if other.kind == "list":
        return True
    is_reason = _REASONS.get((cause.kind, other.kind)) or _REASONS.get((cause.kind, None))
    return is_reason is not None and is_reason(cause, other)


def _has_fewer(cause: Symptom, other: Symptom) -> bool:
    """Return whether the same fails with fewer parameters."""
    return {*cause.places} <= {*other.places}


def _refuses_all(cause: Symptom, other: Symptom) -> bool:
    """Return whether the list itself is refused with the same status."""
    return not cause.places and cause.status is not None and cause.status == other.status


def _breaks_field(cause: Symptom, other: Symptom) -> bool:
    """Return whether a field that is compared breaks its schema."""
    return any(place.endswith(f"/*{field}") for place in cause.places for field in other.fields)


_REASONS: Mapping[tuple[SymptomKind, SymptomKind | None], Callable[[Symptom, Symptom], bool]] = (
    MappingProxyType(
        {
            ("server-error", "server-error"): _has_fewer,
            ("no-response", "no-response"): _has_fewer,
            ("rejects", "rejects"): _has_fewer,
            ("rejects", None): _refuses_all,
            ("schema", None): _breaks_field,
            ("filter", "filter"): _has_fewer,
            ("filter", "total"): _has_fewer,
            ("total", "total"): lambda _, __: True,
            ("total", "law"): lambda _, other: {*other.places} <= _USING_TOTALS,
        }
    )
)
"""When a defect of one kind is the reason for a symptom of another kind; None: of any other."""
