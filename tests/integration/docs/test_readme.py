"""The README and the guide: their samples run, and their commands exist."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.sandbox import Sandbox, serve

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
PROVIDERS = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
_PYTHON = re.compile(r"^```python\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
CLIENTS = (ROOT / "generated" / "README.md").read_text(encoding="utf-8")
_FOUND = [each for text in (README, GUIDE, PROVIDERS, CLIENTS) for each in _PYTHON.findall(text)]
SAMPLES = [each for each in dict.fromkeys(_FOUND) if "def test_" not in each]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Start the server that the samples speak to."""
    with serve() as running:
        yield running


def test_there_are_samples() -> None:
    """A sample that is no longer found would no longer be tested."""
    assert len(_PYTHON.findall(README)) >= 4
    assert len(_PYTHON.findall(GUIDE)) >= 5
    assert _PYTHON.findall(PROVIDERS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.splitlines()[0])
def test_samples_run(sample: str, sandbox: Sandbox) -> None:
    """Each sample runs as it is printed, and prints something."""
    twilio = sandbox.apis["twilio-video"]
    account, _, token = twilio.token.partition(":")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", sample],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generated"),
            "TELNYX_BASE_URL": sandbox.base_url,
            "TELNYX_API_KEY": sandbox.token,
            "TWILIO_BASE_URL": twilio.base_url,
            "TWILIO_ACCOUNT_SID": account,
            "TWILIO_AUTH_TOKEN": token,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert done.stdout


def test_the_sample_of_pytest_runs(tmp_path: Path) -> None:
    """The test file of the README passes as it is printed, with an application of that name."""
    (sample,) = (each for each in _FOUND if "def test_" in each)
    application = (ROOT / "tests" / "support" / "shop.py").read_text(encoding="utf-8")
    (tmp_path / "my_application.py").write_text(application, encoding="utf-8")
    (tmp_path / "test_contract.py").write_text(sample, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "ROLLCALL_PROFILE": "smoke", "ROLLCALL_LAWS": "page.*,filter.*"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_commands_exist() -> None:
    """Every `make` target that the README names is one."""
    assert _named() <= _targets()
    assert {"contract", "test"} <= _named()


def test_every_target_is_described() -> None:
    """`make` alone lists every target, with a line each."""
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert _targets() <= listed
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_ci_calls_what_the_readme_names() -> None:
    """CI runs nothing that a user is not told of."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    called = set(re.findall(r"^\s*make ([a-z-]+)", script, flags=re.MULTILINE))
    assert called
    assert called <= _named()


def test_links_lead_somewhere() -> None:
    """Every relative link of the documents leads to a file."""
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "docs/client.md",
        "docs/own_law.md",
        "docs/providers.md",
        "docs/recipes.md",
        "openapi/ANNOTATIONS.md",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (ROOT / name).parent.joinpath(target).exists(), f"{name} links to {target}"


def test_the_architecture_names_what_exists() -> None:
    """Each module, class and function that ARCHITECTURE.md names is in the code."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tool = ROOT / "src" / "rollcall"
    paths = re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|json))`", text)
    assert len(paths) > 20
    for path in paths:
        assert (tool / path).exists() or [*tool.rglob(path)], path
    steps = re.findall(r"`([a-z_/]+\.py)`: (?:a law asks )?`([A-Za-z_.]+)`", text)
    assert len(steps) > 5
    for path, names in steps:
        for name in names.split("."):
            assert re.search(rf"\b{name}\b", (tool / path).read_text(encoding="utf-8")), names


def _named() -> set[str]:
    return set(re.findall(r"(?:`|^)make ([a-z-]+)", README, flags=re.MULTILINE))


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY:((?:.*\\\n)*.*)", makefile, flags=re.MULTILINE)
    return set(phony.replace("\\", " ").split())
