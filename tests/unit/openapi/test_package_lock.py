"""The tools that need Node are pinned, and their lock names no registry."""

import json
import re

from tests.support.documents._document import OPENAPI

ROOT = OPENAPI.parent
PACKAGE = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
LOCK_TEXT = (ROOT / "package-lock.json").read_text(encoding="utf-8")
LOCK = json.loads(LOCK_TEXT)


def test_the_tools_are_pinned_exactly() -> None:
    """Each tool has one version, the same in package.json and in the lock."""
    assert PACKAGE["private"] is True
    for name, version in PACKAGE["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version
    assert LOCK["packages"][""]["devDependencies"] == PACKAGE["devDependencies"]


def test_the_lock_has_a_hash_for_each_package_and_no_address() -> None:
    """Packages come from the registry of the user's configuration, and have a hash each."""
    assert "resolved" not in LOCK_TEXT
    assert "://" not in LOCK_TEXT
    packages = [each for path, each in LOCK["packages"].items() if path]
    assert packages
    assert all(each["integrity"].startswith("sha512-") for each in packages)
