"""Mutants of the parameters that select fields."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from rollcall.mutants.documents._edit import Edit, key, put, removed
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._sites import parameter_sites
from rollcall.spec import Spec

__all__ = ["selections"]


def selections(spec: Spec) -> Iterator[DocumentMutant]:
    """Yield the mutants of the selections of all lists."""
    for site in parameter_sites(spec):
        for kind, edit in _of(site.node.get("x-select", {}), f"{site.where}/x-select"):
            about = site.operations, site.name, ("select.fields", "select.*"), site.name
            yield DocumentMutant(f"list.{kind}", edit, *about)


def _of(node: Mapping[str, Any], where: str) -> Iterator[tuple[str, Edit]]:
    for index in range(len(node.get("always", ()))):
        yield "select-always", removed(f"{where}/always/{index}")
    for (name, _), (_, other) in pairwise(node.get("fields", {}).items()):
        yield "select-field", put(f"{where}/fields{key(name)}", other)
    if "within" in node:
        yield "select-within", removed(f"{where}/within")
    if "separator" in node:
        yield (
            "select-separator",
            put(f"{where}/separator", "," if node["separator"] == ";" else ";"),
        )
    if "default" in node:
        yield "select-default", removed(f"{where}/default")
