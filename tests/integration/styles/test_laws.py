"""Every law holds on a server in the style of a public list API, with a witness."""

from pathlib import Path

import httpx
import pytest

import rollcall
from tests.support.specs import build
from tests.support.styles.documents import APIS, NO_CLIENT, NO_SPEC, NO_WITNESS, PublicApi


def _report(api: PublicApi) -> rollcall.Report:
    server = httpx.MockTransport(api.respond)
    target = rollcall.Target(
        api.base_url, api.token, parents=api.parents, params=api.params, transport=server
    )
    config = rollcall.Config(seed=1)
    (report,) = (
        each.report
        for each in rollcall.run(api.spec, target, config)
        if isinstance(each, rollcall.RunFinished)
    )
    return report


@pytest.mark.parametrize("name", [each for each in APIS if each not in NO_SPEC])
def test_every_law_holds_with_a_witness(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server reads no document: the words and the server say the same about the style.

    The laws are checked through the generated client too, unless ``NO_CLIENT`` says why there is
    none. ``NO_WITNESS`` explains the laws that cannot have a witness, and names no other.
    """
    if name not in NO_CLIENT:
        build(APIS[name].path, tmp_path)
        monkeypatch.syspath_prepend(tmp_path)
    report = _report(APIS[name])
    assert ("client" in report.channels) == (name not in NO_CLIENT)
    assert not [f"{each.law} {each.subject}: {each.title}" for each in report.violations]
    open_laws = {
        f"{each.law} {each.subject}".strip(): f"{each.outcome}: {each.reason}"
        for each in report.verdicts
        if each.outcome != "pass"
    }
    assert open_laws.keys() == NO_WITNESS.get(name, {}).keys(), open_laws
    assert report.exit_code == 0
