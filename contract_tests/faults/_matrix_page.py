"""The kill matrix as a page of Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from ._matrix import Line, Matrix

__all__ = ["render"]

_GENERIC = "schemathesis"
_CHANNELS = {"http", "client", "client-async", "client-ahead"}
_MISSED = ("survived", "unreached", "not tried")
_OUTCOMES = ("killed", *_MISSED, "equivalent", "not applicable")
_TITLES = {
    "server": "Faulty servers",
    "client": "Faulty clients",
    "spec": "Faulty documents",
}
_ABOUT = {
    "server": "A proxy stands before a sound server and does one thing wrong at a time. The faults "
    "are derived from the document: for each filter, flag, page parameter, field, status and "
    "credential, what servers get wrong with it.",
    "client": "The generated client is changed in one place at a time, in a copy.",
    "spec": "The document is changed in one place at a time; the server, the client and the "
    "documented facts stay as they are.",
}

_HEAD = """\
<!-- Written by `make matrix` (python -m contract_tests.faults matrix) from runs. Do not edit. -->

# What the suite notices

A suite that was never seen to fail proves nothing. Here it is seen to fail: each fault is one thing
that a server, a client or a document may get wrong, and each number says how many of them were
noticed. Every line of it was measured; [faults.csv](faults.csv) has each fault and column, and
[faults.json](faults.json) what they were measured with.
"""

_READING = """\
## How to read it

- **killed** - something noticed the fault, and said so: `7/9` is seven of the nine that it could
  have noticed. What is equivalent or not applicable is not among the nine; `-` means that there
  were none.
- **survived** - an answer was wrong, and nothing noticed it.
- **unreached** - no answer that came was wrong: the data, or the requests, did not bring the fault
  to light.
- **equivalent** - nothing can tell it from what is sound, for the reason that is given below.
- **not applicable** - nothing that this column does has to do with it. A client cannot send a
  wrong scheme of authentication, for example.

The laws try those that a fault concerns first and end with the first that is broken, so the times
are those until it was noticed. schemathesis ends with its first failure too, or with its time.
"""

_OWN = """\
## On a server of your own

