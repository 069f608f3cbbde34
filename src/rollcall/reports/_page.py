"""Renders a page: one file that needs no network and no server, and shows what it is given."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import attrs
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

__all__ = ["Page", "duration", "render", "titles"]

_SHARED = Path(__file__).parent / "page"

# Characters that are not seen but act: on a terminal that they are pasted into, on the direction
# of the text around them, or on whether the page is well-formed.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)

# Where a name such as listBooks, filter[lent_at] or /shelves/{id} may go on in the next line.
_JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z0-9\]}])(?=[\[{/_.])")
_SHORT = 16

_LAST_OF_FOUR_DIGITS = 0xFFFF


@attrs.frozen
class Page:
    """What a page is made of.

    Attributes:
        template: The name of its template.
        scripts: The names of its scripts, in their order.
        folder: Where they are looked for, before the folder that all pages share.
    """

    template: str
    scripts: Sequence[str]
    folder: Path = _SHARED


def render(page: Page, values: Mapping[str, Any]) -> str:
    r"""Write a page.

    All text is taken for what a server says: it is escaped, and characters that cannot be seen
    are written as in JSON (``\u202e``). Secrets are not looked for.

    Args:
        page: What it is made of.
        values: What its template names.

    Returns:
        The page; the same for the same values.
    """
    environment = Environment(
        loader=FileSystemLoader([page.folder, _SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "breakable": _breakable,
        "count": _count,
        "duration": duration,
        "moment": _moment,
        "phrase": _phrase,
    }
    style = _asset(_SHARED / "page.css")
    script = Markup("\n").join(_asset(_found(page, each)) for each in page.scripts)
    return environment.get_template(page.template).render(
        values, style=style, script=script, policy=_policy(style, script)
    )


def _found(page: Page, name: str) -> Path:
    own = page.folder / name
    return own if own.is_file() else _SHARED / name


def _asset(path: Path) -> Markup:
    """Read a style sheet or a script that the page holds; it is ours, and not escaped."""
    return Markup(path.read_text("utf-8"))  # noqa: S704


def _policy(style: str, script: str) -> str:
    """Return the content security policy: this style, this script, and nothing from anywhere."""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    ]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _seen(value: object) -> object:
    """Write the characters of a text that cannot be seen as in JSON; leave all else."""
    return _UNSEEN.sub(_escape, value) if type(value) is str else value


def _escape(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f"\\u{point:04x}" if point <= _LAST_OF_FOUR_DIGITS else f"\\U{point:08x}"


def _breakable(name: str) -> Markup:
    """Let a name break where its words do, unless it is short."""
    parts = [name] if len(name) <= _SHORT else _JOINTS.split(name)
    return Markup("<wbr>").join(str(_seen(each)) for each in parts)


def _count(number: int, noun: str) -> str:
    """Write a number with its noun."""
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def _moment(text: str) -> str:
    """Write a timestamp for a reader, in its own offset."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S %Z}"


def duration(seconds: float) -> str:
    """Write a duration for a reader."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:.0f} min {rest:.0f} s" if minutes else f"{seconds:.1f} s"


def _phrase(status: int) -> str:
    """Write what a status is called, if it has a name."""
    return HTTPStatus(status).phrase if status in {*HTTPStatus} else ""


def titles(named: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the titles by id; a title begins a line, so that it begins with a capital letter."""
    return {each["id"]: each["title"][:1].upper() + each["title"][1:] for each in named}
