"""The registry of laws: the built-in ones, and those of a user's own modules."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rollcall.laws._context import Context
from rollcall.laws._law import EVERY_CHANNEL, ONE_PAGE, Cases, Law, Place, Subjects, the_list
from rollcall.laws._results import Basis
from rollcall.spec import ListOperation, Operation, Spec, UsageError

__all__ = ["applies", "family_titles", "find_law", "law", "registered", "tried_through"]

_FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "page": "Pages",
        "order": "Order",
        "link": "Links",
        "filter": "Filters",
        "search": "Searches",
        "select": "Selections",
        "value": "Values",
        "expand": "Flags",
        "scope": "Scope",
        "coherence": "Coherence",
        "auth": "Authentication",
        "http": "HTTP",
    }
)
"""The built-in families in the order in which they are evaluated, each with its title."""

_ID = re.compile(r"(?!conformance\.)[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)
_laws: dict[str, Law] = {}


def law(  # noqa: PLR0913 - the parts of a law
    id: str,  # noqa: A002 - the public name
    sentence: str,
    *,
    source: str,
    needs: str,
    cases: Callable[[Context], Cases],
    subjects: Subjects = the_list,
    channels: tuple[str, ...] = ONE_PAGE,
    is_rowless: bool = False,
    basis: Basis = "document",
    statements: Sequence[str] = (),
) -> Callable[[Callable[[Context, Any], bool]], Law]:
    """Register a law; the decorated function tries one case.

    A law that is registered again from the same line, by a reload of its module, replaces the
    first.

    The arguments are the attributes of ``Law``.

    Raises:
        UsageError: The id is malformed or taken, or a channel is unknown.
    """
    if not _ID.fullmatch(id):
        msg = (
            f"law id {id!r}: expected a family, a dot and a name, such as naming.not_empty; "
            "the family conformance is reserved"
        )
        raise UsageError(msg)
    if unknown := [each for each in channels if each not in EVERY_CHANNEL]:
        msg = f"law {id}: unknown channel {unknown[0]!r}; expected some of {EVERY_CHANNEL}"
        raise UsageError(msg)

    def register(holds: Callable[[Context, Any], bool]) -> Law:
        parts = id, sentence, source, needs, channels, subjects, cases, holds, is_rowless, basis
        made = Law(*parts, tuple(statements))
        known = _laws.get(id)
        if known is not None and known.location != made.location:
            msg = (
                f"law {id} is defined twice: at {known.location} and at {made.location}; "
                "rename one of them"
            )
            raise UsageError(msg)
        _laws[id] = made
        return made

    return register


def registered() -> tuple[Law, ...]:
    """Return all laws: family by family, the built-in families first."""
    order = [*family_titles()]
    return tuple(sorted(_laws.values(), key=lambda each: order.index(each.family)))


def family_titles() -> Mapping[str, str]:
    """Return the title of each family: of the built-in families first, then of the others."""
    others = {each.family: each.family.capitalize() for each in _laws.values()}
    return {**_FAMILIES, **{each: others[each] for each in others if each not in _FAMILIES}}


def find_law(law_id: str) -> Law:
    """Return the law of this id.

    Raises:
        KeyError: No such law is registered.
    """
    return _laws[law_id]


def tried_through(law: Law, operation: ListOperation) -> tuple[str, ...]:
    """Return the channels through which a law is evaluated on an operation."""
    if operation.paging.selector is None:
        # The URL of a linked page is on the page before it: nothing can be prefetched.
        return tuple(each for each in law.channels if each != "client-ahead")
    return law.channels


def applies(law: Law, spec: Spec, operation: Operation) -> tuple[str, ...]:
    """Return the subjects of a law in an operation; an empty tuple where it does not apply."""
    if not isinstance(operation, ListOperation) or operation.method != "GET":
        return ()
    return tuple(dict.fromkeys(law.subjects(Place(spec, operation))))
