"""A page as HTML, from the templates in ``html/``."""

import base64
import hashlib
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from rollcall.reports._view import LOOKS, Page
from rollcall.reports._words import count, visible

__all__ = ["render"]

_FOLDER = Path(__file__).parent / "html"
# The places where a line may break within a name: listOrders, filter[paid_at], /orders/{id}.
_BREAKS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z0-9\]}])(?=[\[{/_.])")
_SHORT = 16
_PHRASES = {int(each): each.phrase for each in HTTPStatus}


def render(page: Page) -> str:
    r"""Return a page as HTML: one file that loads nothing.

    Text is escaped, and invisible characters are written as in JSON (``\u202e``). Equal values
    make equal pages.
    """
    return _template().render(page=page)


@cache
def _template() -> Template:
    """Return the compiled template of a page, with its style and its script."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": _breakable, "count": count, "phrase": _PHRASES.get}
    style, script = (
        Markup((_FOLDER / name).read_text("utf-8"))  # noqa: S704 - ours, not escaped
        for name in ("page.css", "page.js")
    )
    values = {"looks": LOOKS, "style": style, "script": script, "policy": _policy(style, script)}
    return environment.get_template("page.html.jinja", globals=values)


def _policy(style: str, script: str) -> str:
    """Return the content security policy: this style, this script, and nothing else."""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    ]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _visible_text(value: object) -> object:
    return visible(value) if type(value) is str else value


def _breakable(name: str) -> Markup:
    """Return a name with possible line breaks between its words, unless it is short."""
    parts = [name] if len(name) <= _SHORT else _BREAKS.split(name)
    return Markup("<wbr>").join(visible(each) for each in parts)
