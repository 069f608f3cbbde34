"""The configuration of the documentation site, which `make docs` builds with Sphinx.

The sources are at the root of the repository, so that a link leads to the same file on GitHub.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

project = "Rollcall"
author = "the Rollcall contributors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
root_doc = "docs/index"
include_patterns = [
    *("docs/**.md", "examples/**.md", "openapi/**.md"),
    *("ARCHITECTURE.md", "CONTRIBUTING.md", "changelog.d/README.md"),
]
exclude_patterns = [".*", "build", "node_modules"]

myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 4
myst_url_schemes = {"http": None, "https": None, "site": "../../{{path}}"}

highlight_language = "none"
default_role = "code"
smartquotes = False  # options begin with two hyphens

linkcheck_ignore = ["http://127"]

html_theme = "furo"
html_title = "Rollcall"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_copy_source = False
html_show_search_summary = False  # a page on disk must not read others
templates_path = ["_templates"]
html_additional_pages = {"index": "start.html"}

autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
python_maximum_signature_line_length = 80
# The types of other packages and of private modules have no page; public names must have one.
nitpick_ignore_regex = [("py:.*", r"(?!(rollcall|telnyx_video|twilio_video)\.\w+$).*")]

_CHOICE = re.compile(r"#strictness-\w+")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')


def _read(_app: Sphinx, _name: str, content: list[str]) -> None:
    """Turn the anchors of GitHub's Markdown into those of MyST."""
    text = _ANCHOR.sub(r"[]{#\1}", content[0])
    content[0] = _CHOICE.sub(lambda found: found[0].lower(), text)


def _show_example(*event: Any) -> None:  # noqa: ANN401 - the arguments of Sphinx
    """Make the example of a docstring a block of code."""
    lines: list[str] = event[-1]
    for number, line in [*enumerate(lines)]:
        if line.strip() == "Example:":
            lines[number : number + 1] = [f"{line}:", ""]


def _keep_bracket(_app: Sphinx, _context: object, lines: list[str]) -> None:
    """Keep the bracket of an argument such as ``[NAME=]TOKEN``, which sphinx-click removes."""
    lines[:] = [re.sub(r"<(\w+=)\]", r"<[\1]", each) for each in lines]


def _dash(_app: Sphinx, document: nodes.document) -> None:
    """Write a dash between a parameter and its description."""
    for text in [*document.findall(nodes.Text)]:
        if text == " -- " and text.parent:
            text.parent.replace(text, nodes.Text(" – "))  # noqa: RUF001 - typography


def setup(app: Sphinx) -> None:
    """Register the changes of the sources."""
    app.connect("source-read", _read)
    app.connect("autodoc-process-docstring", _show_example, priority=1)
    app.connect("sphinx-click-process-options", _keep_bracket)
    app.connect("doctree-read", _dash)
