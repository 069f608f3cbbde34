"""Where the package says what it does: the standard logger of its own name."""

import logging
from typing import Final

__all__ = ["LOGGER"]

LOGGER: Final = logging.getLogger(__package__)

# Without a handler, Python would print warnings of an application that asked for no log.
LOGGER.addHandler(logging.NullHandler())
