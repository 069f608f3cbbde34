"""Groups violations by their cause: the defect that explains them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import get_args

import attrs

from rollcall.laws import Key, Symptom, SymptomKind, Verdict, Violation

__all__ = ["Cause", "causes_of"]

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
        explains: The titles of the other defects that it explains, as they were found.
        guesses: The guessed annotations that it rests on.
    """

    id: str
    title: str
    operation: str
    violations: tuple[Violation, ...]
    follows: tuple[Key, ...] = ()
    explains: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()


@attrs.define
class _Signs:
    """A symptom, with what shows it.

    Attributes:
        symptom: The symptom.
        violations: The violations that show it.
        undecided: The verdicts that it prevented.
    """

    symptom: Symptom
    violations: list[Violation] = attrs.field(factory=list)
    undecided: list[Verdict] = attrs.field(factory=list)

    def all_compare(self, fields: Collection[str]) -> bool:
        """Return whether each violation and each verdict compares one of these fields."""
        known = [each.symptom for each in self.violations]
        known += [each.symptom for each in self.undecided]
        return all(each is not None and {*fields} & {*each.fields} for each in known)


def causes_of(
    violations: Iterable[Violation], verdicts: Collection[Verdict] = ()
) -> tuple[Cause, ...]:
    """Return the causes of violations and of undecided verdicts.

    Those that laws about several responses show come first, since one response hides them, and
    statuses that are not documented come last; each kind is in the order of discovery.
    """
    signs: dict[Symptom, _Signs] = {}
    for violation in violations:
        symptom = violation.symptom or _own(violation)
        signs.setdefault(symptom, _Signs(symptom)).violations.append(violation)
    for verdict in verdicts:
        if verdict.symptom is not None:
            signs.setdefault(verdict.symptom, _Signs(verdict.symptom)).undecided.append(verdict)
    roots = dict(_roots([*signs.values()]))
    for operation, filters in _filters(verdicts).items():
        _join_filters(roots, operation, filters)
    statuses = _without_statuses(roots)
    found = [_cause(root, group) for root, group in roots.items()]
    last = [_cause(root, group) for root, group in statuses.items()]
    return (*sorted(found, key=_shows_in_one_response), *last)


def _shows_in_one_response(cause: Cause) -> bool:
    return all(each.law.startswith("conformance.") for each in cause.violations)


def _without_statuses(roots: dict[Symptom, list[_Signs]]) -> dict[Symptom, list[_Signs]]:
    """Remove the statuses that are not documented, and return one cause for each of them.

    A framework sends such a status for many operations.
    """
    found: dict[tuple[str, ...], list[Symptom]] = {}
    for each in roots:
        if each.kind == "status":
            found.setdefault(each.places, []).append(each)
    joined: dict[Symptom, list[_Signs]] = {}
    for places, wrong in found.items():
        operations = ", ".join(each.operation for each in wrong)
        title = f"the status {', '.join(places)} is not documented: {operations}"
        signs = [each for symptom in wrong for each in roots.pop(symptom)]
        joined[Symptom("status", "", places, title)] = signs
    return joined


def _filters(verdicts: Iterable[Verdict]) -> dict[str, set[str]]:
    """Return the filters of each list, by operationId."""
    found: dict[str, set[str]] = {}
    for each in verdicts:
        if each.law == "filter.sound":
            found.setdefault(each.operation, set()).add(each.subject)
    return found


def _join_filters(
    roots: dict[Symptom, list[_Signs]], operation: str, filters: Collection[str]
) -> None:
    """Replace the causes of all filters of a list by one, if each filter is wrong."""
    wrong = [
        each
        for each in roots
        if each.operation == operation and each.kind in _OF_FILTER and len(each.places) == 1
    ]
    if len(filters) >= _EVERY and {*filters} <= {name for each in wrong for name in each.places}:
        joined = [signs for each in wrong for signs in roots.pop(each)]
        title = f"every filter is wrong: {_cause(joined[0].symptom, joined).title}"
        roots[Symptom("filter", operation, (), title)] = joined


def _own(violation: Violation) -> Symptom:
    return Symptom("law", violation.operation, (f"{violation.law} {violation.subject}".strip(),))


