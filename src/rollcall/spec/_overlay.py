"""Reads overlays (OpenAPI Overlay 1.0 and 1.1), and checks them before they are applied."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._origin import Origin
from rollcall.spec._rules import problems_of, rules_of
from rollcall.spec._text import parse_yaml, plain

if TYPE_CHECKING:
    from rollcall.spec._jsonpath import Query

__all__ = ["Action", "Overlay", "read_overlay"]

_VERSION = re.compile(r"1\.([01])\.[0-9]+")


@attrs.frozen
class Overlay:
    """The file of an overlay.

    Attributes:
        address: The file or the URL.
        text: Its text, in YAML or JSON.
    """

    address: str
    text: str = attrs.field(repr=False)


@attrs.frozen
class Action:
    """An action of an overlay.

    Attributes:
        at: Its place.
        keys: Its keys and values.
        target: The query of ``target``.
        source: The query of ``copy``; None if the action copies nothing.
    """

    at: Origin
    keys: Mapping[str, Any]
    target: "Query"
    source: "Query | None"


def read_overlay(overlay: Overlay, *, keeps_dates: bool) -> tuple[str | None, Sequence[Action]]:
    """Return the document that an overlay extends, if it names one, and its actions.

    Args:
        overlay: The overlay.
        keeps_dates: Whether dates stay dates.

    Raises:
        SpecError: The overlay is invalid; the error has all problems.
    """
    at = Origin(overlay.address, overlay.text)
    content = plain(parse_yaml(overlay.address, overlay.text), keeps_dates=keeps_dates)
    problems = [*_problems(at, content)]
    actions = [*_actions(at, content, problems)]
    if problems:
        problems.sort(key=lambda each: each[0].line or 0)
        raise SpecError.of(place.error(problem) for place, problem in problems)
    return content.get("extends"), actions


def _problems(at: Origin, content: object) -> Iterator[tuple[Origin, str]]:
    """Yield the places of an overlay, and what is wrong there, apart from its queries."""
    if not isinstance(content, Mapping) or "overlay" not in content:
        yield at, 'not an overlay: it has no "overlay" key at its root'
        return
    version = _VERSION.fullmatch(str(content["overlay"]))
    if version is None:
        problem = f"expected version 1.0.0 or 1.1.0, got {content['overlay']}"
        yield at.below(("overlay",)), problem
    for location, problem in problems_of(rules_of("overlay"), content):
        yield at.below(location), problem
    actions = content.get("actions")
    for index, keys in enumerate(actions if isinstance(actions, list) else ()):
        if isinstance(keys, Mapping) and "copy" in keys:
            place = at.below(("actions", index, "copy"))
            if version is not None and version[1] == "0":
                yield place, "copy is new in version 1.1: write overlay: 1.1.0"
            if "update" in keys:
                yield place, "an action has update or copy, not both"


def _actions(at: Origin, content: object, problems: list[tuple[Origin, str]]) -> Iterator[Action]:
    """Yield the actions of an overlay whose queries are valid, and add the problems of others."""
    from rollcall.spec._jsonpath import query  # noqa: PLC0415 - slow to import, and rarely needed

    found = content.get("actions") if isinstance(content, Mapping) else None
    for index, keys in enumerate(found if isinstance(found, list) else ()):
        place = at.below(("actions", index))
        queries: dict[str, Query] = {}
        for key in ("target", "copy"):
            text = keys.get(key) if isinstance(keys, Mapping) else None
            if isinstance(text, str):
                try:
                    queries[key] = query(text)
                except ValueError as error:
                    problem = f"{text} is not a JSONPath query (RFC 9535): {error}"
                    problems.append((place.below((key,)), problem))
        if "target" in queries:
            yield Action(place, keys, queries["target"], queries.get("copy"))
