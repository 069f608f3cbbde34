"""Servers that are correct but odd: a table of names and changes of the example API."""

from collections.abc import Mapping

from tests.support.odd._documents import DOCUMENTS
from tests.support.odd._lists import LISTS
from tests.support.odd._odd import BOOKS, Odd
from tests.support.odd._requests import REQUESTS
from tests.support.odd._responses import RESPONSES

__all__ = ["BOOKS", "ODD", "Odd"]

ODD: Mapping[str, Odd] = {**REQUESTS, **LISTS, **DOCUMENTS, **RESPONSES}
