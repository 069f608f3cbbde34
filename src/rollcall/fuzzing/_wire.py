"""Converts generated cases to requests and responses for schemathesis, and reads both."""

from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
import schemathesis
from requests.structures import CaseInsensitiveDict

from rollcall.fuzzing._checks import Case, decides
from rollcall.http import Request, Response, build_request, parse_json, request_url
from rollcall.spec import ListOperation, Operation

__all__ = ["checked_part", "is_partial", "request_of", "response_of"]


class _CheckedResponse(schemathesis.Response):
    """A response of schemathesis."""

    __slots__ = ()

    def json(self) -> Any:  # noqa: ANN401 - JSON
        """Return the body, even if it has an integer that Python does not read.

        Raises:
            ValueError: The body is not JSON.
        """
        try:
            return super().json()
        except ValueError:
            body = parse_json(self.content)
            if body.problem is not None:
                raise
            return body.value


def request_of(case: Case) -> Request:
    """Return the request of a case, encoded exactly as schemathesis encodes it."""
    # Encoding changes the values, but the metadata must describe the drawn case.
    _ = case.meta
    case.freeze_metadata()
    options: dict[str, Any] = case.as_transport_kwargs()
    prepared = requests.Request(**options).prepare()
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    assert body is None or isinstance(body, bytes), "only safe methods are sent, without uploads"
    return build_request(
        str(prepared.method), str(prepared.url), prepared.headers.items(), body or None
    )


def response_of(response: Response) -> schemathesis.Response:
    """Return a response for the checks of schemathesis, with all values of a repeated header."""
    headers: dict[str, list[str]] = {}
    for name, value in response.headers.multi_items():
        headers.setdefault(name, []).append(value)
    # Preparing the request again would take as long as all checks, and might change its URL.
    request = requests.PreparedRequest()
    request.method = response.request.method
    request.url = request_url(response.request)
    request.headers = CaseInsensitiveDict(response.request.headers)
    return _CheckedResponse(
        status_code=response.status_code,
        headers=headers,
        content=response.content,
        request=request,
        elapsed=response.elapsed.total_seconds(),
        verify=True,
        message=response.reason_phrase,
        encoding=response.charset_encoding,
        http_version=response.http_version.removeprefix("HTTP/"),
    )


def checked_part(case: Case, response: Response) -> object:
    """Return the part of a response that decides the outcomes of the checks of each response.

    Laws often get equal responses, such as refusals, and most checks take longer than this.
    """
    headers: object = response.headers.get("content-type")
    if decides("response_headers_conformance", case, response):
        headers = tuple(response.headers.multi_items())
    return response.status_code, headers, sha256(response.content).digest()


def is_partial(operation: Operation, response: Response) -> bool:
    """Return whether items lack fields: the request, a link or a default selects others."""
    if not isinstance(operation, ListOperation) or not operation.selects:
        return False
    pairs = parse_qsl(urlsplit(request_url(response.request)).query, keep_blank_values=True)
    own = {each.name for each in operation.parameters} - {*operation.paging.carried}
    if operation.paging.is_linked and any(name not in own for name, _ in pairs):
        return True
    for parameter in operation.parameters:
        select = parameter.select
        sent = [text for name, text in pairs if name == parameter.name]
        names = {name for text in sent for name in parameter.texts_of(text)}
        if select is not None and not select.is_whole(names if sent else None):
            return True
    return False
