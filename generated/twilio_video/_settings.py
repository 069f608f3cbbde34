# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Settings of a client and of a list: their checks, defaults and environment variables."""

import os
import re
import warnings
from collections.abc import Mapping
from typing import Any, Final, Literal, cast, get_args

import attrs

from ._decoding import Decoder
from ._errors import ArgumentError, StatusError
from ._http import Timeout, is_address
from ._keys import ReadKey
from ._redaction import Secrets
from ._retries import DEFAULT_RETRIES, Retries

__all__ = [
    "DEFAULT_TIMEOUT",
    "ListOptions",
    "OnChange",
    "OnInvalid",
    "Service",
    "Settings",
    "renamed",
]

OnChange = Literal["raise", "ignore"]
"""The reaction to items that are added or removed while a list is read."""

OnInvalid = Literal["raise", "skip"]
"""The reaction to items and pages that cannot be read."""

DEFAULT_TIMEOUT: Final = Timeout(30.0, connect=10.0)

_LONGEST_TIMEOUT = 86_400
_MOST_AT_ONCE = 64
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_OWN_HEADERS = {"authorization", "accept-encoding", "connection", "content-length", "host"}


@attrs.frozen(eq=False, repr=False)
class Service:
    """The API, as the generated code describes it.

    Attributes:
        package: The name of the package.
        version: The version of the package.
        base_url: The API's address.
        variables: The prefix of its environment variables.
        key_header: The header that carries the API key, in lower case; empty if there is none.
        key_prefix: The text before the key in the header, such as ``Bearer`` and a blank.
        error_bodies: Decode the documented error bodies.
        status_errors: The exceptions by status code, or by its class, such as ``5XX``.
        fallback_error: The exception of every other status.
        accept: The media types of pages.
    """

    package: str
    version: str
    base_url: str
    variables: str
    key_header: str
    key_prefix: str
    error_bodies: tuple[Decoder[object], ...]
    status_errors: Mapping[str, type[StatusError]]
    fallback_error: type[StatusError]
    accept: str = "application/json"


