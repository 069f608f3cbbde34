"""Write docs/explanation/list_apis.md, what the annotations express of public list APIs."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rollcall.spec import read_spec

_ROOT = Path(__file__).parents[1]
_DOCUMENTS = _ROOT / "tests" / "support" / "styles" / "documents"
_PAGE = _ROOT / "docs" / "explanation" / "list_apis.md"
_RECORD = _ROOT / "docs" / "explanation" / "list_apis_mutants.json"
_EVERY = "every mutant"
_EMPTY: Mapping[str, Any] = {"words": {}, "survivors": {}}
_CHANNELS = ("http", "client", "schemathesis")
_COLUMNS = ("paging", "filters", "order", "totals", "search", "selection")
_INTRODUCTION = """\
# Public list APIs in the words of the annotations

`scripts/publish_list_apis.py` writes this page from the documents in
`tests/support/styles/documents/`. Each describes one list of an API, cut down, from the public
documentation that it names, with the [annotations](../../openapi/ANNOTATIONS.md). Tests run the
laws on a server in the style of each.

A cell has the words that the document uses: all of the list can be expressed, unless it says *in
part* or *no*; the reason is below the table. An empty cell: the list has nothing of the kind."""

_DETECTION = """\
## What the laws detect

`scripts/mutate_list_apis.py` measures it: each mutant is a proxy in front of the server, with one
defect. A cell says how many mutants are killed, of those that the channel can affect. The others
make no difference with the data of the server, unless the cell says that they survive.
Schemathesis alone, with its own checks, has two seconds for each mutant of a sample: those that a
word of the annotations is about. Over HTTP, the laws kill all mutants that make a difference.

Example APIs, which `tests/support/measured/` names, have the words that no public API uses. Of
these, only the mutants are tried that are about such a word, or about one of which the public APIs
have fewer than three."""
_WORDS = """\
A mutant is about a word if it changes the parameter or the place that has the word. Words after the
first one are keys of the annotation, and their values."""
_CLIENT = "client"
_JOINED = "a client joins the pages, and no total counts the row"
_UNSELECTED = "to a client, a field that is missing was not selected"
_LEFT_OUT = "the default of a filter leaves the row out"
_TOLERANT = "the client accepts it"
_REASONS: Mapping[tuple[str, str], str] = {
    (_CLIENT, "status.body-mark"): f"{_TOLERANT}, as RFC 8259 allows",
    (
        _CLIENT,
        "status.body-not-utf8",
    ): f"{_TOLERANT}: the bytes are in a name that it does not read",
    (_CLIENT, "field.unknown-value"): f"{_TOLERANT}: a later version of the API may add a value",
    (_CLIENT, "field.no-hyphens"): f"{_TOLERANT}: a UUID is read in both spellings",
    (_CLIENT, "page.first-row-lost"): _JOINED,
    (_CLIENT, "link.credential"): "a client does not show the links",
    (_CLIENT, "field.missing"): _UNSELECTED,
    (_CLIENT, "field.missing-rarely"): _UNSELECTED,
    (_CLIENT, "field.missing-later"): _UNSELECTED,
    (_CLIENT, "field.missing-last"): f"{_UNSELECTED}; or {_LEFT_OUT}",
    (_CLIENT, "field.null-last"): _LEFT_OUT,
}
"""Why a mutant survives in a channel; a new survivor needs a reason before it can be published."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or compare it with the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if changed"
    )
    options = parser.parse_args(arguments)
    text = _page()
    if options.check:
        return int(_PAGE.read_text(encoding="utf-8") != text)
    _PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {_PAGE}\n")
    return 0


def _page() -> str:
    read = {each.stem: read_spec(each).raw for each in _DOCUMENTS.glob("*.yaml")}
    titles = {name: str(each["info"]["title"]) for name, each in read.items()}
    titles = dict(sorted(titles.items(), key=lambda each: each[1].lower()))
    documents = [read[name] for name in titles]
    lines = [_INTRODUCTION, "", f"| API | {' | '.join(_COLUMNS)} |", f"|{' --- |' * 7}"]
    lines += [_row(each) for each in documents]
    lines += [
        "",
        "## What cannot be expressed",
        "",
        "| API | part | reason |",
        "| --- | --- | --- |",
    ]
    lines += [line for each in documents for line in _gaps(each)]
    lines += _detected(titles)
    return "\n".join([*lines, ""])


def _detected(titles: Mapping[str, str]) -> Iterator[str]:
    """Yield what detects the mutants of each API, of each word, and which mutants survive."""
    record = json.loads(_RECORD.read_text(encoding="utf-8")) if _RECORD.is_file() else {}
    yield from ("", _DETECTION, "", f"| API | {' | '.join(_CHANNELS)} |", f"|{' --- |' * 4}")
    titles = {**titles, **{name: name.replace("_", ": ") for name in sorted({*record} - {*titles})}}
    for name, title in titles.items():
        yield f"| {title} | {_killed([record.get(name, _EMPTY)['words'].get(_EVERY, {})])} |"
    yield f"| all | {_killed([each['words'][_EVERY] for each in record.values()])} |"
    words = {word for each in record.values() for word in each["words"]}
    yield from ("", _WORDS, "", f"| word | APIs | {' | '.join(_CHANNELS)} |", f"|{' --- |' * 5}")
    for word in sorted(words - {_EVERY}):
        known = [each["words"][word] for each in record.values() if word in each["words"]]
        yield f"| {word} | {len(known)} | {_killed(known)} |"
    yield from ("", "| survives | APIs | reason |", f"|{' --- |' * 3}")
    survivors: dict[tuple[str, str], list[str]] = {}
    for name, title in titles.items():
        for channel, mutants in record.get(name, _EMPTY)["survivors"].items():
            for kind in dict.fromkeys(each.split()[1] for each in mutants):
                survivors.setdefault((channel, kind), []).append(title)
    for (channel, kind), apis in sorted(survivors.items()):
        yield f"| `{kind}`, {channel} | {', '.join(apis)} | {_REASONS[channel, kind]} |"


