"""The pages of the reference have every law, every key and every name."""

import re

import rollcall
from rollcall.laws import registered
from scripts import publish_config, publish_laws
from tests.support.example_api import ROOT

_REFERENCE = ROOT / "docs" / "reference"


def test_the_page_of_laws_is_up_to_date() -> None:
    """`scripts/publish_laws.py` writes it, the same in every run."""
    assert publish_laws.main(["--check"]) == 0


def test_each_law_has_an_anchor_and_a_picture() -> None:
    """The picture has a request, its response and what is compared, in lines for a phone."""
    page = (_REFERENCE / "laws.md").read_text("utf-8")
    found = re.findall(
        r'<a id="(\S+)"></a>\n\n### (\S+)\n\n[^`]*```text\n(.*?)^```',
        page,
        re.MULTILINE | re.DOTALL,
    )
    assert [name for _, name, _ in found] == [law.id for law in registered()]
    for anchor, name, picture in found:
        assert anchor == name.replace(".", "-")
        assert re.search(r"^├─ [A-Z]+ /", picture, re.MULTILINE), name
        assert re.search(r"^│    → [1-5]\d\d", picture, re.MULTILINE), name
        assert re.search(r"^└─ (Compare|Look for) ", picture, re.MULTILINE), name
        assert max(map(len, picture.splitlines())) <= 45, name


def test_the_page_of_the_configuration_is_up_to_date() -> None:
    """`scripts/publish_config.py` writes it."""
    assert publish_config.main(["--check"]) == 0


def test_the_page_of_the_python_api_has_every_public_name() -> None:
    """It documents exactly what `rollcall` exports."""
    page = (_REFERENCE / "python_api.md").read_text("utf-8")
    named = re.findall(r"^\.\. auto(?:class|data|exception|function):: (\w+)$", page, re.MULTILINE)
    assert sorted(named) == sorted(rollcall.__all__)
