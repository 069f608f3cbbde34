"""The messages of a worker process, without tokens that the main process does not know."""

import pytest

from rollcall.http import Redactor
from rollcall.mutants._harness import Known
from rollcall.mutants._worker import Failure, Message, Ready, redacted_message
from rollcall.reports import ChannelResult

_TEXT = "the response has renewed-token"
_SHOWN = "the response has [token]"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            ChannelResult("killed", "auth.echo", title=_TEXT, reasons=(_TEXT, "none")),
            ChannelResult("killed", "auth.echo", title=_SHOWN, reasons=(_SHOWN, "none")),
        ),
        (Known("http", lines=(_TEXT,)), Known("http", lines=(_SHOWN,))),
        (Failure("broken", _TEXT), Failure("broken", _SHOWN)),
        (Ready(("http",)), Ready(("http",))),
    ],
    ids=["result", "known", "failure", "ready"],
)
def test_a_message_has_no_token(message: Message, expected: Message) -> None:
    """A token that was renewed in a worker is replaced before it leaves the process."""
    assert redacted_message(message, Redactor.of("renewed-token")) == expected
