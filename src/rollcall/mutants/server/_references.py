"""Mutants of fields that refer to an item of another list."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import attrs

from rollcall.mutants._message import Request, Response, put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._places import changed
from rollcall.mutants.server._rule_sites import RuleSite, Spoil
from rollcall.spec import Pointer, Reference

__all__ = ["fresh", "references"]


def references(site: RuleSite, rule: Reference) -> Iterator[ServerMutant]:
    """Yield the mutants of a reference."""
    needs = f"an item whose {rule.field} is set"
    made = site.spread("reference-dangling", _dangling(rule.field))
    yield from site.mutants(made, rule, needs=needs)
    if rule.parents:
        made = [("reference-of-another", _elsewhere(site, rule))]
        yield from site.mutants(made, rule, needs=f"{needs}, and another parent with items")


def _dangling(field: Pointer) -> Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        value = field.read(holder)
        if value is not None:
            put(holder, field, fresh(value))
        return value is not None

    return spoil


def fresh(value: object) -> object:
    """Return an unused value of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1_000_003
    text = str(value)
    try:
        return str(UUID(int=UUID(text).int ^ 0x5EED))
    except ValueError:
        return "".join(map(_turned, text))


def _turned(letter: str) -> str:
    if letter.isascii() and letter.isdigit():
        return str((int(letter) + 7) % 10)
    if letter.isascii() and letter.isalpha():
        start = ord("A" if letter.isupper() else "a")
        return chr((ord(letter) - start + 5) % 26 + start)
    return letter


def _elsewhere(site: RuleSite, rule: Reference) -> Responder:
    """Return a mutant whose references name the first item of another parent."""
    above = site.spec.list_operation(rule.operation)
    assert above.parent is not None
    own = rule.parents.get("") or rule.parents[above.parent.parameter]

    def respond(request: Request, upstream: Upstream) -> Response:
        asked = attrs.evolve(request, path=above.path, query="", operation=above, parent=None)

        def spoil(holder: dict[str, Any]) -> bool:
            if rule.field.read(holder) is None:
                return False
            for each in upstream.parents(asked):
                is_own = each.identity == str(own.read(holder))
                rows = () if is_own else upstream.rows(asked, each)
                if rows:
                    put(holder, rule.field, above.identity.read(rows[0]))
                    return True
            return False

        return changed(site.within(spoil))(request, upstream)

    return respond
