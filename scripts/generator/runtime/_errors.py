"""What can go wrong, as exceptions with one base."""

__all__ = [
    "ArgumentError",
    "ConnectionFailedError",
    "DecodingError",
    "Error",
    "PagingError",
    "SchemaError",
    "StatusError",
    "TimeoutExceededError",
    "TransportError",
]


class Error(Exception):
    """The base of every exception that this package raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        # Exception rebuilds itself from its text alone, which the classes below do not admit.
        return _rebuild, (type(self), self.args, self.__dict__)


class ArgumentError(Error, ValueError):
    """An argument has a value that the API does not admit; nothing was sent.

    Attributes:
        argument: The name of the argument.
    """

    def __init__(self, argument: str, problem: str) -> None:
        super().__init__(f"{argument}: {problem}")
        self.argument = argument


class TransportError(Error):
    """No complete response was received.

    Attributes:
        method: The request's method.
        url: The request's address. It holds no credentials.
    """

    def __init__(self, problem: str, *, method: str, url: str) -> None:
        super().__init__(f"{method} {url}: {problem}")
        self.method = method
        self.url = url


class ConnectionFailedError(TransportError):
    """The connection could not be made, or broke before the response was complete."""


class TimeoutExceededError(TransportError):
    """The server took longer than the client's timeout."""


class StatusError(Error):
    """The server answered with another status than the operation's success.

    Attributes:
        status: The response's status code.
        method: The request's method.
        url: The request's address. It holds no credentials.
        headers: The response's headers, their names in lower case.
        content: The response's body, as it was received.
        body: The response's body, decoded, or None where it is not one of the documented ones.
    """

    def __init__(
        self,
        problem: str,
        *,
        status: int,
        method: str,
        url: str,
        headers: dict[str, str],
        content: bytes,
        body: object,
    ) -> None:
        super().__init__(f"{method} {url}: {problem}")
        self.status = status
        self.method = method
        self.url = url
        self.headers = headers
        self.content = content
        self.body = body


class DecodingError(Error):
    """The response's body cannot be read as JSON.

    Attributes:
        method: The request's method.
        url: The request's address. It holds no credentials.
        content: The response's body, as it was received.
    """

    def __init__(self, problem: str, *, method: str, url: str, content: bytes) -> None:
        super().__init__(f"{method} {url}: {problem}")
        self.method = method
        self.url = url
        self.content = content


class SchemaError(DecodingError):
    """The response's body is JSON, but breaks the documented schema.

    Attributes:
        path: Where the body breaks the schema, as a JSON path such as ``$.data[0].id``.
    """

    def __init__(self, problem: str, *, path: str, method: str, url: str, content: bytes) -> None:
        super().__init__(f"{problem}, at {path}", method=method, url=url, content=content)
        self.path = path


class PagingError(Error):
    """The server's page information contradicts the page that was asked for."""


def _rebuild(kind: type[Error], args: tuple[object, ...], attributes: dict[str, object]) -> Error:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error
