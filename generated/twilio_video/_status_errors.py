# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The exceptions of the documented statuses."""

from ._decoding import Decoder
from ._errors import StatusError
from ._models import HOLDERS, ErrorBody, Problem

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
]


class DocumentedStatusError(StatusError):
    """The status of the response is documented as an error."""

    body: ErrorBody | Problem | None


class UndocumentedStatusError(StatusError):
    """The status of the response is not documented as an error."""

    body: ErrorBody | Problem | None


class BadRequestError(DocumentedStatusError):
    """400. The request is malformed, or a parameter has a value that it does not admit."""


class UnauthorizedError(DocumentedStatusError):
    """401. The credentials are missing, malformed or wrong."""


class ForbiddenError(DocumentedStatusError):
    """403. The credentials do not give access to this resource."""


class NotFoundError(DocumentedStatusError):
    """404. There is no such resource."""


class TooManyRequestsError(DocumentedStatusError):
    """429. Too many requests were sent, or too many at once."""


class ServerError(DocumentedStatusError):
    """5XX. The server failed."""


ERROR_BODIES: tuple[Decoder[object], ...] = (
    Decoder(ErrorBody, HOLDERS),
    Decoder(Problem, HOLDERS),
)

STATUS_ERRORS: dict[str, type[StatusError]] = {
    "400": BadRequestError,
    "401": UnauthorizedError,
    "403": ForbiddenError,
    "404": NotFoundError,
    "429": TooManyRequestsError,
    "5XX": ServerError,
}
