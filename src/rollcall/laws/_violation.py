"""The violation of a law, and the checks of a response that all laws share."""

from collections.abc import Collection, Sequence

from rollcall.channels import Response

__all__ = ["NoPageError", "ViolationError", "describe", "must_be_page", "must_be_refused"]

_NOT_FOUND = 404


class ViolationError(Exception):
    """A violation of a law.

    Args:
        title: The defect, in one line.
        responses: The responses that show it, the decisive one last.
        detail: The expected and the received data.
        is_proven: Whether it is conclusive despite concurrent changes of the data.
        fields: The fields of an item that differ, as JSON Pointers.
    """

    def __init__(
        self,
        title: str,
        *responses: Response,
        detail: str = "",
        is_proven: bool = False,
        fields: Sequence[str] = (),
    ) -> None:
        super().__init__(title)
        self.title = title
        self.responses = responses
        self.detail = detail
        self.is_proven = is_proven
        self.fields = fields


class NoPageError(ViolationError):
    """A response that should have been a page."""


def must_be_page(response: Response) -> Response:
    """Return the response, which is a page.

    Raises:
        NoPageError: It is not a page.
    """
    if response.kind != "page":
        # An item with the status 404 may have been removed meanwhile.
        is_proven = not response.is_list_change and response.status != _NOT_FOUND
        title = f"expected a page, got {describe(response)}"
        raise NoPageError(title, response, is_proven=is_proven)
    return response


def must_be_refused(response: Response, what: str, statuses: Collection[int] = ()) -> None:
    """Check that a request was refused.

    Args:
        response: The response to it.
        what: The subject of the error message, such as ``a wrong token``.
        statuses: The statuses that the spec admits; empty: any status 4xx.

    Raises:
        ViolationError: The request was not refused, or with another status.
    """
    if response.kind != "refusal":
        title = f"{what} is not refused: {describe(response)}"
        detail = "Expected a refusal, with a status 4xx."
        raise ViolationError(title, response, detail=detail, is_proven=True)
    if statuses and response.status is not None and response.status not in statuses:
        title = f"{what} is refused with the status {response.status}"
        detail = f"Expected {' or '.join(map(str, statuses))}."
        raise ViolationError(title, response, detail=detail, is_proven=True)


def describe(response: Response) -> str:
    """Return a short description of a response."""
    if response.problem is not None:
        return response.problem
    if response.status is None:
        return "nothing"
    if response.status != 200:  # noqa: PLR2004 - 200 OK
        return f"the status {response.status}"
    if response.body_problem is not None:
        return response.body_problem.sentence
    return f"{len(response.items)} items"
