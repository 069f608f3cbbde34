"""The redactor replaces the token in any encoding."""

import base64
import html
import io
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote, quote_plus

import httpx
import pytest

from rollcall.http import RedactingStream, Redactor, wait_seconds

_TOKEN = "a\"b<c>&d/é+f=='g'"  # noqa: S105 - no one's


@pytest.mark.parametrize(
    "spelled",
    [
        _TOKEN,
        json.dumps(_TOKEN),
        html.escape(_TOKEN),
        quote(_TOKEN),
        quote(_TOKEN, safe=""),
        quote_plus(_TOKEN),
        f"{_TOKEN!r}",
    ],
)
def test_a_token_is_redacted_however_it_is_spelled(spelled: str) -> None:
    """The token is redacted plain and as encoded in JSON, XML, URLs and Python."""
    assert Redactor.of(_TOKEN).text(f"({spelled})").strip("()\"'") == "[token]"


@pytest.mark.parametrize("near", [_TOKEN[:-1], f"{_TOKEN}x", _TOKEN.swapcase()])
def test_variants_of_a_token_are_redacted(near: str) -> None:
    """Laws send wrong tokens that resemble the token, and would reveal it."""
    for spelled in (near, json.dumps(near), html.escape(near), quote(near)):
        text = Redactor.of(_TOKEN).text(f"({spelled})")
        assert near[:-2] not in text
        assert "[token" in text


@pytest.mark.parametrize("token", ["sécret-?>~?>~", "0123456789", "0123456789ab", "0123456789a"])
def test_a_token_in_base64_is_redacted_without_its_padding_too(token: str) -> None:
    """Base64 and base64url are redacted, with and without padding."""
    for write in (base64.b64encode, base64.urlsafe_b64encode):
        text = write(token.encode()).decode()
        assert Redactor.of(token).text(f"({text})") == "([token])"
        assert Redactor.of(token).text(f"({text.rstrip('=')})") == "([token])"


def test_the_beginning_of_a_short_token_is_not_redacted() -> None:
    """A few letters may be a part of any word."""
    assert Redactor.of("tick").text("tic tick tac") == "tic [token] tac"


@pytest.mark.parametrize("token", ["tok", "token", "ROLL", "[tok"])
def test_a_token_that_is_a_word_does_not_change_our_own_names(token: str) -> None:
    """The variable in a command and the placeholders are kept."""
    text = Redactor.of(token).text(f'"Bearer $ROLLCALL_TOKEN" [token without its end] ({token})')
    assert text == '"Bearer $ROLLCALL_TOKEN" [token without its end] ([token])'


def test_without_a_token_nothing_is_redacted() -> None:
    """The text does not change."""
    assert Redactor.of("").text("abc") == "abc"


def test_a_stream_is_redacted() -> None:
    """A redacting stream replaces the token, and keeps the other methods of the stream."""
    inner = io.StringIO()
    stream = RedactingStream(inner, Redactor.of("hush"))
    stream.write("Bearer hush\n")
    assert inner.getvalue() == "Bearer [token]\n"
    assert not stream.isatty()


@pytest.mark.parametrize(
    ("headers", "attempt", "seconds"),
    [
        ({"retry-after": "13", "x-ratelimit-reset": "5"}, 0, 13),
        ({"x-ratelimit-reset": "5"}, 0, 5),
        ({"retry-after": "soon", "x-ratelimit-reset": "5"}, 0, 5),
        ({}, 0, 1),
        ({}, 3, 8),
        ({"retry-after": "-1"}, 1, 2),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0, 0),
    ],
)
def test_the_wait_after_429_is_what_the_server_says(
    headers: dict[str, str], attempt: int, seconds: float
) -> None:
    """Retry-After is used first, then the reset, then a growing wait."""
    assert wait_seconds(httpx.Headers(headers), attempt) == seconds


def test_retry_after_may_be_a_date() -> None:
    """The wait ends at the date (RFC 9110)."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < wait_seconds(httpx.Headers({"retry-after": date}), 0) <= 30
