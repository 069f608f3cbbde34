"""Write docs/list_apis.md, what the annotations express of public list APIs."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_ROOT = Path(__file__).parents[1]
_DOCUMENTS = _ROOT / "tests" / "support" / "styles" / "documents"
_PAGE = _ROOT / "docs" / "list_apis.md"
_COLUMNS = ("paging", "filters", "order", "totals", "search", "selection")
_INTRODUCTION = """\
# Public list APIs in the words of the annotations

`scripts/publish_list_apis.py` writes this page from the documents in
[tests/support/styles/documents](../tests/support/styles/documents). Each describes one list of an
API, cut down, from the public documentation that it names, with the
[annotations](../openapi/ANNOTATIONS.md). Tests run the laws on a server in the style of each.

A cell has the words that the document uses: all of the list can be expressed, unless it says *in
part* or *no*; the reason is below the table. An empty cell: the list has nothing of the kind."""


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
    yaml = YAML(typ="safe", pure=True)
    documents = [yaml.load(each) for each in sorted(_DOCUMENTS.glob("*.yaml"))]
    documents.sort(key=lambda each: str(each["info"]["title"]).lower())
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
    return "\n".join([*lines, ""])


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
        if (rule := parameter.get("x-filter")) is not None:
            notes = [*_values(parameter), *_comparison(rule)]
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
