"""What is put behind the query of a request as it is.

Libraries mend what they send: a percent sign that encodes nothing leaves them as ``%25``. To send
one, it is added below them, and to show it, above them.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["SUFFIX", "sent_behind"]


class Suffix(threading.local):
    """What the current thread puts behind the query of what it sends."""

    text = ""

    def behind(self, url: str) -> str:
        """Return a URL, or its path and query, with it."""
        if not self.text:
            return url
        return f"{url}{'&' if '?' in url else '?'}{self.text.lstrip('?&')}"


SUFFIX = Suffix()


@contextmanager
def sent_behind(text: str) -> Iterator[None]:
    """Put a text behind the query of all requests that the current thread sends meanwhile.

    Args:
        text: The text, of visible ASCII characters; what parts it from the query is added.
    """
    SUFFIX.text = text
    try:
        yield
    finally:
        SUFFIX.text = ""
