"""The conformance cases of the annotations, as Rollcall runs them: see openapi/conformance."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import attrs
import httpx
from ruamel.yaml import YAML

import rollcall
from rollcall.channels import HttpChannel, Query, Value, size_in_force
from rollcall.http import Transport, keyring_of
from rollcall.laws import (
    Context,
    Shown,
    Verdict,
    ViolationError,
    applies,
    decide,
    registered,
)
from rollcall.spec import (
    Filter,
    ListOperation,
    Overlay,
    Parameter,
    Spec,
    SpecError,
    compare_ranked,
    field_key,
    is_match,
    rank,
    read_spec,
    value_key,
)
from tests.support.evaluations import runner_of

__all__ = ["FOLDER", "Case", "all_cases", "merged", "read_yaml"]

FOLDER: Final = Path(__file__).parents[2] / "openapi" / "conformance"
"""The cases, with their schema and their document."""

_PLACE = re.compile(r"^(?P<file>\S+?):(?P<line>[0-9]+)?:? (?P<pointer>/\S*): ")
_BASE = "http://library.example"


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - YAML
    """Parse a file."""
    return YAML(typ="safe", pure=True).load(path)


@cache
def _document() -> Any:  # noqa: ANN401 - YAML
    return read_yaml(FOLDER / "document.yaml")


def merged(target: Any, patch: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a value with a JSON Merge Patch applied to it (RFC 7396)."""
    if not isinstance(patch, dict):
        return deepcopy(patch)
    found = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value)
    return found


@attrs.frozen
class Case:
    """A case.

    Attributes:
        node: Its keys and values.
    """

    node: Mapping[str, Any] = attrs.field(repr=False)

    @property
    def id(self) -> str:
        """Its name."""
        return str(self.node["id"])

    def has(self, key: str) -> bool:
        """Return whether it has a key."""
        return key in self.node

    def read(self, folder: Path) -> Spec:
        """Read its document.

        Raises:
            SpecError: Rollcall refuses it.
        """
        path = folder / "document.json"
        path.write_text(json.dumps(merged(_document(), self.node.get("patch", {}))), "utf-8")
        for name, content in self.node.get("files", {}).items():
            (folder / name).write_text(json.dumps(content), "utf-8")
        overlays = [Overlay(f"{folder}/overlays/overlay.json", self._overlay)]
        return read_spec(path, overlays if "overlay" in self.node else [])

    @property
    def _overlay(self) -> str:
        """The text of the overlay, each key on a line of its own."""
        return json.dumps(self.node.get("overlay"), indent=1)

    def places_refused(self, folder: Path) -> set[str]:
        """Return the places for which Rollcall refuses its document."""
        try:
            self.read(folder)
        except SpecError as error:
            return {*map(self._place, error.problems)}
        return set()

    def places_warned(self, folder: Path) -> set[str]:
        """Return the places that Rollcall warns of."""
        return {*map(self._place, self.read(folder).notices)}

    def _place(self, message: str) -> str:
        """Return the place that a message names; of the overlay, if its line is right as well."""
        found = _PLACE.search(message)
        if found is None or not found["file"].endswith("overlay.json"):
            return found["pointer"] if found else ""
        line = self._overlay.splitlines()[int(found["line"]) - 1].strip()
        key = found["pointer"].rpartition("/")[2]
        return f"overlay#{found['pointer']}" if line.startswith(f'"{key}"') else message

    def _list(self, spec: Spec) -> ListOperation:
        return spec.list_operation(self.node.get("operation", "listBooks"))

    def wrong_requests(self, folder: Path) -> Iterator[object]:
        """Yield each request for which Rollcall expects another list than the case."""
        operation = self._list(self.read(folder))
        for request in self.node["requests"]:
            query = _query(operation, request["query"])
            matching = _matching(operation, query, self.node["items"])
            if "found" in request:
                found = _found(operation, query, matching)
                expected = request["found"], [*request["found"], *request.get("perhaps", [])]
                if found != tuple(map(sorted, expected)):
                    yield request, found
            elif "page" in request:
                page = _page(operation, query, matching)
                if page != request["page"]:
                    yield request, page
            elif not _is_list(operation, query, matching, request["list"]):
                yield request, [each["id"] for each in matching]

    def wrong_steps(self, folder: Path) -> Iterator[object]:
        """Yield each step for which Rollcall sends another request, or reads other items."""
        spec, steps = self.read(folder), self.node["walk"]
        operation = self._list(spec)
        sent: list[dict[str, str]] = []

        def respond(request: httpx.Request) -> httpx.Response:
            sent.append(dict(request.url.params))
            step = steps[min(len(sent), len(steps)) - 1]
            return httpx.Response(200, json=step["body"], headers=step.get("headers", {}))

        transport = Transport(_BASE, keyring_of(spec), transport=httpx.MockTransport(respond))
        channel = HttpChannel(spec, transport, lambda _operation, _response: None)
        start = _query(operation, _typed(operation, steps[0]["query"]))
        responses = channel.walk(start, len(steps) + 2)
        got = [
            (query, [operation.identity.read(each) for each in response.items])
            for query, response in zip(sent, responses, strict=True)
        ]
        expected = [(each["query"], each["items"]) for each in steps]
        if got != expected:
            yield got

    def verdicts(self, folder: Path) -> list[Verdict]:
        """Return the verdicts of the laws that name its statements, on the server of the case."""
        spec = self.read(folder)
        operation, table = self._list(spec), _Table(spec, self.node["responses"])
        laws = [
            law.id
            for law in registered()
            if {*law.statements} & {*self.node["statements"]} and applies(law, spec, operation)
        ]
        config = rollcall.Config(
            seed=1, channels=("http",), operations=(operation.id,), laws=tuple(laws)
        )
        target = rollcall.Target(_BASE, transport=httpx.MockTransport(table.respond))
        (report,) = (
            each.report
            for each in rollcall.run(spec, target, config)
            if isinstance(each, rollcall.RunFinished)
        )
        return [each for each in report.verdicts if each.law in laws]

    def wrong_outcomes(self, folder: Path) -> Iterator[object]:
        """Yield each outcome that Rollcall admits and the case does not, or the reverse."""
        spec = self.read(folder)
        runner, operation = runner_of(_Table(spec, [])), self._list(spec)
        context = Context(
            *(spec, operation, None, (), runner.http, runner.http, runner.baselines, runner.effort)
        )
        for each in self.node["outcomes"]:
            shown = Shown((each["outcome"],), runner.http.page(Query(operation)))
            try:
                is_admitted = decide(context, each["key"], [shown])
            except ViolationError:
                is_admitted = False
            if is_admitted != each["admitted"]:
                yield each


