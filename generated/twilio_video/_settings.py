# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Settings of a client: their checks, defaults and environment variables."""

import os
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, cast

import attrs

from ._decoding import Decoder
from ._errors import ArgumentError, StatusError, shown
from ._http import KeyPlace, Timeout, is_address
from ._keys import ReadKey
from ._redaction import Secrets
from ._retries import DEFAULT_RETRIES, Retries
from ._suggestions import misspelled_variable

__all__ = [
    "DEFAULT_TIMEOUT",
    "Service",
    "Settings",
    "as_headers",
    "as_texts",
    "as_timeout",
    "check_free",
    "check_header",
]

DEFAULT_TIMEOUT: Final = Timeout(30.0, connect=10.0)

_LONGEST_TIMEOUT = 86_400
_HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_COOKIE_VALUE = r"""[^\x00-\x20",;\\\x7f]*"""
_OWN_HEADERS = {"accept-encoding", "connection", "content-length", "host"}


@attrs.frozen(eq=False, repr=False)
class Service:
    """The API, as the generated code describes it.

    Attributes:
        package: The name of the package.
        version: The version of the package.
        base_url: The API's address.
        variables: The prefix of its environment variables.
        key: The place of the API key; None if no request carries one.
        error_bodies: Decode the documented error bodies.
        status_errors: The exceptions by status code, or by its class, such as ``5XX``.
        fallback_error: The exception of every other status.
        accept: The media types of pages.
        needs_key: Whether an operation must have the key.
    """

    package: str
    version: str
    base_url: str
    variables: str
    key: KeyPlace | None
    error_bodies: tuple[Decoder[object], ...]
    status_errors: Mapping[str, type[StatusError]]
    fallback_error: type[StatusError]
    accept: str = "application/json"
    needs_key: bool = True


def _check_base_url(_settings: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    text = str(value)
    if "@" in text.partition("//")[2].partition("/")[0] or "?" in text or "#" in text:
        problem = "expected an address without credentials, query or fragment"
        raise ArgumentError("base_url", problem)
    if not is_address(value):
        problem = f"expected an address such as https://api.example.com/v2, got {shown(value)}"
        raise ArgumentError("base_url", problem)


def _check_api_key(settings: "Settings", _attribute: object, value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, str):
        raise ArgumentError("api_key", f"expected a str, got {type(value).__name__}")
    place = settings.service.key
    if place is None:
        return
    if not value and settings.read_key is None and settings.service.needs_key:
        variable = f"{settings.service.variables}_API_KEY"
        problem = f"no key was given: pass one, or set {variable}{misspelled_variable(variable)}"
        raise ArgumentError("api_key", problem)
    if not value.isascii() or not value.isprintable() or " " in value:
        problem = "the key holds a blank, a line break or another character that no key has"
        raise ArgumentError("api_key", problem)
    if place.location == "cookie" and not re.fullmatch(_COOKIE_VALUE, value):
        problem = "the key holds a character that no cookie may (RFC 6265, section 4.1.1)"
        raise ArgumentError("api_key", problem)


def _check_seconds(argument: str, value: Any) -> None:  # noqa: ANN401
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value <= _LONGEST_TIMEOUT:
        problem = f"expected seconds, more than 0 and at most a day, got {shown(value)}"
        raise ArgumentError(argument, problem)


def as_timeout(value: Any) -> Timeout:  # noqa: ANN401
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
        raise ArgumentError(
            "max_body", f"expected a number of bytes, at least 1, got {shown(value)}"
        )


def _check_boolean(_settings: object, attribute: Any, value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, bool):
        raise ArgumentError(attribute.name, f"expected True or False, got {shown(value)}")


def as_texts(argument: str, values: object) -> dict[str, str]:
    texts: dict[str, str] = {}
    if not isinstance(values, Mapping):
        raise ArgumentError(argument, f"expected a mapping, got {type(values).__name__}")
    for name, value in cast("Mapping[object, object]", values).items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise ArgumentError(argument, f"expected str to str, at {shown(name)}")
        if _is_broken(name + value):
            raise ArgumentError(argument, f"{shown(name)} cannot be encoded as UTF-8")
        texts[name] = value
    return texts


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def as_headers(argument: str, values: object) -> dict[str, str]:
    # Names of headers that differ in case only are the same.
    headers = {name.lower(): value for name, value in as_texts(argument, values).items()}
    for name, value in headers.items():
        if not re.fullmatch(_HEADER_NAME, name):
            raise ArgumentError(argument, f"{shown(name)} cannot be the name of a header")
        if name in _OWN_HEADERS:
            raise ArgumentError(argument, f"{name} is set by the client")
        check_header(argument, name, value)
    return headers


def check_header(argument: str, name: str, value: str) -> None:
    """Check the value of a header.

    Raises:
        ArgumentError: It cannot be sent.
    """
    if not value.isascii() or not value.isprintable() or value != value.strip():
        problem = f"the value of {name} holds characters that no header may"
        raise ArgumentError(argument, problem)


def _as_client_headers(values: object) -> dict[str, str]:
    return as_headers("headers", values)


def _check_headers(settings: "Settings", _attribute: object, value: Mapping[str, str]) -> None:
    check_free("headers", "header", settings, value)


def _check_params(settings: "Settings", _attribute: object, value: Mapping[str, str]) -> None:
    check_free("params", "query", settings, value)


def check_free(
    argument: str, location: str, settings: "Settings", values: Mapping[str, str]
) -> None:
    """Check that values leave the place of the key free, if requests carry it."""
    place = settings.service.key if settings.sends_key else None
    if place is not None and place.location == location and place.name in values:
        raise ArgumentError(argument, f"{place.name} is set by the client")


def _as_client_params(values: object) -> dict[str, str]:
    return as_texts("params", values)


@attrs.frozen(eq=False, repr=False, slots=False)
class Settings:
    """The settings of a client.

    Attributes:
        service: The API.
        api_key: The secret at the place of the key, behind its prefix; may be empty.
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
        sends_key: Whether requests carry the key.
    """

    service: Service
    api_key: str = attrs.field(validator=_check_api_key)
    base_url: str = attrs.field(validator=_check_base_url)
    timeout: Timeout = attrs.field(converter=as_timeout)
    total_timeout: float = attrs.field(validator=_check_total_timeout)
    retries: Retries = attrs.field(converter=_as_retries)
    max_body: int = attrs.field(validator=_check_max_body)
    headers: Mapping[str, str] = attrs.field(converter=_as_client_headers, validator=_check_headers)
    params: Mapping[str, str] = attrs.field(converter=_as_client_params, validator=_check_params)
    trust_env: bool = attrs.field(validator=_check_boolean)
    upgrade_links: bool = attrs.field(validator=_check_boolean)
    password: str = ""
    read_key: ReadKey | None = None
    sends_key: bool = True

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

    @cached_property
    def secrets(self) -> Secrets:
        """The texts that no log and no exception shows."""
        return Secrets.of({self.api_key, self.password}, self.headers, self.params)

    def with_key(self, key: str) -> "Settings":
        """Return the settings of a request with a key that a callable has returned.

        Raises:
            ArgumentError: The key is not admitted.
        """
        return attrs.evolve(self, api_key=key, read_key=None)

    def without_key(self) -> "Settings":
        """Return the settings of a request that carries no key."""
        return attrs.evolve(self, sends_key=False, read_key=None)

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
