"""Bugs that are put into the example projects."""

from tests.integration.examples.bugs._bug import Bug, Bugs
from tests.integration.examples.bugs._library import LIBRARY_BUGS
from tests.integration.examples.bugs._shop import SHOP_BUGS

__all__ = ["LIBRARY_BUGS", "SHOP_BUGS", "Bug", "Bugs"]
