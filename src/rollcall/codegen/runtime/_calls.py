"""Operations that are not lists: one request, and the value of its response."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

import attrs

from ._connection import AsyncConnection, Connection
from ._decoding import Decoder
from ._encoding import to_json
from ._errors import ArgumentError, DecodingError, Exchange
from ._forms import PlainText, encode_form, file_content
from ._http import Response, exchange_of
from ._options import RequestOptions, check_apart, encode_headers
from ._parameters import (
    Arguments,
    Parameter,
    Text,
    check_given,
    encode_pairs,
    encode_path,
    encode_query,
)
from ._sending import Message
from ._settings import Settings
from ._types import Holders

__all__ = ["PlainOperation", "call", "call_async"]

ResultT = TypeVar("ResultT")


@attrs.frozen(eq=False, repr=False)
class PlainOperation(Generic[ResultT]):
    """An operation that is not a list.

    Attributes:
        method: The HTTP method.
        path: The path, with the names of its parameters in braces.
        path_parameters: The path's parameters by name.
        query_parameters: The query's parameters by name.
        header_parameters: The parameters in headers by name.
        results: The types of the bodies by status, or by its class, such as ``2XX``; None: no body;
            ``bytes`` and ``PlainText``: it is no JSON.
        holders: The models that may be in the bodies.
        required: The arguments by name that each request must have.
        form_parameters: The fields of the form that is the body, by name.
        body: The type of the request's body, as of results; None if it has none, or is a form.
        body_argument: The name of the argument for the body.
        needs_body: Whether each request must have the body.
        content_type: The media type of the request's body.
        accept: The media types of the response's body; empty: those of lists.
        is_public: Whether its requests carry no key.
    """

    method: str
    path: str
    path_parameters: Mapping[str, Parameter]
    query_parameters: Mapping[str, Parameter]
    header_parameters: Mapping[str, Parameter]
    results: Mapping[str, Any]
    holders: Holders
    required: tuple[str, ...] = ()
    form_parameters: Mapping[str, Parameter] = MappingProxyType({})
    body: Any = None
    body_argument: str = "body"
    needs_body: bool = False
    content_type: str = "application/json"
    accept: str = ""
    is_public: bool = False
    _decoders: dict[str, Decoder[Any]] = attrs.field(factory=dict[str, Decoder[Any]], init=False)

    def encode(self, body: object) -> bytes | None:
        """Return the body of a request; None if it has none.

        Raises:
            ArgumentError: The body violates the documented schema.
        """
        if self.body is None or (body is None and not self.needs_body):
            return None
        if self.body is bytes:
            return file_content(self.body_argument, body)
        if self.body is PlainText:
            return Text(self.body_argument).encode(body).encode()
        try:
            content = to_json(body)
        except (TypeError, ValueError, RecursionError) as error:
            problem = f"it cannot be written as JSON: {error}"
            raise ArgumentError(self.body_argument, problem) from None
        fault = self._decoder("", self.body).fault(content)
        if fault is not None:
            raise ArgumentError(self.body_argument, f"{fault.reason}, at {fault.path}")
        return content

    def decode(self, response: Response, settings: Settings) -> ResultT:
        """Return the value of a response.

        Raises:
            SchemaError: The body is JSON, but violates the schema.
            DecodingError: The body is not JSON, or not the text that it should be.
        """
        status = str(response.status_code)
        key = status if status in self.results else f"{status[0]}XX"
        if self.results[key] is None:
            return cast("ResultT", None)

        def exchange() -> Exchange:
            return exchange_of(response, settings.secrets)

        if self.results[key] is bytes:
            return cast("ResultT", response.content)
        if self.results[key] is PlainText:
            return cast("ResultT", _text_of(response, exchange))
        value = self._decoder(key, self.results[key]).decode(response.content, exchange)
        return cast("ResultT", value)

    def _decoder(self, key: str, kind: Any) -> Decoder[Any]:  # noqa: ANN401 - any type
        """Return the decoder of a body, which is made when it is needed."""
        if key not in self._decoders:
            self._decoders[key] = Decoder(kind, self.holders)
        return self._decoders[key]


def call(
    connection: Connection,
    operation: PlainOperation[ResultT],
    arguments: Arguments,
    options: RequestOptions,
) -> ResultT:
    """Send the request of an operation, and return the value of its response.

    Raises:
        ArgumentError: An argument is not admitted; no request was sent.
        TransportError: No complete response was received.
        StatusError: The status is not one of success.
        DecodingError: The body is not JSON, or violates the schema (SchemaError).
    """
    settings = _settings_of(operation, arguments, options, connection.settings)
    message = _message_of(operation, arguments, settings)
    return operation.decode(connection.send(message, settings), settings)


async def call_async(
    connection: AsyncConnection,
    operation: PlainOperation[ResultT],
    arguments: Arguments,
    options: RequestOptions,
) -> ResultT:
    """Send the request of an operation, and return the value of its response; see ``call``."""
    settings = _settings_of(operation, arguments, options, connection.settings)
    message = _message_of(operation, arguments, settings)
    return operation.decode(await connection.send(message, settings), settings)


def _text_of(response: Response, exchange: Callable[[], Exchange]) -> str:
    """Return the text of a body, in the encoding that the response says, or else in UTF-8."""
    charset = response.charset_encoding or "utf-8"
    try:
        return response.content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        problem = f"the body of {len(response.content)} bytes is no text in {charset}"
        raise DecodingError(problem, exchange()) from None


def _settings_of(
    operation: PlainOperation[Any],
    arguments: Arguments,
    options: RequestOptions,
    settings: Settings,
) -> Settings:
    """Return the settings of a call, which have the headers of its arguments."""
    settings = options.apply_to(settings.without_key() if operation.is_public else settings)
    query, in_headers = operation.query_parameters, operation.header_parameters
    form = operation.form_parameters, arguments.form
    given = (query, arguments.query), (in_headers, arguments.headers), form
    check_given(operation.required, *given)
    check_apart(query, in_headers, settings, options)
    headers = encode_headers(in_headers, arguments.headers)
    return settings.but(headers={**settings.headers, **headers}) if headers else settings


def _message_of(
    operation: PlainOperation[Any], arguments: Arguments, settings: Settings
) -> Message:
    target = encode_path(operation.path, operation.path_parameters, arguments.path)
    own = encode_query(operation.query_parameters, arguments.query)
    query = "&".join(filter(None, (own, encode_pairs(settings.params.items()))))
    content, content_type = operation.encode(arguments.body), operation.content_type
    if any(value is not None for value in arguments.form.values()):
        content, content_type = encode_form(operation.form_parameters, arguments.form, content_type)
    headers = {"accept": operation.accept} if operation.accept else {}
    if content is not None:
        headers["content-type"] = content_type
    return Message(
        f"{target}?{query}" if query else target,
        operation.method,
        headers,
        content,
        operation.results,
    )
