"""What the engine must not know, and must not lean on."""

import ast
from pathlib import Path

from ._suite import ROOT

_ENGINE = [
    path
    for path in (ROOT / "contract_tests").rglob("*")
    if path.suffix in {".py", ".json"} and "sandbox" not in path.relative_to(ROOT).parts
]
_PROVIDER_WORDS = ("telnyx", "twilio", "room", "participant")


def test_the_engine_knows_no_provider() -> None:
    """No name of a provider, nor of its paths and fields, stands in what tests any list API."""
    assert len(_ENGINE) > 15
    for path in _ENGINE:
        text = path.read_text("utf-8").lower()
        assert not [word for word in _PROVIDER_WORDS if word in text], path


def test_the_contract_stands_alone() -> None:
    """The contract is below all else: it imports nothing of the suite, and no HTTP library."""
    for path in (ROOT / "contract_tests" / "contract").glob("*.py"):
        for module in _imports(path):
            assert not module.startswith(("contract_tests", "..")), (path, module)
            assert module.split(".")[0] not in {"schemathesis", "requests", "httpx", "pytest"}


def test_no_client_is_imported_by_name() -> None:
    """Only the client channel loads a client, and it goes by the name of the spec."""
    clients = {path.name for path in (ROOT / "generated").iterdir() if path.is_dir()}
    assert clients
    for path in (each for each in _ENGINE if each.suffix == ".py"):
        roots = {name.split(".")[0] for name in _imports(path)}
        assert not roots & {*clients, "generated"}, path
        assert "importlib" not in roots or path.parent.name == "client_channel", path


def test_one_module_of_the_runtime_touches_httpx() -> None:
    """Httpx may be replaced one day; the seam is one module of the generated package."""
    modules = [*(ROOT / "generated").rglob("*.py")]
    touching = {path.name for path in modules if "httpx" in _imports(path)}
    assert touching == {"_http.py"}


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append("." * node.level + (node.module or ""))
    return found
