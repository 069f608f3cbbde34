"""Writes proposals as an OpenAPI Overlay, with comments for the person who decides."""

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from rollcall.annotate._missing import Missing
from rollcall.annotate._proposal import Proposal, annotations
from rollcall.annotate._targets import target_of
from rollcall.spec import Location, Spec, SpecError

__all__ = ["extended", "line_of", "overlay_text"]

_PLAIN = re.compile("[A-Za-z/][A-Za-z0-9_./-]*")
_MOST = 100
"""The longest line of a comment, in characters."""
_SHORT = 80
"""The longest value that is written in one line, in characters."""
_HEAD = """\
# Proposed by rollcall annotate. Each line ends with what suggests it, and with how likely it is
# right: "confirmed" means that the laws which rest on it hold on the server that was asked; "high"
# and "medium" mean that no server has shown it, or that the server contradicts it: then read the
# line, as one of the two is wrong; "chosen", that a person decided. Change or delete what is wrong:
# the next run adds only what this file does not mention, not even in a comment. A parameter without
# a proposal, or whose proposal the server contradicts, has an action in a comment: to check by it,
# remove the "# " before each of its lines. The next run asks about a contradicted one again.
overlay: 1.0.0
info:
  title: {title}
  version: {version}
actions:
"""


def overlay_text(spec: Spec, proposals: Sequence[Proposal], missing: Sequence[Missing] = ()) -> str:
    """Return a new overlay.

    Args:
        spec: The document that it extends.
        proposals: The proposals, of which one at least is likely; the others become comments.
        missing: The parameters without a proposal, which become comments to choose from.
    """
    title, version = (json.dumps(each) for each in (f"Annotations of {spec.title}", "1.0.0"))
    return _HEAD.format(title=title, version=version) + "".join(_actions(spec, proposals, missing))


def extended(
    text: str, spec: Spec, proposals: Sequence[Proposal], missing: Sequence[Missing] = ()
) -> str:
    """Return an overlay with more actions; its lines stay as they are.

    Only the comment about a contradiction that the server does not repeat gives way to an action.

    Raises:
        SpecError: The actions are not the last part of the overlay, in block style.
    """
    for each in proposals:
        if each.state in {"confirmed", "disputed"}:
            text = _contradiction(spec, each).sub("", text)
    known = [each for each in proposals if not line_of(text, spec, each)]
    choices = [each for each in missing if not line_of(text, spec, each)]
    actions = "".join(_actions(spec, known, choices))
    if not actions:
        return text
    keys = re.findall(r"(?m)^([A-Za-z][\w-]*):(.*)$", text)
    if not keys or keys[-1][0] != "actions" or keys[-1][1].split("#")[0].strip():
        problem = "to add to it, actions must be its last key, with a line for each action"
        raise SpecError(problem)
    dash = re.search(r"(?m)^( *)- ", text[text.rindex("actions:") :])
    indent = dash[1] if dash is not None else "  "
    own = "\n".join(indent + line[2:] if line.strip() else line for line in actions.split("\n"))
    return text.rstrip("\n") + "\n" + own


def line_of(text: str, spec: Spec, proposal: Proposal | Missing) -> int:
    """Return the number of the line where an overlay is about a proposal; 0: it is not."""
    target = re.escape(target_of(spec, proposal.at))
    found = re.search(rf"(?m)^[ #-]*target: {target}$", text)
    return text.count("\n", 0, found.start()) + 1 if found is not None else 0


def _contradiction(spec: Spec, proposal: Proposal) -> re.Pattern[str]:
    """Return the pattern of the comment that says that a server contradicts a proposal."""
    target = re.escape(target_of(spec, proposal.at))
    first = rf"(?m)^ *# not {re.escape(proposal.word)}: .*\n(?: *#   .*\n)*?"
    reason = r" *#   the server contradicts it: .*\n(?: *#   .*\n)*"
    return re.compile(rf"{first}{reason} *# - target: {target}\n(?: *#   .*(?:\n|\Z))*")


def _actions(
    spec: Spec, proposals: Iterable[Proposal], missing: Iterable[Missing]
) -> Iterator[str]:
    """Yield an action for each place, with comments; none for a list that is none."""
    choices = {each.at: each for each in missing if each.values}
    proposals = [each for each in proposals if not each.ends_list and each.at not in choices]
    order = [each.at for each in proposals]
    grouped = sorted(proposals, key=lambda each: order.index(each.at))
    for at, group in groupby(grouped, key=lambda each: each.at):
        found = [*group]
        kept = [each for each in found if each.is_likely]
        if kept:
            yield from (f"  # {line}\n" for line in _comment(kept))
            yield _action(spec, at, kept)
        for each in found:
            if not each.is_likely:
                yield from _left_out(spec, each, is_alone=not kept)
    for choice in choices.values():
        yield from (f"  # {line}\n" for line in _choice(spec, choice))


