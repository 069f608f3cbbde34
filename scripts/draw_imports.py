"""Draw the imports between the packages of src/rollcall, as docs/imports.svg.

The rows are the layers of import-linter in pyproject.toml, the arrows the imports in the code. An
arrow that follows from others (mutants imports runs, runs imports laws) is left out.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "imports.svg"

_ROOT_PACKAGE = "rollcall"
_WIDTH, _BOX, _HEIGHT, _ROW = 960, 250, 46, 84
_MIDDLE = 480
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #57606a; text-anchor: middle }
  .name { font-weight: 600; font-size: 15px; fill: #1f2328 }
  rect { fill: #f6f8fa; stroke: #8c959f }
  path { fill: none; stroke: #0969da; stroke-width: 1.6; marker-end: url(#head) }
"""

Edge = tuple[str, str]


def main() -> int:
    """Write the picture; with ``--verify``, check that it is up to date."""
    drawn = draw()
    if sys.argv[1:] == ["--verify"]:
        if PICTURE.read_text(encoding="utf-8") == drawn:
            return 0
        print(f"{PICTURE.relative_to(ROOT)} is not up to date; run: make docs", file=sys.stderr)
        return 1
    PICTURE.write_text(drawn, encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)}: written")
    return 0


def draw() -> str:
    """Return the picture of the present code."""
    layers = _layers()
    edges = _edges({name for layer in layers for name in layer})
    places = _places(layers)
    height = _ROW * len(layers) + 24
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>Imports between the packages of rollcall</title>",
        f"<style>{_STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"',
        ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z"',
        ' style="fill:#0969da;stroke:none;marker-end:none"/></marker></defs>',
        f'<path d="M0 0H{_WIDTH}V{height}H0Z" style="fill:#fff;stroke:none;marker-end:none"/>',
    ]
    lines += [_arrow(edge, places) for edge in sorted(edges) if not _is_implied(edge, edges)]
    for name, (x, y) in places.items():
        lines += [
            f'<rect x="{x - _BOX // 2}" y="{y}" width="{_BOX}" height="{_HEIGHT}" rx="6"/>',
            f'<text class="name" x="{x}" y="{y + 19}">{name}</text>',
            f'<text x="{x}" y="{y + 37}">{escape(_JOBS.get(name, ""))}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


_JOBS: Mapping[str, str] = {
    "cli": "the command rollcall",
    "pytest_plugin": "contract tests in pytest",
    "annotate": "proposals for annotations",
    "mutants": "defects that laws should detect",
    "reports": "terminal, JSON, JUnit, HTML",
    "runs": "a session, its events, its Report",
    "config": "options from every source",
    "fuzzing": "schemathesis: one request",
    "clients": "checks of a generated client",
    "laws": "properties of several requests",
    "channels": "plain HTTP, generated clients",
    "http": "one transport for all requests",
    "codegen": "the client generator",
    "spec": "the OpenAPI document",
}


def _layers() -> Sequence[Sequence[str]]:
    """Return the packages of each layer, from the highest."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (rule,) = (each for each in contracts if each["type"] == "layers")
    named = [[name.strip() for name in layer.split("|")] for layer in rule["layers"]]
    shown = ([name for name in layer if not name.startswith("_")] for layer in named)
    return [layer for layer in shown if layer]


def _edges(packages: set[str]) -> set[Edge]:
    graph = grimp.build_graph(_ROOT_PACKAGE, exclude_type_checking_imports=False)
    found: set[Edge] = set()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            edge = _part(module), _part(imported)
            if edge[0] != edge[1] and packages.issuperset(edge):
                found.add(edge)
    return found


def _part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _is_implied(edge: Edge, edges: set[Edge]) -> bool:
    """Return whether other imports lead to the target as well."""
    start, end = edge
    waiting = [target for source, target in edges if source == start and target != end]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name == end:
            return True
        if name not in seen:
            seen.add(name)
            waiting += [target for source, target in edges if source == name]
    return False


def _places(layers: Sequence[Sequence[str]]) -> Mapping[str, tuple[int, int]]:
    """Return the middle of each box's upper edge."""
    return dict(_placed(layers))


def _placed(layers: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[int, int]]]:
    for row, layer in enumerate(layers):
        for column, name in enumerate(layer):
            offset = (2 * column - len(layer) + 1) * (_BOX + 40) // 2
            yield name, (_MIDDLE + offset, 24 + row * _ROW)


def _arrow(edge: Edge, places: Mapping[str, tuple[int, int]]) -> str:
    (x, y), (end_x, end_y) = (places[name] for name in edge)
    if end_y - y == _ROW:
        return f'<path d="M{x} {y + _HEIGHT}L{end_x} {end_y - 3}"/>'
    # The curve passes beside the boxes between, on the side of the target.
    side = -1 if min(x, end_x) < _MIDDLE and max(x, end_x) <= _MIDDLE else 1
    between = [place for place, top in places.values() if y <= top <= end_y]
    outermost = max(side * (place - _MIDDLE) for place in between) + _BOX // 2
    start, end = y + _HEIGHT // 2, end_y + _HEIGHT // 2
    tip = end_x + side * (_BOX // 2 + 3)
    # A Bézier curve covers three quarters of the distance to its control points.
    widest = _MIDDLE + side * (outermost + 10 + 14 * ((end_y - y) // _ROW))
    out = (8 * widest - x - side * _BOX // 2 - tip) // 6
    return f'<path d="M{x + side * _BOX // 2} {start}C{out} {start} {out} {end} {tip} {end}"/>'


if __name__ == "__main__":
    sys.exit(main())