def _check_base_url(_settings: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    text = str(value)
    if "@" in text.partition("//")[2].partition("/")[0] or "?" in text or "#" in text:
        problem = "expected an address without credentials, query or fragment"
        raise ArgumentError("base_url", problem)
    if not is_address(value):
        problem = f"expected an address such as https://api.example.com/v2, got {value!r}"
        raise ArgumentError("base_url", problem)


def _check_api_key(settings: "Settings", _attribute: object, value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, str):
        raise ArgumentError("api_key", f"expected a str, got {type(value).__name__}")
    if not settings.service.key_header:
        return
    if not value and settings.read_key is None:
        variable = f"{settings.service.variables}_API_KEY"
        raise ArgumentError("api_key", f"no key was given: pass one, or set {variable}")
    if not value.isascii() or not value.isprintable() or " " in value:
        problem = "the key holds a blank, a line break or another character that no key has"
        raise ArgumentError("api_key", problem)


def _check_seconds(argument: str, value: Any) -> None:  # noqa: ANN401
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value <= _LONGEST_TIMEOUT:
        problem = f"expected seconds, more than 0 and at most a day, got {value!r}"
        raise ArgumentError(argument, problem)


def _as_timeout(value: Any) -> Timeout:  # noqa: ANN401
    if isinstance(value, Timeout):
        return value
    _check_seconds("timeout", value)
    return Timeout(value)


def _as_retries(value: Any) -> Retries:  # noqa: ANN401
    return value if isinstance(value, Retries) else Retries(count=value)


def _check_total_timeout(_settings: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    _check_seconds("total_timeout", value)


def _check_max_body(_settings: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ArgumentError("max_body", f"expected a number of bytes, at least 1, got {value!r}")


def _check_boolean(_settings: object, attribute: Any, value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, bool):
        raise ArgumentError(attribute.name, f"expected True or False, got {value!r}")


def _as_texts(argument: str, values: object) -> dict[str, str]:
    texts: dict[str, str] = {}
    if not isinstance(values, Mapping):
        raise ArgumentError(argument, f"expected a mapping, got {type(values).__name__}")
    for name, value in cast("Mapping[object, object]", values).items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise ArgumentError(argument, f"expected str to str, at {name!r}")
        if _is_broken(name + value):
            raise ArgumentError(argument, f"{name!r} cannot be encoded as UTF-8")
        texts[name] = value
    return texts


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _as_headers(argument: str, values: object) -> dict[str, str]:
    # Names of headers that differ in case only are the same.
    headers = {name.lower(): value for name, value in _as_texts(argument, values).items()}
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name):
            raise ArgumentError(argument, f"{name!r} cannot be the name of a header")
        if name in _OWN_HEADERS:
            raise ArgumentError(argument, f"{name} is set by the client")
        if not value.isascii() or not value.isprintable() or value != value.strip():
            problem = f"the value of {name} holds characters that no header may"
            raise ArgumentError(argument, problem)
    return headers


def _as_client_headers(values: object) -> dict[str, str]:
    return _as_headers("headers", values)


def _check_headers(settings: "Settings", _attribute: object, value: Mapping[str, str]) -> None:
    if settings.service.key_header in value:
        raise ArgumentError("headers", f"{settings.service.key_header} is set by the client")


def _as_client_params(values: object) -> dict[str, str]:
    return _as_texts("params", values)


def _as_extra_headers(values: object) -> dict[str, str]:
    return {} if values is None else _as_headers("extra_headers", values)


def _as_extra_query(values: object) -> dict[str, str]:
    return {} if values is None else _as_texts("extra_query", values)


@attrs.frozen(eq=False, repr=False)
class Settings:
    """The settings of a client.

    Attributes:
        service: The API.
        api_key: The secret in the header, behind the prefix.
        base_url: The address that paths are appended to.
        timeout: The time limit of each part of an exchange, in seconds.
        total_timeout: The time limit of a page, retries included, in seconds.
        retries: When a failed request is sent again.
        max_body: The longest body that is received, in bytes.
        headers: Headers to send beside the client's own.
        params: Parameters to send beside those of the operation.
        trust_env: Whether proxies and certificates are read from the environment.
        upgrade_links: Whether a link with http leads to https, if the address has it.
        password: The secret part of a key of two parts; otherwise empty.
        read_key: Returns the key, which is then empty here; None if the key is constant.
    """

    service: Service
    api_key: str = attrs.field(validator=_check_api_key)
    base_url: str = attrs.field(validator=_check_base_url)
    timeout: Timeout = attrs.field(converter=_as_timeout)
    total_timeout: float = attrs.field(validator=_check_total_timeout)
    retries: Retries = attrs.field(converter=_as_retries)
    max_body: int = attrs.field(validator=_check_max_body)
    headers: Mapping[str, str] = attrs.field(converter=_as_client_headers, validator=_check_headers)
    params: Mapping[str, str] = attrs.field(converter=_as_client_params)
    trust_env: bool = attrs.field(validator=_check_boolean)
    upgrade_links: bool = attrs.field(validator=_check_boolean)
    password: str = ""
    read_key: ReadKey | None = None

    @classmethod
    def of(cls, service: Service, **options: Any) -> "Settings":  # noqa: ANN401
        """Return the settings of a new client.

        Args:
            service: The API.
            options: The other attributes by name; None stands for the default. The defaults of the
                key and the address are read from the environment.

        Raises:
            ArgumentError: An option is not admitted.
        """
        variables = service.variables
        defaults: dict[str, Any] = {
            "api_key": os.environ.get(f"{variables}_API_KEY", ""),
            "base_url": os.environ.get(f"{variables}_BASE_URL") or service.base_url,
            "timeout": DEFAULT_TIMEOUT,
            "total_timeout": 300.0,
            "retries": DEFAULT_RETRIES,
            "max_body": 64 * 2**20,
            "headers": {},
            "params": {},
            "trust_env": True,
            "upgrade_links": False,
        }
        return cls(service, **defaults | _given(options))

    @property
    def secrets(self) -> Secrets:
        """The texts that no log and no exception shows."""
        return Secrets.of({self.api_key, self.password}, self.headers, self.params)

    def with_key(self, key: str) -> "Settings":
        """Return the settings of a request with a key that a callable has returned.

        Raises:
            ArgumentError: The key is not admitted.
        """
        return attrs.evolve(self, api_key=key, read_key=None)

    def but(self, **options: Any) -> "Settings":  # noqa: ANN401
        """Return settings with other values for the options that are not None.

        Raises:
            ArgumentError: An option is not admitted.
        """
        return attrs.evolve(self, **_given(options))


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in options.items() if value is not None}
    if "api_key" in given:
        key = given["api_key"]
        given |= {"api_key": "", "read_key": key} if callable(key) else {"read_key": None}
    return given


def _check_limit(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise ArgumentError("limit", f"expected a number of items, at least 0, got {value!r}")


def _check_concurrency(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    is_count = isinstance(value, int) and not isinstance(value, bool)
    if not is_count or not 1 <= value <= _MOST_AT_ONCE:
        problem = f"expected a number of requests, from 1 to {_MOST_AT_ONCE}, got {value!r}"
        raise ArgumentError("concurrency", problem)


def _check_on_change(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if value not in get_args(OnChange):
        raise ArgumentError("on_change", f"expected 'raise' or 'ignore', got {value!r}")


def _check_on_invalid(_options: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if value not in get_args(OnInvalid):
        raise ArgumentError("on_invalid", f"expected 'raise' or 'skip', got {value!r}")


def renamed(on_change: OnChange, on_shift: OnChange | None) -> OnChange:
    """Return the value of ``on_change``, which may have been passed by its old name."""
    if on_shift is None:
        return on_change
    problem = "on_shift is deprecated, and goes with the next version: pass on_change"
    warnings.warn(problem, DeprecationWarning, stacklevel=3)
    return on_shift


def _as_optional_timeout(value: Any) -> Timeout | None:  # noqa: ANN401
    return None if value is None else _as_timeout(value)


@attrs.frozen(eq=False, repr=False)
class ListOptions:
    """The options of one list.

    Attributes:
        limit: The maximum number of items to read; None for all.
        concurrency: The maximum number of pages that are being loaded, or loaded and not used yet.
        on_change: The reaction to items that are added or removed meanwhile.
        on_invalid: The reaction to items and pages that cannot be read.
        timeout: The longest time of each part of an exchange; None for the client's.
        extra_headers: Headers to send beside the client's.
        extra_query: Parameters to send beside those of the operation and the client.
    """

    limit: int | None = attrs.field(validator=_check_limit)
    concurrency: int = attrs.field(validator=_check_concurrency)
    on_change: OnChange = attrs.field(validator=_check_on_change)
    on_invalid: OnInvalid = attrs.field(validator=_check_on_invalid)
    timeout: Timeout | None = attrs.field(converter=_as_optional_timeout)
    extra_headers: Mapping[str, str] = attrs.field(converter=_as_extra_headers)
    extra_query: Mapping[str, str] = attrs.field(converter=_as_extra_query)

    def apply_to(self, settings: Settings) -> Settings:
        """Return the settings of a client with the options of this list."""
        if self.timeout is None and not self.extra_headers and not self.extra_query:
            return settings
        return settings.but(
            timeout=self.timeout,
            headers={**settings.headers, **self.extra_headers},
            params={**settings.params, **self.extra_query},
        )