def _cause(root: Symptom, group: list[_Signs]) -> Cause:
    violations = sorted(
        (each for signs in group for each in signs.violations),
        key=lambda each: (
            each.symptom != root,
            # A law of the kind itself, and a page that is wrong, say more than a page that is none.
            not each.law.startswith(f"{root.kind}."),
            bool(each.exchanges) and each.exchanges[-1].status != _OK,
            len(each.exchanges),
        ),
    )
    undecided = [each for signs in group for each in signs.undecided]
    title = root.title or (violations[0].title if violations else str(undecided[0].reason))
    is_named = not root.places or title.startswith(root.places)
    if root.kind in {"filter", "rows", "flag"} and not is_named:
        title = f"{', '.join(root.places)}: {title}"
    if len(root.places) > 1 and root.id.startswith("conjunction "):
        title = f"several filters together list other items: {title}"
    follows = tuple(each.key for each in undecided)
    others = (each for each in group if _place(each.symptom) != _place(root))
    explains = dict.fromkeys(
        each.symptom.title or each.violations[0].title for each in others if each.violations
    )
    return Cause(root.id, title, root.operation, tuple(violations), follows, tuple(explains))


def _place(symptom: Symptom) -> tuple[SymptomKind, tuple[str, ...]]:
    """Return the kind and the places of a symptom, whichever list has it."""
    return symptom.kind, symptom.places


def _roots(signs: list[_Signs]) -> Iterator[tuple[Symptom, list[_Signs]]]:
    """Yield each symptom that no other one explains, with itself and those that it explains."""
    ordered = sorted(signs, key=lambda each: (_rank(each.symptom), len(each.symptom.places)))
    explained: dict[Symptom, list[_Signs]] = {}
    for each in ordered:
        root = next((root for root in explained if _explains(root, each)), each.symptom)
        explained.setdefault(root, []).append(each)
    for each in signs:
        if each.symptom in explained:
            yield each.symptom, explained[each.symptom]


def _rank(symptom: Symptom) -> int:
    """Return the position of a symptom among those that explain others, the first ones most."""
    # If the pages of the whole list are wrong, no filter is at fault for a missing item.
    kind: SymptomKind = (
        "conjunction" if symptom.kind == "pages" and not symptom.places else symptom.kind
    )
    return _RANKS[kind]


def _explains(cause: Symptom, signs: _Signs) -> bool:
    """Return whether a defect is a reason for the symptom of another one."""
    other = signs.symptom
    if cause.operation != other.operation:
        return False
    match cause.kind:
        case "conjunction" | "rows" if len(cause.places) > 1:
            return other.kind in _WITH_MORE["filter"] and len(other.places) > 1
        case "schema":
            # A law cannot hold for a field that is wrong itself.
            wrong = [place.partition("/*")[2] for place in cause.places]
            return signs.all_compare([*filter(None, wrong)])
        case "rejects" if not cause.places:
            # The list itself is refused with this status.
            is_same = cause.status is not None and cause.status == other.status
            return is_same or other.kind == "list"
    is_any = other.kind in _ALWAYS.get(cause.kind, ())
    if other.kind == "list":
        return cause.kind not in _BESIDE_LISTS
    is_more = other.kind in _WITH_MORE.get(cause.kind, ()) and other.places not in _OWN_LINKS
    is_part = is_more and {*cause.places} <= {*other.places}
    return is_any or (is_part and bool(cause.places or cause.kind in _OF_LIST))


_OK = 200
_EVERY = 3
_OWN_LINKS = {
    (law,)
    for law in (
        *("link.agrees", "link.previous", "link.first", "link.final"),
        *("link.self", "link.origin"),
    )
}
"""The laws about links that do not lead the reader from page to page, as places of symptoms."""
_OF_FILTER = {"filter", "rows"}
_WITH_MORE: Mapping[SymptomKind, Collection[SymptomKind]] = MappingProxyType(
    {
        "server-error": {"server-error"},
        "no-response": {"no-response"},
        "rejects": {"rejects"},
        "filter": {"filter", "conjunction", "pages", "total", "rows", "length"},
        "pages": {"pages", "total", "rows", "length", "link", "sort", "search"},
        "rows": {"pages", "total", "rows", "length"},
    }
)
"""What also fails with more parameters than those at fault."""
_BESIDE_LISTS = {"status", "content-type", "header", "method", "auth", "accepts"}
"""The kinds of responses beside the list, which therefore explain nothing that it lacks."""
_OF_LIST = {"server-error", "no-response", "pages"}
"""The kinds that explain others even if no parameter is at fault."""
_ALWAYS: Mapping[SymptomKind, Collection[SymptomKind]] = MappingProxyType(
    {"total": {"total", "length"}}
)
"""What fails with any parameters."""