@cache
def all_cases() -> Sequence[Case]:
    """Return the cases of all files."""
    files = [each for each in sorted(FOLDER.glob("*.yaml")) if each.name != "document.yaml"]
    return [Case(node) for each in files for node in read_yaml(each)["cases"]]


@attrs.frozen
class _Table:
    """A server with a table of responses."""

    spec: Spec
    responses: Sequence[Mapping[str, Any]]
    token: str = ""
    base_url: str = _BASE

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the first response that fits a request."""
        query = dict(request.url.params)
        for each in self.responses if request.method == "GET" else ():
            is_of_query = each.get("query", {}).items() <= query.items()
            is_bare = not {*each.get("without", ())} & query.keys()
            if each["path"] == request.url.path and is_of_query and is_bare:
                status, headers = each.get("status", 200), each.get("headers", {})
                return httpx.Response(status, json=each.get("body", {}), headers=headers)
        return httpx.Response(404, json={})


def _query(operation: ListOperation, values: Mapping[str, Any]) -> Query:
    query = Query(operation)
    for name, value in values.items():
        parameter = operation.parameter(name)
        assert parameter is not None, name
        query = query.having(name, _value(parameter, value))
    return query


def _value(parameter: Parameter, value: Any) -> Value:  # noqa: ANN401 - JSON
    """Return the value of a parameter, of which several may be one text."""
    if isinstance(value, list):
        return tuple(value)
    is_several = parameter.filter is not None and parameter.filter.takes_several
    if is_several and isinstance(value, str):
        texts = parameter.texts_of(value)
        is_number = parameter.schema.get("type") in {"integer", "number"}
        return tuple(json.loads(each) if is_number else each for each in texts)
    found: Value = value
    return found


def _typed(operation: ListOperation, values: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the values of texts, by the types of their parameters."""
    names = {operation.paging.size, operation.paging.selector}
    return {name: int(text) if name in names else text for name, text in values.items()}


def _matching(
    operation: ListOperation, query: Query, items: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return the items that match all filters of a query, and the defaults of the others."""
    found = [*items]
    for parameter in operation.filters:
        filter_, value = parameter.filter, query.get(parameter.name)
        assert filter_ is not None
        value = next(iter(filter_.defaults), None) if value is None else value
        if value is not None:
            found = [each for each in found if _is_match(filter_, each, value)]
    return found


def _is_match(filter_: Filter, item: Mapping[str, Any], value: Value) -> bool:
    return is_match(filter_, field_key(filter_, item), value_key(filter_, value))


def _found(
    operation: ListOperation, query: Query, items: Sequence[Mapping[str, Any]]
) -> tuple[list[Any], list[Any]]:
    """Return the identities of the items that a search must find, and of those that it may find."""
    (parameter,) = (each for each in operation.parameters if each.search is not None)
    search, value = parameter.search, str(query.get(parameter.name))
    assert search is not None
    must = [each["id"] for each in items if search.must_find(each, value)]
    may = [each["id"] for each in items if search.may_find(each, value)]
    return sorted(must), sorted({*must, *may})


def _page(
    operation: ListOperation, query: Query, items: Sequence[Mapping[str, Any]]
) -> list[object]:
    size, selector = size_in_force(query), operation.paging.selector
    position = query.get(selector) if selector is not None else None
    assert isinstance(position, int | None)
    at = operation.start(operation.default_index if position is None else position, size)
    return [each["id"] for each in items[at : at + size]]


def _is_list(
    operation: ListOperation,
    query: Query,
    items: Sequence[Mapping[str, Any]],
    expected: Sequence[Any],
) -> bool:
    """Return whether a list is the expected one; identities in an inner array have any order."""
    groups = [each if isinstance(each, list) else [each] for each in expected]
    if sorted(each["id"] for each in items) != sorted(name for each in groups for name in each):
        return False
    chosen = (sort.chosen(name, dict(query.values)) for name, sort in operation.sorts.items())
    keys = next((each for each in chosen if each is not None), None)
    if keys is None:
        return [[each["id"]] for each in items] == groups
    ranked = {each["id"]: rank(keys, each) for each in items}
    placed = [(number, name) for number, group in enumerate(groups) for name in group]
    for (one, name), (other, next_name) in combinations(placed, 2):
        compared = compare_ranked(keys, ranked[name], ranked[next_name])
        if (one == other) != (not compared) or (compared or 0) > 0:
            return False
    return True