def _killed(known: Sequence[Mapping[str, Mapping[str, int]]]) -> str:
    """Return the cells of the channels: how many mutants are killed, of how many."""
    cells = []
    for channel in _CHANNELS:
        counts = [each[channel] for each in known if channel in each]
        killed = sum(each.get("killed", 0) for each in counts)
        missed = sum(each.get("not covered", 0) for each in counts)
        survived = sum(each.get("survived", 0) for each in counts)
        count = killed + survived + missed
        text = f"{killed:,} of {count:,}" if count else ""
        if channel != "schemathesis" and survived:
            text += f", {survived} survived"
        cells.append(text)
    return " | ".join(cells)


def _gaps(document: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    for part, reason in document["info"].get("x-not-expressible", {}).items():
        yield f"| {document['info']['title']} | {part} | {str(reason).strip()} |"


def _row(document: Any) -> str:  # noqa: ANN401 - JSON
    (item,) = document["paths"].values()
    operation = item["get"]
    parameters = operation["parameters"]
    pagination = operation["x-list"]["pagination"]
    gaps = document["info"].get("x-not-expressible", {})
    cells = {
        "paging": _paging(pagination),
        "filters": ", ".join(dict.fromkeys(_filters(parameters))),
        "order": "; ".join([*_order(operation["x-list"]), *_sorts(parameters)]),
        "totals": ", ".join(_totals(pagination)),
        "search": ", ".join(f"`{each['name']}`" for each in parameters if "x-search" in each),
        "selection": ", ".join(f"`{each['name']}`" for each in parameters if "x-select" in each),
    }
    shown = (_cell(text, has_gap=part in gaps) for part, text in cells.items())
    name = f"[{document['info']['title']}]({document['externalDocs']['url']})"
    return f"| {name} | {' | '.join(shown)} |".replace("  ", " ")


def _cell(text: str, *, has_gap: bool) -> str:
    if not has_gap:
        return text
    return f"{text} (*in part*)" if text else "*no*"


def _paging(pagination: Mapping[str, Any]) -> str:
    parameters = (
        f"`{pagination[key]['parameter']}`"
        for key in ("pageIndex", "offset", "continuationToken", "pageSize")
        if key in pagination
    )
    links = [each for each in ("next", "prev", "first", "last", "self") if each in pagination]
    in_header = any("header" in pagination[each] for each in links)
    place = " in the `Link` header" if in_header else ""
    parts = [f"{pagination['style']}: {', '.join(parameters)}"]
    if "field" in pagination.get("continuationToken", {}):
        parts.append(f"the `{pagination['continuationToken']['field']}` of the last item")
    parts += [f"links {', '.join(links)}{place}"] if links else []
    parts += ["`hasMore`"] if "hasMore" in pagination else []
    return "; ".join(parts)


def _filters(parameters: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for parameter in parameters:
        # The annotation of the property of an object stays in its schema.
        rule = parameter.get("x-filter") or parameter["schema"].get("x-filter")
        if rule is not None:
            notes = [*_values({**parameter, "x-filter": rule}), *_comparison(rule)]
            for operator in rule["prefixes"] if "prefixes" in rule else [rule["operator"]]:
                yield f"{operator} ({', '.join(notes)})" if notes else operator


def _values(parameter: Mapping[str, Any]) -> Iterator[str]:
    """Return how the values of a filter are sent, if not as one text."""
    if "prefixes" in parameter["x-filter"]:
        yield "named in the value"
    if "separator" in parameter["x-filter"] or parameter.get("explode") is False:
        yield "values in one text"
    elif parameter["schema"].get("type") == "array":
        yield "repeated"


def _comparison(rule: Mapping[str, Any]) -> Iterator[str]:
    """Return what differs from the comparison of exact values."""
    if rule.get("precision", "exact") != "exact":
        yield rule["precision"]
    yield from (f"ignoring {each}" for each in rule.get("ignore", ()))
    if "default" in rule:
        yield "with a default"


def _order(annotation: Mapping[str, Any]) -> Iterator[str]:
    keys = [
        f"`{key['field']}`{' descending' * (key.get('direction') == 'descending')}"
        for key in annotation.get("order", ())
    ]
    if keys:
        yield f"by {', '.join(keys)}"


def _sorts(parameters: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for parameter in parameters:
        if (sort := parameter.get("x-sort")) is not None:
            spelling = sort["descending"]
            way = spelling.get("parameter") or spelling.get("prefix") or spelling.get("suffix")
            several = ", several" if "separator" in sort else ""
            keys = f"{len(sort['keys'])} keys{several}"
            yield f"`{parameter['name']}`: {keys}, descending with `{way.strip()}`"


def _totals(pagination: Mapping[str, Any]) -> Iterator[str]:
    for key in ("totalItems", "totalPages"):
        if (place := pagination.get(key)) is not None:
            total = place if isinstance(place, Mapping) else {"at": place}
            when = total.get("when", {})
            notes = [
                *(["a lower bound"] if not total.get("exact", True) else []),
                *([f"with `{when['parameter']}={json.dumps(when['equals'])}`"] if when else []),
            ]
            shown = f" ({', '.join(notes)})" if notes else ""
            yield f"`{total['at'].removeprefix('$response.header.')}`{shown}"


if __name__ == "__main__":
    sys.exit(main())
