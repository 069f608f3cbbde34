# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Where the package says what it does: the standard logger of its own name."""

import logging
from typing import Final

__all__ = ["LOGGER"]

LOGGER: Final = logging.getLogger(__package__)

# Without a handler, Python would print warnings of an application that asked for no log.
LOGGER.addHandler(logging.NullHandler())
