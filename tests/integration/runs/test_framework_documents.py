"""A run with a document in the words of a framework."""

from pathlib import Path

import pytest

from tests.support.checks import check_api
from tests.support.dialects import DIALECTS, described, server_of


@pytest.mark.parametrize("dialect", ["FastAPI", "JSON:API", "2XX"])
def test_all_units_of_a_run_pass(dialect: str, tmp_path: Path) -> None:
    """Laws, examples, coverage cases and drawn requests find nothing; there are no servers."""
    api = server_of(described(DIALECTS[dialect]))
    assert "servers" not in api.document
    found = check_api(tmp_path, api.api, "--profile", "smoke", document=api.document)
    assert found.failed == set()
    assert found.status == 0
    assert found.witnesses("filter.boundary") > 0
