"""Recipes of docs/howto/recipes.md that run in processes of their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import telnyx_video

__all__ = ["run_recipe"]

_SECONDS = 300


def run_recipe(
    recipe: str, folder: Path, environment: Mapping[str, str]
) -> "subprocess.CompletedProcess[str]":
    """Run a recipe as a script, with more variables in its environment.

    Raises:
        subprocess.TimeoutExpired: It has not ended within minutes.
    """
    script = folder / "recipe.py"
    script.write_text(recipe, encoding="utf-8")
    packages = str(Path(telnyx_video.__file__).parents[1])
    return subprocess.run(
        [sys.executable, script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": packages, **environment},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