`make teeth BASE_URL=https://… TOKEN=… SPEC=openapi/…` puts the same proxy before your server,
and tells what the suite would notice there, with your data. Your server is sent what a contract run
sends, and is not changed. What is unreached there names the data that is missing: add a row that
has it, or know that the suite cannot tell this about your server. What survives is a gap of the
suite: please report it.
"""


def render(matrix: Matrix) -> str:
    """Write the page; the same for the same matrix."""
    parts = [_HEAD, *_measured(matrix), _READING]
    for name, side in matrix.head["sides"].items():
        lines = [each for each in matrix.lines if each.side == name]
        parts += _side(name, side, lines)
    parts.append(_OWN)
    return "\n".join(parts)


def _measured(matrix: Matrix) -> Iterator[str]:
    versions = ", ".join(f"{name} {text}" for name, text in matrix.head["versions"].items())
    yield f"## What was run\n\nWith {versions}.\n"
    rows = [
        [
            _title(name),
            f"{run['api']['title']} {run['api']['version']}",
            run["server"],
            run["generated_at"][:10],
            run["profile"],
            str(run["seed"]),
            f"{run['seconds']:,.0f} s",
        ]
        for name, side in matrix.head["sides"].items()
        for run in side["runs"]
    ]
    heads = ["faults", "document", "server", "when", "profile", "seed", "time"]
    yield _table(heads, rows, numbers=2)


def _side(name: str, side: Mapping[str, Any], lines: Sequence[Line]) -> Iterator[str]:
    yield f"## {_title(name)}\n\n{_ABOUT[name.partition(':')[0]]}\n"
    yield from (f"{note}\n" for note in dict.fromkeys(side["notes"]))
    yield _totals(side, lines)
    columns = _columns(side)
    heads = ["group", "faults", "equivalent", *columns, *_timed(side)]
    rows = [
        _row(title, [each for each in lines if each.group == group], side)
        for group, title in side["groups"].items()
    ]
    yield _table(heads, [*rows, _row("**all**", lines, side)], numbers=len(heads) - 1)
    for column, broken in side["sound"].items():
        yield f"Broken without any fault, {_named(side, column)}; these tell nothing:\n"
        yield "\n".join(f"- {each}" for each in broken) + "\n"
    yield f"### {_title(name)}: what is not noticed\n"
    yield from _missed(side, lines)
    yield f"### {_title(name)}: equivalents\n"
    yield from _equivalents(lines)
    yield f"### {_title(name)}: kind by kind\n"
    heads = ["kind", "what is wrong", "faults", "equivalent", *columns]
    rows = [
        [f"`{kind}`", sentence, *_row("", found, side)[1 : 3 + len(columns)]]
        for kind, sentence in side["kinds"].items()
        for found in [[each for each in lines if each.kind == kind]]
    ]
    yield _table(heads, rows, numbers=len(heads) - 2)


def _totals(side: Mapping[str, Any], lines: Sequence[Line]) -> str:
    """Give a row for each column: how its trials ended, and what they took."""
    rows = []
    for column, title in side["columns"].items():
        own = [each for each in lines if each.column == column]
        looked = [each for each in own if each.outcome != "not applicable"]
        killed = [each for each in own if each.outcome == "killed"]
        rows.append(
            [
                title,
                *(f"{sum(each.outcome == outcome for each in own):,}" for outcome in _OUTCOMES),
                _middle(each.requests for each in killed),
                _middle(each.seconds for each in killed),
                f"{sum(each.seconds for each in looked):,.0f}",
            ]
        )
    heads = ["column", *_OUTCOMES, "requests to the kill", "seconds to it", "seconds in all"]
    return _table(heads, rows, numbers=len(heads) - 1)


def _columns(side: Mapping[str, Any]) -> list[str]:
    """Give the heads of the columns that count what was killed."""
    generic = [each for each in side["columns"] if _is_generic(each)]
    titles = [*side["columns"].values()]
    return ["schemathesis alone, any run", *titles] if len(generic) > 1 else titles


def _timed(side: Mapping[str, Any]) -> list[str]:
    """Give the heads of the columns with the median times of the laws."""
    return [f"{side['columns'][each]}: s" for each in side["columns"] if not _is_generic(each)]


def _row(title: str, lines: Sequence[Line], side: Mapping[str, Any]) -> list[str]:
    """Count, for some of the faults, what each column killed of what it tried."""
    columns = [*side["columns"]]
    generic = [each for each in columns if _is_generic(each)]
    cells = [_share([each for each in lines if each.column == column]) for column in columns]
    if len(generic) > 1:
        cells = [_any([each for each in lines if each.column in generic]), *cells]
    times = [
        _middle(each.seconds for each in lines if each.column == column and each.requests)
        for column in columns
        if not _is_generic(column)
    ]
    equivalent = {each.fault for each in lines if each.outcome == "equivalent"}
    return [
        title,
        f"{len({each.fault for each in lines}):,}",
        _count(len(equivalent)),
        *cells,
        *times,
    ]


def _share(lines: Sequence[Line]) -> str:
    killed = sum(each.outcome == "killed" for each in lines)
    tried = killed + sum(each.outcome in _MISSED for each in lines)
    return f"{killed:,}/{tried:,}" if tried else "-"


def _any(lines: Sequence[Line]) -> str:
    killed = {each.fault for each in lines if each.outcome == "killed"}
    tried = killed | {each.fault for each in lines if each.outcome in _MISSED}
    return f"{len(killed):,}/{len(tried):,}" if tried else "-"


def _is_generic(column: str) -> bool:
    return column.startswith(_GENERIC)


def _missed(side: Mapping[str, Any], lines: Sequence[Line]) -> Iterator[str]:
    """Name what the laws did not notice, whatever generated requests did."""
    found: dict[str, list[Line]] = {}
    for each in lines:
        if not _is_generic(each.column):
            found.setdefault(each.fault, []).append(each)
    unnoticed = [own for own in found.values() if not _killed(own) and _left(own)]
    if unnoticed:
        yield f"In no column: {len(unnoticed):,}.\n"
        yield "\n".join(_told(side, own) for own in unnoticed) + "\n"
    else:
        yield "Nothing: every fault that is not equivalent was noticed in a column at least.\n"
    if untried := sum(each.outcome == "not tried" for each in lines):
        yield f"Not tried: {untried:,}.\n"
    # What has several witnesses of different kinds is not expected to be noticed by each.
    partly = [own for own in found.values() if _killed(own) and _left(own)]
    if partly and all(each.column in _CHANNELS for own in partly for each in own):
        yield f"In one column, but not in another: {len(partly):,}.\n"
        named = [own for own in partly if any(each.outcome == "survived" for each in own)]
        counted = [own for own in partly if own not in named]
        yield (
            "\n".join(
                [
                    *(_told(side, own) for own in named),
                    *_told_by_kind(side, counted),
                ]
            )
            + "\n"
        )


def _killed(own: Sequence[Line]) -> list[Line]:
    return [each for each in own if each.outcome == "killed"]


def _left(own: Sequence[Line]) -> list[Line]:
    return [each for each in own if each.outcome in _MISSED]


def _told(side: Mapping[str, Any], own: Sequence[Line]) -> str:
    left = _left(own)
    through = _through(side, own)
    reason = next((f" Needed: {each.reason}." for each in left if each.reason), "")
    return f"- `{own[0].fault}`: {side['kinds'][own[0].kind]} ({through}){reason}"


def _told_by_kind(side: Mapping[str, Any], found: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Count what no answer has shown in a column: what a client never sends, it cannot see."""
    counts = Counter((own[0].kind, _through(side, own)) for own in found)
    for (kind, through), count in counts.items():
        yield f"- `{kind}`, {count:,}: {side['kinds'][kind]} ({through})"


def _through(side: Mapping[str, Any], own: Sequence[Line]) -> str:
    return ", ".join(f"{_named(side, each.column)}: {each.outcome}" for each in _left(own))


def _equivalents(lines: Sequence[Line]) -> Iterator[str]:
    reasons: dict[str, dict[str, None]] = {}
    for each in lines:
        if each.outcome == "equivalent":
            reasons.setdefault(each.reason, {})[each.fault] = None
    if not reasons:
        yield "None.\n"
    for reason, faults in reasons.items():
        yield f"{reason} ({len(faults)})\n"
        yield "\n".join(f"- `{each}`" for each in faults) + "\n"


def _title(name: str) -> str:
    side, _, rest = name.partition(":")
    return f"{_TITLES[side]}{':' if rest else ''}{rest}"


def _named(side: Mapping[str, Any], column: str) -> str:
    return str(side["columns"].get(column, column))


def _middle(values: Iterable[float]) -> str:
    found = [*values]
    return f"{median(found):.3g}" if found else "-"


def _count(number: int) -> str:
    return f"{number:,}" if number else "-"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int) -> str:
    """Write a table, whose last columns are numbers."""
    rules = ["---" if place < len(heads) - numbers else "--:" for place in range(len(heads))]
    cells = [heads, rules, *([each.replace("|", "\\|") for each in row] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells) + "\n"
