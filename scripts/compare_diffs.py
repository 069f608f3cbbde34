"""Compare `rollcall diff` with `redocly diff` on the cases of tests/unit/diff/cases.

Prints the cases that the two judge differently, and how many they judge alike: whether a change
breaks clients, and the part of the document's version that it raises. It needs Node.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from ruamel.yaml import YAML

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))

from tests.support.spec_changes import CASES, write_versions  # noqa: E402 - after the path

_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
_SECONDS = 60


def main() -> None:
    """Print the comparison."""
    alike: Counter[str] = Counter()
    cases = sorted(each.parent for each in CASES.glob("*/expected.yaml"))
    for case in cases:
        expected = YAML(typ="safe", pure=True).load(case / "expected.yaml")["versions"]["spec"]
        with tempfile.TemporaryDirectory() as folder:
            found = _redocly(*write_versions(case, Path(folder)))
        alike["whether it breaks"] += (expected == "major") == (found == "major")
        alike["the version"] += expected == found
        if expected != found:
            print(f"{case.name}: rollcall {expected}, redocly {found}")
    for name, count in alike.items():
        print(f"{name}: alike in {count} of {len(cases)}")


def _redocly(before: Path, after: Path) -> str:
    """Return the part of the version that redocly raises: major, minor, patch or none."""
    command = [str(_ROOT / "node_modules/.bin/redocly"), "diff", str(before), str(after)]
    done = subprocess.run(  # noqa: S603 - the command is fixed
        [*command, "--format", "json", "--fail-on", "none"],
        env={**os.environ, **_QUIET},
        capture_output=True,
        text=True,
        check=True,
        timeout=_SECONDS,
    )
    return str(json.loads(done.stdout).get("bump", "none"))


if __name__ == "__main__":
    main()
