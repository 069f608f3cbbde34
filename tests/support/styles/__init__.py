"""A list server whose style is configured, and cut-down documents of public APIs with their styles.

The server reads neither a document nor an annotation: it is an independent witness of what the
vocabulary says.
"""

from tests.support.styles._paging import After, Fact, Numbered, Offset, Paging, Size, Token
from tests.support.styles._parameters import Filter, Key, Search, Select, Sort
from tests.support.styles._server import StyleServer
from tests.support.styles._style import Auth, Style

__all__ = [
    "After",
    "Auth",
    "Fact",
    "Filter",
    "Key",
    "Numbered",
    "Offset",
    "Paging",
    "Search",
    "Select",
    "Size",
    "Sort",
    "Style",
    "StyleServer",
    "Token",
]
