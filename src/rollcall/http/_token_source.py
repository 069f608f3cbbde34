"""Tokens that expire: a function or a command that returns a new one."""

import subprocess
import threading
from collections.abc import Callable

import attrs

from rollcall.http._budget import TokenRefused
from rollcall.spec import UsageError

__all__ = ["TokenCommand", "TokenSource", "checked_token"]

_SECONDS = 60.0


def checked_token(token: str) -> str:
    """Return a token that can be sent.

    Raises:
        UsageError: It has other characters than printable ASCII, or blanks around it.
    """
    if not token.isprintable() or not token.isascii() or token != token.strip():
        raise UsageError("--token: expected printable ASCII characters, without blanks around them")
    return token


@attrs.frozen
class TokenCommand:
    """A shell command that prints a token.

    Attributes:
        command: The command.
    """

    command: str = attrs.field(repr=False)

    def __call__(self) -> str:
        """Run the command, and return what it prints; its errors are printed as they are.

        Raises:
            UsageError: It fails, takes more than a minute, or prints no token.
        """
        try:
            done = subprocess.run(  # noqa: S602 - the user's own command, as in a terminal
                self.command,
                shell=True,
                stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UsageError(f"--token-command: no token after {_SECONDS:.0f} s") from None
        if done.returncode:
            raise UsageError(f"--token-command: ended with the status {done.returncode}")
        token = done.stdout.decode("utf-8", "replace").strip()
        if not token:
            raise UsageError("--token-command: printed no token")
        return checked_token(token)


@attrs.define(eq=False)
class TokenSource:
    """A token, and the function that returns a new one. It is safe for several threads.

    The function is called for the first token, and for a new one after the server has refused the
    latest: once, however many requests were refused.

    Attributes:
        fetch: Returns a token.
        tokens: The tokens so far, the latest last.
    """

    fetch: Callable[[], object]
    tokens: list[str] = attrs.field(factory=list, repr=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, init=False, repr=False)

    def token(self) -> str:
        """Return the latest token.

        Raises:
            UsageError: The function returns none.
        """
        with self._lock:
            if not self.tokens:
                self.tokens.append(self._fetched())
            return self.tokens[-1]

    def renew(self, refused: str) -> None:
        """Replace a token that the server refuses, unless that has been done.

        Raises:
            TokenRefused: The function returns no other token.
        """
        with self._lock:
            if self.tokens[-1] != refused:
                return
            try:
                token = self._fetched()
            except UsageError as error:
                raise TokenRefused(f"there is no new token: {error}") from None
            if token in self.tokens:
                raise TokenRefused("there is no new token: the old one was returned again")
            self.tokens.append(token)

    def __reduce__(self) -> tuple[type["TokenSource"], tuple[Callable[[], object], list[str]]]:
        """Return what pickles the source: a worker process starts with the latest token."""
        return TokenSource, (self.fetch, self.tokens)

    def _fetched(self) -> str:
        try:
            token = self.fetch()
        except UsageError:
            raise
        except Exception as error:
            kind = type(error).__name__
            raise UsageError(f"token: the function raised {kind}: {error}") from error
        if not isinstance(token, str) or not token:
            raise UsageError(f"token: the function returned {type(token).__name__}, not a token")
        return checked_token(token)
