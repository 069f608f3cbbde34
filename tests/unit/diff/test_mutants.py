"""Each mutant of a document is a change, whatever part of it is wrong."""

from rollcall.diff import wire_changes
from rollcall.mutants.documents import DocumentMutant, document_mutants
from rollcall.spec import Spec, SpecError, parse_spec, read_spec
from tests.support.specs import LIBRARY

# No request and no response changes: examples, the names of operations and resources, what
# responses have by default, and a type that other keywords imply.
_UNCHANGED = {
    *("operation.id", "operation.tag", "schema.example", "error.example", "schema.type-removed"),
    *("error.type-removed", "schema.default", "schema.default-removed"),
}


def test_each_mutant_is_a_change() -> None:
    """No kind of mutant is overlooked, and more than half of them break clients."""
    spec = read_spec(LIBRARY)
    levels = {each.id: _levels(spec, each) for each in document_mutants(spec)}
    found = [each for each in levels.values() if each is not None]
    overlooked = [id_ for id_, each in levels.items() if each in (set(), {"patch"})]
    kinds = {each.split()[0] for each in overlooked}
    assert len(found) > 200
    assert kinds <= _UNCHANGED
    assert sum("major" in each for each in found) > len(found) / 2


def _levels(spec: Spec, mutant: DocumentMutant) -> set[str] | None:
    """Return the levels of the changes; None if the mutant is no valid document."""
    try:
        changed = parse_spec(spec.path, mutant.of(spec))
    except SpecError:
        return None
    return {each.rule.level for each in wire_changes(spec, changed)}
