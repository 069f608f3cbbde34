"""The tool's wheel: what a server team installs."""

from pathlib import Path

from ._wheel import ROOT, files, metadata, packed


def test_holds_the_tool_and_nothing_else(tool_wheel: Path) -> None:
    """The wheel holds src/rollcall, with the templates, schemas and pages that it reads."""
    found = packed(tool_wheel)
    assert found == files(ROOT / "src" / "rollcall")
    assert {"rollcall/py.typed", "rollcall/spec/annotations.schema.json"} <= found.keys()
    for suffix in (".html.jinja", ".css", ".js", ".py.jinja", ".schema.json"):
        assert any(name.endswith(suffix) for name in found), suffix
    assert "rollcall/codegen/runtime/_http.py" in found


def test_says_what_it_is(tool_wheel: Path) -> None:
    """The metadata has the name, the extras, the licence, the Python versions and the README."""
    found = metadata(tool_wheel)
    assert found["Name"] == "rollcall-contract"
    assert found.get_all("Provides-Extra") == ["asgi", "clients", "generate", "mutate"]
    assert found["License-Expression"] == "MIT"
    assert found["Requires-Python"] == ">=3.11"
    assert str(found.get_payload()).startswith("# Rollcall")
