"""The Python samples of the README and the guides."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.sandbox import Sandbox, serve

_ROOT = Path(__file__).parents[3]
_PAGES = (
    "README.md",
    "docs/tutorials/use_client.md",
    "docs/howto/long_lists.md",
    "docs/reference/client.md",
    "docs/reference/providers.md",
    "generated/README.md",
)
_SAMPLE = re.compile(r"^```python\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
_FOUND = {page: _SAMPLE.findall((_ROOT / page).read_text(encoding="utf-8")) for page in _PAGES}
# tests/integration/packaging runs the sample of pytest.
_SAMPLES = [
    each
    for each in dict.fromkeys(sample for samples in _FOUND.values() for sample in samples)
    if "rollcall.contract(" not in each
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Start the server of the samples."""
    with serve() as running:
        yield running


@pytest.mark.parametrize("page", _PAGES)
def test_each_page_has_samples(page: str) -> None:
    """The pattern finds the samples of the page."""
    assert _FOUND[page]


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda sample: sample.splitlines()[0])
def test_a_sample_runs(
    sample: str,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The sample runs without a warning as it is printed, and prints something."""
    twilio = sandbox.apis["twilio-video"]
    account, _, token = twilio.token.partition(":")
    for name, value in {
        "TELNYX_BASE_URL": sandbox.base_url,
        "TELNYX_API_KEY": sandbox.token,
        "TWILIO_BASE_URL": twilio.base_url,
        "TWILIO_ACCOUNT_SID": account,
        "TWILIO_AUTH_TOKEN": token,
    }.items():
        monkeypatch.setenv(name, value)
    exec(compile(sample, "sample", "exec"), {"__name__": "__main__"})  # noqa: S102 - of our docs
    printed = capsys.readouterr()
    assert printed.out
    assert not printed.err
