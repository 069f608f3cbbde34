"""Which parts of the suite may import which: the direction is stated here, and holds."""

import ast
import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ._suite import ROOT

_SUITE = "contract_tests"

_LAYERS: tuple[frozenset[str], ...] = (
    # What is to be proven, read into plain objects.
    frozenset({"contract"}),
    # What a run has: options, a budget, an account, and what sends a request and checks an answer.
    frozenset(
        {
            *("_budget", "_checks", "_exchange", "_instants", "_json", "_profiles", "_redact"),
            *("_serving", "_suffix"),
        }
    ),
    frozenset({"_deadline", "_matching", "_ledger", "_options", "_samples"}),
    frozenset({"_credential", "_forms", "_progress", "_reproduce", "_transport"}),
    frozenset({"_schemas", "_engine", "_preflight"}),
    # How a server is asked.
    frozenset({"client_channel"}),
    frozenset({"channels"}),
    # What must hold, whatever the channel.
    frozenset({"laws"}),
    # What puts a run together, and what is made of it.
    frozenset({"_wiring", "_run", "_served"}),
    frozenset({"_trials", "_workflow", "report"}),
    # What breaks a server, a client or a spec, to see whether the laws notice.
    frozenset({"faults"}),
    frozenset({"conftest", "test_", "__main__"}),
)
"""The parts, from the lowest: each imports itself, what is in its layer, and what is below it."""

_APART = "sandbox"
"""A part that imports no other one."""

_STARTING = {f"{_SUITE}._served"}
"""The module that starts the sandbox, where no server is named."""

_HTTP = {"httpx", "requests", "schemathesis"}
_NEVER: Mapping[str, set[str]] = {
    "contract": {*_HTTP, "hypothesis", "pytest"},
    "laws": {*_HTTP, "pytest"},
    "report": _HTTP,
    "sandbox": {*_HTTP, "hypothesis", "pytest", "ruamel", "yaml"},
}
"""The libraries that a part must not import."""

_LOADING = ("import_module", "__import__")


def _modules() -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted((ROOT / _SUITE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if path.stem == "__init__" else parts)] = path
    return found


_MODULES = _modules()


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _nodes(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Return the imports that are carried out, those within functions included."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.Import | ast.ImportFrom):
            yield each
        elif not _is_for_types(each):
            yield from _nodes(each)


def _imports(module: str) -> set[str]:
    """Name the modules that a module of the suite imports, in full."""
    path = _MODULES[module]
    package = module if path.stem == "__init__" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in _nodes(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
            continue
        base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            found.add(inner if inner in _MODULES else base)
    return found - {module}


_GRAPH = {module: {each for each in _imports(module) if each in _MODULES} for module in _MODULES}


def _part(module: str) -> str:
    """Name the part that a module belongs to; the tests are one part."""
    part = module.split(".")[1] if "." in module else ""
    return "test_" if part.startswith("test_") else part


def _circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the strongly connected components of a graph that have more than one node."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for each in graph[waiting.pop()] - seen:
                seen.add(each)
                waiting.append(each)
        return seen

    reach = {node: reached(node) for node in graph}
    found: list[set[str]] = []
    for node in graph:
        circle = {node, *(each for each in reach[node] if node in reach[each])}
        if len(circle) > 1 and circle not in found:
            found.append(circle)
    return found


def test_each_part_has_its_place() -> None:
    """The table is about the suite as it is: no part is missing, and none has gone."""
    parts = [each for layer in _LAYERS for each in layer]
    assert len(parts) == len({*parts})
    assert {_part(module) for module in _MODULES} == {*parts, _APART, ""}
    assert not _GRAPH[_SUITE]


@pytest.mark.parametrize("layer", range(len(_LAYERS)), ids=lambda each: min(_LAYERS[each]))
def test_imports_go_down(layer: int) -> None:
    """A part imports what is in its layer and below, and one module alone starts the sandbox."""
    allowed = frozenset({""}).union(*_LAYERS[: layer + 1])
    for module in (each for each in _MODULES if _part(each) in _LAYERS[layer]):
        own = allowed | ({_APART} if module in _STARTING else set())
        wrong = {each for each in _GRAPH[module] if _part(each) not in own}
        assert not wrong, f"{module} imports {sorted(wrong)}"


def test_the_sandbox_stands_apart() -> None:
    """The sandbox is a server of its own: it knows neither the contract nor what tests it."""
    for module in (each for each in _MODULES if _part(each) == _APART):
        assert {_part(each) for each in _GRAPH[module]} <= {_APART, "_serving"}, module
        text = _MODULES[module].read_text("utf-8").lower()
        assert not {word for word in ("openapi", ".yaml", ".yml") if word in text}, module


def test_no_module_imports_itself_in_the_end() -> None:
    """There is no circle: each module can be read, and imported, before those that use it."""
    assert len(_GRAPH) > 80
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [{"b", "c"}]
    assert not _circles(_GRAPH)


def test_a_package_is_entered_by_its_door() -> None:
    """What a package keeps in private modules is imported by nobody outside it."""
    packages = {module for module, path in _MODULES.items() if path.stem == "__init__"} - {_SUITE}
    for module, imported in _GRAPH.items():
        for each in imported:
            inner = {package for package in packages if each.startswith(f"{package}.")}
            closed = {package for package in inner if not f"{module}.".startswith(f"{package}.")}
            is_public = not each.rpartition(".")[2].startswith("_")
            assert is_public or not closed, f"{module} imports {each}"


@pytest.mark.parametrize("part", _NEVER)
def test_libraries_keep_to_their_part(part: str) -> None:
    """The contract needs no HTTP; the laws ask through channels, and judge without pytest."""
    for module in (each for each in _MODULES if _part(each) == part):
        libraries = {each.split(".")[0] for each in _imports(module)}
        assert not libraries & _NEVER[part], module


def test_no_client_is_imported_by_name() -> None:
    """Only the client channel loads a client, and it goes by the name of the spec."""
    clients = {path.name for path in (ROOT / "generated").iterdir() if path.is_dir()}
    assert clients
    for module in _MODULES:
        libraries = {each.split(".")[0] for each in _imports(module)}
        assert not libraries & {*clients, "generated"}, module
        tree = ast.parse(_MODULES[module].read_text("utf-8"))
        names = {getattr(each, "id", getattr(each, "attr", None)) for each in ast.walk(tree)}
        is_loading = not names.isdisjoint(_LOADING)
        assert not is_loading or _part(module) == "client_channel", module


def test_one_module_of_the_runtime_touches_httpx() -> None:
    """Httpx may be replaced one day; the seam is one module of the generated package."""
    touching = {
        path.name
        for path in (ROOT / "generated").rglob("*.py")
        for node in _nodes(ast.parse(path.read_text("utf-8")))
        if "httpx" in ast.unparse(node).replace(".", " ").split()
    }
    assert touching == {"_http.py"}
