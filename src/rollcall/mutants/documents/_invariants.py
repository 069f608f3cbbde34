"""Mutants of the rules between fields."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rollcall.mutants.documents._edit import Edit, at, key, put, removed
from rollcall.mutants.documents._fields import like
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import SchemaSite, resolved, schema_sites
from rollcall.spec import Spec

__all__ = ["invariants"]

_Fields = Mapping[str, Mapping[str, Any]]
_Change = tuple[str, Edit]
"""The name of a kind within its group, and the change."""

_KINDS = {"nullWhen": "setWhen", "setWhen": "nullWhen"}


def invariants(spec: Spec) -> Iterator[DocumentMutant]:
    """Yield the mutants of the rules of all schemas."""
    for site in schema_sites(spec):
        for kind, edit in _of_schema(spec, site):
            laws = ("coherence.*",)
            yield DocumentMutant(f"invariant.{kind}", edit, site.operations, laws=laws)


def _of_schema(spec: Spec, site: SchemaSite) -> Iterator[_Change]:
    rules, place = site.node.get("x-invariants", ()), f"{site.where}/x-invariants"
    if not rules:
        return
    fields = {
        key(name): at(spec.raw, resolved(spec, site.where + key("properties", name)))
        for name in site.node.get("properties", ())
    }
    yield "removed", removed(place)
    for index, rule in enumerate(rules):
        ((name, body),) = rule.items()
        yield "removed", removed(f"{place}/{index}")
        here = f"{place}/{index}/{name}"
        if name == "order":
            yield "order", put(here, [*reversed(body)])
        if isinstance(body, Mapping):
            yield from _rule(spec, body, here, fields)
        else:
            yield from _several(name, body, here, fields)
        if name in _KINDS:
            yield "kind", put(f"{place}/{index}", {_KINDS[name]: body})


def _rule(spec: Spec, body: Mapping[str, Any], here: str, fields: _Fields) -> Iterator[_Change]:
    for part in ("field", "when", "parent", "items", "of"):
        known = () if part == "of" or part not in body else like(fields, body[part], limit=1)
        others = (*known, f"{body[part]}_") if part in body else ()
        for index, other in enumerate(others):
            yield f"{part}-{index}", put(f"{here}/{part}", other)
    for part in [each for each in ("equals", "value") if each in body]:
        own = body[part]
        yield part, put(f"{here}/{part}", not own if isinstance(own, bool) else f"{own}s")
    for index in range(len(body.get("values", ()))):
        yield "values", put(f"{here}/values/{index}", "another value")
    if "parent" in body:
        yield "parent-removed", removed(f"{here}/parent")
    for index, each in enumerate(spec.operations):
        if "operation" in body and each.id != body["operation"]:
            yield f"operation-{index}", put(f"{here}/operation", each.id)


def _several(name: str, body: Sequence[str], here: str, fields: _Fields) -> Iterator[_Change]:
    """Yield other fields of a rule that lists them; of those that are unique together, fewer."""
    for index, each in enumerate(body):
        for count, other in enumerate(like(fields, each)):
            if other not in body:
                yield f"{name}-field-{count}", put(f"{here}/{index}", other)
        if name == "unique" and len(body) > 1:
            yield "unique-fewer", removed(f"{here}/{index}")
