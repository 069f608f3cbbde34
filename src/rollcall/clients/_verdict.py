"""Enters in the ledger of the run what a check of the client says."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis import Phase
from hypothesis.internal.conjecture import engine

from rollcall._results import Violation
from rollcall.clients._call import Call
from rollcall.clients._exchange import Sent
from rollcall.fuzzing._checks import law_of

if TYPE_CHECKING:
    from rollcall._run import Run

__all__ = ["share", "short_shrinking", "verdict"]

_SHARE = 4
_SHRINK_SECONDS = 5.0


def share() -> hypothesis.settings:
    """Return the settings of the run's profile, with a quarter of its examples.

    Each of them is several calls, pages and comparisons, with both clients.
    """
    settings = hypothesis.settings.default
    assert settings is not None
    return hypothesis.settings(
        settings,
        max_examples=max(1, settings.max_examples // _SHARE),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )


@contextmanager
def short_shrinking() -> Iterator[None]:
    """Let Hypothesis look for a smaller failure for seconds, not for minutes.

    No setting says how long it may; this is the constant that its own limit stands in.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MAX_SHRINKING_SECONDS", _SHRINK_SECONDS)
        yield


@contextmanager
def verdict(
    run: "Run", check: str, call: Call, *, body: bytes | None = None, sent: list[Sent] | None = None
) -> Iterator[None]:
    """Decide a check: an assertion that fails within, or an error of the client, is a finding.

    Args:
        run: The run.
        check: The name of the check.
        call: The call that reproduces a failure.
        body: The answer that it takes, if that is not the server's.
        sent: The requests that were sent, filled in while the check runs.
    """
    try:
        yield
    except (AssertionError, call.package.Error) as failure:
        # What pytest adds shows objects of the suite, and says nothing of the client.
        title, _, detail = str(failure).partition("\nassert ")[0].partition("\n")
        if not isinstance(failure, AssertionError):
            title, detail = f"{type(failure).__name__} was raised", str(failure)
        credential = run.engine.transport.credential
        curl = "# no server is asked"
        if sent:
            # Without a server, requests are written for the one that the spec names.
            url, server = sent[0].url, call.spec.server
            url = run.base_url + url.removeprefix(server) if url.startswith(server) else url
            words = ["curl", "--globoff", "--include", shlex.quote(url)]
            if credential is not None:
                words[3:3] = credential.in_shell(credential.header, credential.placeholder) or ()
            curl = " ".join(words)
        run.results.fail(
            Violation(
                channel="client",
                operation=call.operation.id,
                law=law_of(check),
                title=title,
                detail=detail or title,
                curl=curl,
                python=call.python(run.base_url, body=body),
            )
        )
        raise
    run.results.passed("client", call.operation.id, law_of(check))
