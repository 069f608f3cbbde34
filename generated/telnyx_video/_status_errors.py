# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The exceptions of the documented statuses."""

from ._decoding import Decoder
from ._errors import StatusError
from ._models import HOLDERS, ErrorList, GenericError

__all__ = [
    "ERROR_BODIES",
    "STATUS_ERRORS",
    "BadRequestError",
    "DocumentedStatusError",
    "ForbiddenError",
    "NotFoundError",
    "ServerError",
    "TooManyRequestsError",
    "UnauthorizedError",
    "UndocumentedStatusError",
    "UnprocessableEntityError",
]


class DocumentedStatusError(StatusError):
    """The status of the response is documented as an error."""

    body: ErrorList | GenericError | None


class UndocumentedStatusError(StatusError):
    """The status of the response is not documented as an error."""

    body: ErrorList | GenericError | None


class BadRequestError(DocumentedStatusError):
    """400. The request is malformed."""


class UnauthorizedError(DocumentedStatusError):
    """401. The API key is missing, malformed or unknown."""


class ForbiddenError(DocumentedStatusError):
    """403. The API key may not read this resource."""


class NotFoundError(DocumentedStatusError):
    """404. There is no such resource."""


class UnprocessableEntityError(DocumentedStatusError):
    """422. A parameter has a value that it does not admit."""


class TooManyRequestsError(DocumentedStatusError):
    """429. The rate limit is used up."""


class ServerError(DocumentedStatusError):
    """5XX. The server failed."""


ERROR_BODIES: tuple[Decoder[object], ...] = (
    Decoder(ErrorList, HOLDERS),
    Decoder(GenericError, HOLDERS),
)

STATUS_ERRORS: dict[str, type[StatusError]] = {
    "400": BadRequestError,
    "401": UnauthorizedError,
    "403": ForbiddenError,
    "404": NotFoundError,
    "422": UnprocessableEntityError,
    "429": TooManyRequestsError,
    "5XX": ServerError,
}
