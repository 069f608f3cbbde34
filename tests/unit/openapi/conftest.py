"""Fixtures of the tests of documents."""

import copy
from functools import cache

import pytest

from tests.support.documents._document import Node, document_paths, read

_read = cache(read)


@pytest.fixture(params=document_paths(), ids=lambda path: path.stem)
def spec(request: pytest.FixtureRequest) -> Node:
    """Return a copy of each document of openapi/, which a test may change."""
    return copy.deepcopy(_read(request.param))
