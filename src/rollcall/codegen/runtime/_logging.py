"""The logger of the package, which has its name."""

import logging
from typing import Final

__all__ = ["LOGGER"]

LOGGER: Final = logging.getLogger(__package__)

# Without a handler, Python would print the warnings.
LOGGER.addHandler(logging.NullHandler())
