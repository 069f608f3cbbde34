# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The exchange of requests and responses, which alone knows httpx.

``_senders`` keeps the HTTP clients and sends requests, and ``_receiving`` receives their responses;
both with the help of the other modules. ``_messages`` has the requests and responses themselves.
"""

from ._drafts import Draft
from ._exchanges import running_loop
from ._key_places import KeyPlace
from ._messages import (
    AsyncHTTPClient,
    Bounds,
    HTTPClient,
    Request,
    Response,
    Timeout,
    absolute,
    exchange_of,
    exchange_without_response,
    header_boolean,
    header_link,
    header_number,
    header_text,
    is_address,
    reason_phrase,
    received,
    same_origin,
    with_scheme_of,
)
from ._senders import HTTP, AsyncHTTP, Stopped

__all__ = [
    "HTTP",
    "AsyncHTTP",
    "AsyncHTTPClient",
    "Bounds",
    "Draft",
    "HTTPClient",
    "KeyPlace",
    "Request",
    "Response",
    "Stopped",
    "Timeout",
    "absolute",
    "exchange_of",
    "exchange_without_response",
    "header_boolean",
    "header_link",
    "header_number",
    "header_text",
    "is_address",
    "reason_phrase",
    "received",
    "running_loop",
    "same_origin",
    "with_scheme_of",
]
