# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The logger of the package, which has its name."""

import logging
from typing import Final

__all__ = ["LOGGER"]

LOGGER: Final = logging.getLogger(__package__)

# Without a handler, Python would print the warnings.
LOGGER.addHandler(logging.NullHandler())
