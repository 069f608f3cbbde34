"""Arguments that no request can carry, and transports that raise: the errors are the client's."""

import importlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from telnyx_video import ArgumentError, Client, Retries, TransportError
from twilio_video import ArgumentError as TwilioArgumentError
from twilio_video import Client as TwilioClient

pd: Any = importlib.import_module("pandas")  # it has no type hints

_HUGE = 10**5000


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("limit", lambda: Client("key").rooms.list(limit=-_HUGE)),
        ("concurrency", lambda: Client("key").rooms.list(concurrency=_HUGE)),
        ("page_size", lambda: Client("key").rooms.list(page_size=-_HUGE)),
        ("on_change", lambda: Client("key").rooms.list(on_change=_HUGE)),  # type: ignore[arg-type]
        (
            "filter_unique_name",
            lambda: Client("key").rooms.list(filter_unique_name=[_HUGE]),  # type: ignore[arg-type]
        ),
        ("retries", lambda: Client("key", retries=_HUGE)),
        ("retries", lambda: Retries(backoff=_HUGE)),
        ("timeout", lambda: Client("key", timeout=_HUGE)),
        ("total_timeout", lambda: Client("key", total_timeout=-_HUGE)),
        ("max_body", lambda: Client("key", max_body=-_HUGE)),
    ],
)
def test_a_number_with_too_many_digits_is_refused(
    argument: str, call: Callable[[], object]
) -> None:
    """Python cannot even write it: the error names the argument all the same."""
    with pytest.raises(ArgumentError) as caught:
        call()
    assert caught.value.argument == argument


def test_a_long_value_is_cut_in_an_error() -> None:
    """The text of an error stays readable."""
    with pytest.raises(ArgumentError) as caught:
        Client("key").rooms.list(page_size="9" * 10_000)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 300


def test_a_missing_time_of_pandas_is_refused() -> None:
    """NaT is an instance of datetime, without an offset or a date."""
    participants = TwilioClient("AC0", "token").rooms.participants
    with pytest.raises(
        TwilioArgumentError, match=r"^date_created_after: expected a datetime.* got NaT$"
    ):
        participants.list("RM0", date_created_after=pd.NaT)
    with pytest.raises(ArgumentError, match=r"expected a date .* got NaT$"):
        Client("key").rooms.list(filter_date_created_at_gte=pd.NaT)


def test_nanoseconds_are_not_cut_off() -> None:
    """A filter has microseconds."""
    instant = pd.Timestamp("2021-04-16T09:46:20.123456789Z")
    participants = TwilioClient("AC0", "token").rooms.participants
    with pytest.raises(
        TwilioArgumentError, match=r"^date_created_after: .* has nanoseconds; round it"
    ):
        participants.list("RM0", date_created_after=instant)
    assert participants.list("RM0", date_created_after=instant.round("us")).total is None


@pytest.mark.parametrize("error", [RuntimeError("boom"), NotImplementedError("boom")])
def test_an_error_of_a_transport_is_named(error: RuntimeError) -> None:
    """The client's error says which exception the transport of the caller raised."""

    def fail(_request: httpx.Request) -> httpx.Response:
        raise error

    with (
        httpx.Client(transport=httpx.MockTransport(fail)) as http,
        pytest.raises(TransportError) as caught,
    ):
        Client("key", http_client=http).rooms.list().first()
    assert str(caught.value).endswith(f"the transport raised {type(error).__name__}: boom")
    assert caught.value.__cause__ is error
