"""The documents name only files, commands and code that exist."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from rollcall.spec import Overlay, parse_text
from tests.support.api import Api
from tests.support.unannotated import without_annotations

_ROOT = Path(__file__).parents[3]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
_MAKEFILE = (_ROOT / "Makefile").read_text(encoding="utf-8")
_DOCUMENTS = [
    *_ROOT.glob("*.md"),
    *(_ROOT / "docs").rglob("*.md"),
    *(_ROOT / "openapi").rglob("*.md"),
    *(_ROOT / "generated").glob("*.md"),
    *(_ROOT / "examples").rglob("*.md"),
]


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: str(path.relative_to(_ROOT)))
def test_links_lead_to_files(path: Path) -> None:
    """Each relative link of the document leads to a file."""
    for target in re.findall(r"\]\((?!https?:|site:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert path.parent.joinpath(target).exists(), target


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: str(path.relative_to(_ROOT)))
def test_links_lead_to_anchors(path: Path) -> None:
    """Each link with a fragment leads to a heading or an anchor of the document."""
    for file, fragment in re.findall(
        r"\]\((?!https?:|site:)([^)#]*\.md|)#([^)]+)\)", path.read_text(encoding="utf-8")
    ):
        target = path.parent / file if file else path
        assert fragment in _anchors(target), f"{file}#{fragment}"


def _anchors(path: Path) -> set[str]:
    """Return the anchors of a document: its headings, as GitHub names them, and its ids."""
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    names = {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
    return names | set(re.findall(r'<a id="([^"]+)"', text))


def test_the_readme_names_targets_that_exist() -> None:
    """Each `make` target in the README is in the Makefile."""
    assert {"contract", "test"} <= _named() <= _targets()


def test_every_target_is_described() -> None:
    """`make` lists each target, in lines of at most 80 columns."""
    described = re.findall(r"^([a-z-]+):.*## (.*)", _MAKEFILE, flags=re.MULTILINE)
    assert {name for name, _ in described} == _targets()
    assert max(len(text) for _, text in described) <= 80 - len("  campaigns  ")


def test_ci_runs_targets_that_the_readme_names() -> None:
    """CI runs no target that the README leaves out."""
    script = (_ROOT / ".ci" / "run").read_text(encoding="utf-8")
    called = set(re.findall(r"^\s*make ([a-z-]+)", script, flags=re.MULTILINE))
    assert called
    assert called <= _named()


def test_the_badges_are_true() -> None:
    """The badges agree with the project's own settings."""
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    badges = dict(re.findall(r"img\.shields\.io/badge/(\w+)-([^)]+)-blue\)", _README))
    versions = [
        each.rpartition(" ")[2]
        for each in settings["project"]["classifiers"]
        if each.startswith("Programming Language :: Python :: 3.")
    ]
    assert badges.pop("python").split("_%7C_") == versions
    assert badges.pop("licence") == settings["project"]["license"]
    assert badges.pop("types").split("_") == ["mypy", "strict"]
    assert settings["tool"]["mypy"]["strict"] is True
    assert not badges


def test_the_architecture_names_code_that_exists() -> None:
    """Each module, class and function in ARCHITECTURE.md is in the code."""
    text = (_ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tool = _ROOT / "src" / "rollcall"
    paths = re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|json))`", text)
    assert len(paths) > 20
    for path in paths:
        assert (tool / path).exists() or [*tool.rglob(path)], path
    steps = re.findall(r"`([a-z_/]+\.py)`: (?:a law asks )?`([A-Za-z_.]+)`", text)
    assert len(steps) > 5
    for path, names in steps:
        for name in names.split("."):
            assert re.search(rf"\b{name}\b", (tool / path).read_text(encoding="utf-8")), names


def test_contributing_shows_a_test_of_a_law() -> None:
    """The sample of CONTRIBUTING.md is a test of the laws, word for word."""
    text = (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    tests = (_ROOT / "tests" / "unit" / "laws" / "test_api.py").read_text(encoding="utf-8")
    assert sample in tests


def test_the_readme_has_an_action_of_an_overlay() -> None:
    """It annotates the parameter that it selects."""
    (action,) = re.findall(r"^```yaml\n(.*?)^```", _README, flags=re.MULTILINE | re.DOTALL)
    moment = {"type": "string", "format": "date-time"}
    api = Api(
        fields={"id": {"type": "string"}, "created_at": moment},
        filters={"since": ("created_at", "gte")},
    )
    bare = json.dumps(without_annotations(api.spec).raw).replace("/books", "/orders")
    text = f"overlay: 1.0.0\ninfo: {{title: x, version: '1'}}\nactions:\n{action}"
    spec = parse_text(Path("orders.json"), bare, overlays=[Overlay("overlay.yaml", text)])
    found = spec.operation("listBooks").parameter("since")
    assert found is not None
    assert found.filter is not None
    assert (str(found.filter.field), found.filter.operator) == ("/created_at", "gte")


def _named() -> set[str]:
    return set(re.findall(r"(?:`|^)make ([a-z-]+)", _README, flags=re.MULTILINE))


def _targets() -> set[str]:
    (phony,) = re.findall(r"^\.PHONY:((?:.*\\\n)*.*)", _MAKEFILE, flags=re.MULTILINE)
    return set(phony.replace("\\", " ").split())
