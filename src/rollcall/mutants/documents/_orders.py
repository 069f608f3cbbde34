"""Mutants of the orders of lists, and of the parameters that choose them."""

from collections.abc import Iterator, Mapping
from typing import Any

from rollcall.mutants.documents._edit import Edit, at, key, put
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import operation_place, parameter_sites
from rollcall.spec import Spec

__all__ = ["orders"]

_ENDS = {"first": "last", "last": "first", "least": "greatest", "greatest": "least"}
_SIGN = "~"


def orders(spec: Spec) -> Iterator[DocumentMutant]:
    """Yield the mutants of the orders of all lists."""
    for operation in spec.lists:
        place = f"{operation_place(operation)}/x-list"
        for index, node in enumerate(at(spec.raw, place).get("order", ())):
            for kind, edit in _of_key(node, f"{place}/order/{index}"):
                laws = ("order.documented",)
                yield DocumentMutant(f"list.{kind}", edit, (operation.id,), laws=laws)
    for site in parameter_sites(spec):
        annotation = site.node.get("x-sort", {})
        changes = [
            change
            for name, node in annotation.get("keys", {}).items()
            for change in _of_key(node, f"{site.where}/x-sort/keys{key(name)}")
        ]
        changes += [
            ("order-sign", put(f"{site.where}/x-sort/{name}/{part}", _SIGN))
            for name in ("ascending", "descending")
            for part in ("prefix", "suffix")
            if part in annotation.get(name, {})
        ]
        for kind, edit in changes:
            about = site.operations, site.name, ("order.sorted", "order.*"), site.name
            yield DocumentMutant(f"list.{kind}", edit, *about)


def _of_key(node: Mapping[str, Any] | str, where: str) -> Iterator[tuple[str, Edit]]:
    whole = {"field": node} if isinstance(node, str) else node
    other = "ascending" if whole.get("direction") == "descending" else "descending"
    yield "order-direction", put(where, {**whole, "direction": other})
    yield "order-field", put(where, {**whole, "field": f"{whole['field']}_"})
    if "nulls" in whole:
        yield "order-nulls", put(where, {**whole, "nulls": _ENDS[whole["nulls"]]})
