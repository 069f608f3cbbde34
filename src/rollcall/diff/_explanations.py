"""The file that explains how a document differs from its vendor's own."""

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

from rollcall.diff._change import Change
from rollcall.diff._rules import RULES
from rollcall.spec import Origin, SpecError, hint, parse_yaml, problems_of, read_file, rules_of

__all__ = ["Explanation", "read_explanations"]


@attrs.frozen
class Explanation:
    """Why some differences are meant.

    Attributes:
        why: The reason.
        change: The rule of the differences.
        at: Their place; ``*`` stands for any text.
        what: What differs there, with ``*`` as well.
        path: The file of the explanation.
        line: Its line.
    """

    why: str
    change: str
    at: str
    what: str
    path: Path
    line: int | None

    def explains(self, change: Change) -> bool:
        """Return whether the explanation is about a difference."""
        return (
            change.rule.id == self.change
            and _is_like(change.place, self.at)
            and _is_like(change.what, self.what)
        )


def read_explanations(path: Path) -> list[Explanation]:
    """Read a file of explanations, in YAML; there is one for each place.

    Raises:
        SpecError: The file cannot be read, or is no such file; the message has all problems.
    """
    text = read_file(str(path))
    root = Origin(str(path), text)
    content = parse_yaml(path, text)
    problems = [
        *problems_of(rules_of("explanations", "rollcall.diff"), content),
        *_unknown_rules(content),
    ]
    if problems:
        found = [root.below(location).error(problem) for location, problem in problems]
        raise SpecError.of(sorted(found, key=lambda each: each.line or 0))
    return [*_explanations(path, root, content)]


def _unknown_rules(content: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the names of rules that do not exist."""
    entries = content.get("explained") if isinstance(content, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry.get("change") if isinstance(entry, dict) else None
        if isinstance(name, str) and name not in RULES:
            yield ("explained", index, "change"), f"unknown change {name}{hint(name, RULES)}"


def _explanations(path: Path, root: Origin, content: object) -> Iterator[Explanation]:
    assert isinstance(content, dict)
    for index, entry in enumerate(content["explained"]):
        location = ("explained", index, "at")
        is_one = isinstance(entry["at"], str)
        for number, at in enumerate([entry["at"]] if is_one else entry["at"]):
            yield Explanation(
                why=entry["why"],
                change=entry["change"],
                at=at,
                what=entry.get("what", "*"),
                path=path,
                line=root.below(location if is_one else (*location, number)).line,
            )


def _is_like(text: str, pattern: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None
