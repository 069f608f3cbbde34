"""What an API answers when it does not answer the question, in its own words."""

from collections.abc import Mapping
from typing import Protocol

from starlette.datastructures import Headers
from starlette.responses import Response

from contract_tests.sandbox._rate_limit import Allowance
from contract_tests.sandbox._refusal import Refusal


class Refusals(Protocol):
    """The refusals that do not depend on an operation: the module `_errors` of each API."""

    def unauthorized(self, *, presented: bool) -> Refusal:
        """Refuse a sender whom the credentials, if any were presented, do not identify."""

    def forbidden(self) -> Refusal:
        """Refuse a known sender who may not read."""

    def rate_headers(self, allowance: Allowance, /) -> Mapping[str, str]:
        """Return the headers that tell a sender what is left, for whichever answer it gets."""

    def too_many_requests(self, seconds: int, /) -> Refusal:
        """Refuse a sender whose window ends in so many seconds."""

    def target_too_long(self, limit: int, /) -> Refusal:
        """Refuse a request target of more than `limit` bytes."""

    def malformed_query(self, detail: str, /) -> Refusal:
        """Refuse a query string that cannot be read."""

    def path_not_found(self) -> Refusal:
        """Refuse a path that the API does not have."""

    def method_not_allowed(self, allowed: str, /) -> Refusal:
        """Refuse a method that the path does not have."""

    def internal_error(self) -> Refusal:
        """Answer for a mistake of the sandbox itself."""

    def error_response(self, refusal: Refusal, headers: Headers, /) -> Response:
        """Render a refusal for the sender of a request with these headers."""
