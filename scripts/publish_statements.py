"""Write docs/reference/statements.md, the laws and the conformance cases of each statement."""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML

from rollcall.laws import registered
from rollcall.spec import CONVENTIONS

_ROOT = Path(__file__).parents[1]
_REFERENCE = _ROOT / "openapi" / "ANNOTATIONS.md"
_CASES = _ROOT / "openapi" / "conformance"
_PAGE = _ROOT / "docs" / "reference" / "statements.md"
_STATEMENT = re.compile(
    r'^- <a id="(?P<name>[a-z]+-[0-9]+)"></a>\*\*.*?\*\* (?P<text>.*(?:\n  .*)*)|'
    r'^\| <a id="(?P<key>strictness-\w+)"></a>',
    re.MULTILINE,
)
_LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")
_INTRODUCTION = """\
# The statements, their laws and their cases

`scripts/publish_statements.py` writes this page from the
[statements](../../openapi/ANNOTATIONS.md), the registry of laws and the
[conformance cases](../../openapi/conformance/README.md). `rollcall laws LAW` explains a law. A
statement without a law binds readers of documents, or says what a word means; its cases test it.

| statement | what it says | laws | cases |
| --- | --- | --- | --- |"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or compare it with its sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if changed"
    )
    options = parser.parse_args(arguments)
    text = "\n".join([_INTRODUCTION, *_rows(), ""])
    if options.check:
        return int(_PAGE.read_text(encoding="utf-8") != text)
    _PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {_PAGE}\n")
    return 0


def _rows() -> Iterator[str]:
    """Yield a row for each statement, in the order of the reference."""
    laws: Mapping[str, list[str]] = defaultdict(list)
    for law in registered():
        for each in law.statements:
            laws[each].append(f"[`{law.id}`](laws.md#{law.id.replace('.', '-')})")
    cases = _cases()
    for found in _STATEMENT.finditer(_REFERENCE.read_text(encoding="utf-8")):
        name = found["name"] or found["key"]
        link = f"[{name}](../../openapi/ANNOTATIONS.md#{name})"
        cells = [link, _text(found), " ".join(laws[name]), str(cases[name] or "")]
        yield f"| {' | '.join(cells)} |".replace("  ", " ")


def _text(found: re.Match[str]) -> str:
    """Return what a statement says, without links and line breaks."""
    if found["key"]:
        about = CONVENTIONS[found["key"].partition("-")[2]].about
        return f"{about[:1].upper()}{about[1:]} is what the key chooses."
    return _LINK.sub(r"\1", " ".join(found["text"].split())).replace("|", "\\|")


def _cases() -> Mapping[str, int]:
    """Return the number of the cases of each statement."""
    found: dict[str, int] = defaultdict(int)
    yaml = YAML(typ="safe", pure=True)
    for path in _CASES.glob("*.yaml"):
        for case in yaml.load(path).get("cases", ()):
            for each in case["statements"]:
                found[each] += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
