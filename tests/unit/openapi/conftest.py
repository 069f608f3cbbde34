"""Fixtures of the tests of documents."""

import pytest

from tests.support.documents._document import Node, document_paths, read


@pytest.fixture(params=document_paths(), ids=lambda path: path.stem)
def spec(request: pytest.FixtureRequest) -> Node:
    """Return each document of openapi/ in turn, freshly read, so that a test may break it."""
    return read(request.param)
