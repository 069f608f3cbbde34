"""Faulty variants of the depot server: each is one wrong step, and has one law to notice it."""

from tests.laws._faults._boundaries import BOUNDARIES
from tests.laws._faults._coherence import COHERENCE
from tests.laws._faults._conformance import CONFORMANCE
from tests.laws._faults._counts import COUNTS
from tests.laws._faults._credentials import CREDENTIALS
from tests.laws._faults._exactness import EXACTNESS
from tests.laws._faults._expansion import EXPANSION
from tests.laws._faults._fault import DEPOTS, PARCELS, SCANS, Mutant
from tests.laws._faults._links import LINKS
from tests.laws._faults._listing import LISTING
from tests.laws._faults._matching import MATCHING
from tests.laws._faults._pages import PAGES
from tests.laws._faults._protocol import PROTOCOL
from tests.laws._faults._scope import SCOPE

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
"""All faults, family by family."""