def _choice(spec: Spec, missing: Missing) -> Iterator[str]:
    """Yield an action for a parameter without a proposal, with what else it may mean."""
    name = f"{missing.parameter} of {missing.operation}"
    yield from _wrapped(f"no proposal for {name}: {missing.reason}")
    yield f"- target: {target_of(spec, missing.at)}"
    yield "  update:"
    first, *others = ({missing.key: _plain(each)} for each in missing.values)
    yield from (f"    {line}" for line in _dumped(first).splitlines())
    yield from (f"    # {line}" for each in others for line in _dumped(each).splitlines())
    if missing.operators:
        yield f"    # operators: {', '.join(missing.operators)}"


def _action(spec: Spec, at: Location, proposals: Sequence[Proposal]) -> str:
    update = _commented(annotations(proposals)[at], proposals, ())
    target = target_of(spec, at)
    lines = _dumped({"update": update}).splitlines()
    return "\n".join([f"  - target: {target}", *(f"    {line}" for line in lines)]) + "\n"


def _left_out(spec: Spec, proposal: Proposal, *, is_alone: bool) -> Iterator[str]:
    is_open = proposal.state == "open"
    for value in (proposal.value, *(proposal.others if is_open else ())):
        word = "perhaps" if is_open else "not"
        yield from (
            f"  # {line}\n" for line in _wrapped(f"{word} {proposal.word}: {json.dumps(value)}")
        )
    why = proposal.reason if is_open else f"the server contradicts it: {proposal.evidence}"
    for line in _wrapped(why):
        yield f"  #   {line}\n"
    if is_alone:
        for line in _action(spec, proposal.at, [proposal]).splitlines():
            yield f"  # {line.removeprefix('  ')}\n"


def _comment(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Yield the lines before an action: what speaks for it, and what else it may mean."""
    for each in proposals:
        if len(each.path) == 1:
            yield from _wrapped(f"{each.word}: {each.reason}; {_trust(each)}")
        for other in each.others[:2] if _is_doubtful(each) else ():
            yield from _wrapped(f"or {each.word}: {json.dumps(other)}")


def _is_doubtful(proposal: Proposal) -> bool:
    return proposal.state == "open" and proposal.confidence != "high"


def _trust(proposal: Proposal) -> str:
    if proposal.state == "disputed":
        return f"{proposal.confidence}, but the server contradicts it: {proposal.evidence}"
    if proposal.state != "confirmed":
        return proposal.confidence if proposal.state == "open" else proposal.state
    return f"confirmed, but {proposal.evidence}" if proposal.evidence else "confirmed"


def _commented(
    node: Mapping[str, Any], proposals: Sequence[Proposal], path: tuple[str, ...]
) -> CommentedMap:
    """Return a part of an annotation with a comment at the end of each proposed line."""
    found = CommentedMap()
    for key, value in node.items():
        here = (*path, key)
        proposal = next((each for each in proposals if each.path == here), None)
        is_outer = isinstance(value, Mapping) and proposal is None
        found[key] = _commented(value, proposals, here) if is_outer else _plain(value)
        if proposal is not None and len(here) > 1 and "strictness" not in here:
            found.yaml_add_eol_comment(f"{proposal.reason}; {_trust(proposal)}", key)
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a value that is written in one line if it is short."""
    if isinstance(value, Mapping):
        found = CommentedMap((key, _plain(each)) for key, each in value.items())
        if len(json.dumps(value)) <= _SHORT:
            found.fa.set_flow_style()
        return found
    # ruamel.yaml writes some texts plain that are not plain within braces, such as ":asc".
    is_plain = not isinstance(value, str) or _PLAIN.fullmatch(value)
    return value if is_plain else DoubleQuotedScalarString(value)


def _dumped(node: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(node, text)
    # ruamel.yaml aligns comments at columns that nothing else has.
    return re.sub(r"(?m)(?<=\S) +(# .*)$", r"  \1", text.getvalue())


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _MOST:
            lines.append("  ")
        lines[-1] += f" {word}" if lines[-1].strip() else word
    return lines
