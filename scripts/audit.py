"""Look for known vulnerabilities of the locked packages, with pip-audit and the database OSV.

`make audit` runs it on each file of requirements/. It fails if a package has a known vulnerability,
or if the answer is incomplete. Where OSV cannot be reached, it says so and checks nothing.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import httpx

_PIP_AUDIT = Path(__file__).parents[1] / ".venv-supply" / "bin" / "pip-audit"
_OSV = "https://api.osv.dev/v1/query"
# A question whose answer is known to be an object.
_QUESTION = {"package": {"name": "pip", "ecosystem": "PyPI"}, "version": "26.0"}


def main() -> int:
    """Audit the locks; return 1 if one of them fails, or 0 where OSV cannot be reached."""
    parser = argparse.ArgumentParser(
        description="Look for known vulnerabilities of locked packages."
    )
    parser.add_argument("locks", nargs="+", type=Path, metavar="LOCK", help="a file with hashes")
    parser.add_argument("--url", default=_OSV, help=f"where OSV is asked (default: {_OSV})")
    given = parser.parse_args()
    if problem := _unreachable(given.url):
        print(f"audit: skipped, nothing was checked: {given.url} cannot be reached: {problem}")
        return 0
    options = ["--strict", "--disable-pip", "--progress-spinner=off"]
    command = [str(_PIP_AUDIT), *options, "--vulnerability-service=osv", f"--osv-url={given.url}"]
    failed = False
    for lock in given.locks:
        print(f"{lock}:", flush=True)
        done = subprocess.run([*command, "--requirement", str(lock)], check=False)  # noqa: S603 - as built
        failed = failed or done.returncode != 0
    return int(failed)


def _unreachable(url: str) -> str | None:
    """Return why the service gives no answer, or None."""
    try:
        answer = httpx.post(url, json=_QUESTION, timeout=15)
        answer.raise_for_status()
        if isinstance(answer.json(), dict):
            return None
    except (httpx.HTTPError, ValueError) as problem:
        return str(problem)
    return "its answer is no JSON object"


if __name__ == "__main__":
    sys.exit(main())
