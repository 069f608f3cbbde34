"""Serves the lists of a document, in the style that its annotations describe.

What a list server does by the annotations is told to the list server of ``tests.support.styles``,
which reads no document.
"""

from tests.support.served._served import Served, served

__all__ = ["Served", "served"]
