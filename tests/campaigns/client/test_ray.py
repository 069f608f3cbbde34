"""The recipe for Ray runs as it is printed."""

import importlib.util
import re
from pathlib import Path

import pytest

from contract_tests.sandbox import serve
from tests.support.client.recipes import run_recipe

_RECIPES = Path(__file__).parents[3] / "docs" / "howto" / "recipes.md"


@pytest.mark.skipif(
    importlib.util.find_spec("ray") is None,
    reason="ray is not installed, which is large: .venv/bin/pip install -r requirements/ray.lock",
)
def test_workers_of_ray_read_partitions(tmp_path: Path) -> None:
    """The recipe runs on a cluster of this machine, each worker with the key of its environment."""
    text = _RECIPES.read_text(encoding="utf-8")
    found = re.search(r"^## Ray\n.*?^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    with serve(rooms=300) as sandbox:
        environment = {
            "TELNYX_BASE_URL": sandbox.base_url,
            "TELNYX_API_KEY": sandbox.token,
            # The cluster is reached from this machine only, writes no token into the home folder,
            # and reports nothing to anybody.
            "RAY_AUTH_MODE": "disabled",
            "RAY_USAGE_STATS_ENABLED": "0",
        }
        done = run_recipe(found[1], tmp_path, environment)
    assert done.stdout.splitlines()[-1:] == ["300"], done.stderr
