"""Compares two versions of a document: on the wire, and in the client that is generated from it.

``_sides`` reads the versions. ``_wire`` compares them: ``_operations``, their ``_schemas`` with the
``_keywords``, credentials (``_security``) and annotations (``_meaning``). ``_rules`` says whom each
kind of change breaks.
``_python`` compares the packages. ``_rows`` joins both, and ``_versions`` derives the versions.

``_upstream`` compares a document with its vendor's own: ``_alignment`` writes both alike, and
``_explanations`` reads which differences are meant.
"""

from rollcall.diff._change import Change
from rollcall.diff._diff import Diff, DocumentDiff, compare
from rollcall.diff._explanations import Explanation, read_explanations
from rollcall.diff._python import PythonChange
from rollcall.diff._rows import Row
from rollcall.diff._rules import RULES, Level, Rule
from rollcall.diff._upstream import Difference, Upstream, compare_upstream
from rollcall.diff._versions import Version, replaced
from rollcall.diff._wire import wire_changes

__all__ = [
    "RULES",
    "Change",
    "Diff",
    "Difference",
    "DocumentDiff",
    "Explanation",
    "Level",
    "PythonChange",
    "Row",
    "Rule",
    "Upstream",
    "Version",
    "compare",
    "compare_upstream",
    "read_explanations",
    "replaced",
    "wire_changes",
]
