"""Faulty variants of the depot server: each is one wrong step, and has one law to notice it."""

from tests.laws._mutants._boundaries import BOUNDARIES
from tests.laws._mutants._coherence import COHERENCE
from tests.laws._mutants._conformance import CONFORMANCE
from tests.laws._mutants._counts import COUNTS
from tests.laws._mutants._credentials import CREDENTIALS
from tests.laws._mutants._exactness import EXACTNESS
from tests.laws._mutants._expansion import EXPANSION
from tests.laws._mutants._links import LINKS
from tests.laws._mutants._listing import LISTING
from tests.laws._mutants._matching import MATCHING
from tests.laws._mutants._mutant import DEPOTS, PARCELS, SCANS, Mutant
from tests.laws._mutants._pages import PAGES
from tests.laws._mutants._protocol import PROTOCOL
from tests.laws._mutants._scope import SCOPE

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
    *CONFORMANCE,
)
"""All mutants, family by family."""
