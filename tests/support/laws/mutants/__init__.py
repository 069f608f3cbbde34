"""The mutants of the full API: each has one wrong step, and one law that reports it."""

from tests.support.laws.mutants._boundaries import BOUNDARIES
from tests.support.laws.mutants._coherence import COHERENCE
from tests.support.laws.mutants._conformance import CONFORMANCE
from tests.support.laws.mutants._conventions import CONVENTIONS, FIELDS
from tests.support.laws.mutants._counts import COUNTS
from tests.support.laws.mutants._credentials import CREDENTIALS
from tests.support.laws.mutants._exactness import EXACTNESS
from tests.support.laws.mutants._expansion import EXPANSION
from tests.support.laws.mutants._links import LINKS
from tests.support.laws.mutants._listing import LISTING
from tests.support.laws.mutants._matching import MATCHING
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, SCANS, Mutant
from tests.support.laws.mutants._pages import PAGES
from tests.support.laws.mutants._protocol import PROTOCOL
from tests.support.laws.mutants._scope import SCOPE

__all__ = ["DEPOTS", "MUTANTS", "PARCELS", "SCANS", "Mutant"]

MUTANTS: tuple[Mutant, ...] = (
    *PAGES,
    *COUNTS,
    *LINKS,
    *MATCHING,
    *BOUNDARIES,
    *EXACTNESS,
    *LISTING,
    *EXPANSION,
    *SCOPE,
    *COHERENCE,
    *CREDENTIALS,
    *PROTOCOL,
    *CONVENTIONS,
    *FIELDS,
    *CONFORMANCE,
)
"""All mutants, family by family."""
