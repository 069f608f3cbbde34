"""A spec is read into plain objects."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from rollcall.laws import applies, find_law
from rollcall.spec import (
    Onward,
    PagePlace,
    Pointer,
    ReturnedPage,
    SpecError,
    parse_spec,
    python_name,
    read_paging,
    read_spec,
)
from tests.support.example_api import SPEC as EXAMPLE
from tests.support.specs import LIBRARY

_HEAD = """
openapi: 3.1.1
info: { title: Shelves, version: 2.0.0 }
paths:
  /books:
    parameters:
      - { name: kind, in: query, schema: { type: string } }
    get:
      operationId: listBooks
      tags: [books]
      security: [{ key: [] }]
"""


_LINKED = """      x-list:
        items: /data
        identity: /id
        pagination: { style: link, next: /next"""


def _narrowed(more: str, schema: str = "type: string") -> str:
    """Return a parameter that is a filter, in YAML."""
    meaning = f"{{ field: /kind, operator: eq, precision: exact, {more} }}"
    parameter = f"{{ name: kind, in: query, schema: {{ {schema} }}, x-filter: {meaning} }}"
    return f"      parameters: [{parameter}]"


def _spec(folder: Path, rest: str) -> Path:
    path = folder / "city-library.yaml"
    path.write_text(_HEAD + rest, encoding="utf-8")
    return path


def test_operations_are_read_with_their_annotations() -> None:
    """An operation has its paging, its parent, and the filters of its parameters."""
    spec = read_spec(LIBRARY)
    assert (spec.package, spec.has_links) == ("library", False)
    first, second = spec.lists
    assert (first.method, first.security) == ("GET", ("bearer",))
    assert first.parent is None
    assert second.parent is not None
    assert second.parent.operation == first.id
    parameter = first.parameter("filter[date_created_at][gte]")
    assert parameter is not None
    assert parameter.python_name == "filter_date_created_at_gte"
    assert parameter.filter is not None
    assert (parameter.filter.operator, parameter.filter.precision) == ("gte", "day")
    assert read_spec(EXAMPLE).has_links


def test_parameters_of_the_path_item_count(tmp_path: Path) -> None:
    """An operation has the parameters of its path item; the package has the name of the file."""
    spec = read_spec(_spec(tmp_path, ""))
    assert spec.package == "city_library"
    assert spec.operations[0].parameter("kind") is not None
    assert not spec.has_links


def test_annotations_in_the_schema_of_a_parameter_count(tmp_path: Path) -> None:
    """A framework that writes a document adds extensions only there; messages name the place."""
    named = "{{ name: kind, in: query, schema: {{ type: {}, x-filter: {} }} }}"
    meaning = "{ field: /kind, operator: eq, precision: exact }"
    spec = read_spec(_spec(tmp_path, f"      parameters: [{named.format('string', meaning)}]"))
    (parameter,) = spec.operations[0].filters
    assert spec.annotation(parameter.at, "x-filter") == (*parameter.at, "schema", "x-filter")
    wrong = meaning.replace("exact", "exact, default: map")
    with pytest.raises(SpecError, match="/parameters/0/schema/x-filter/default: kind: the default"):
        read_spec(_spec(tmp_path, f"      parameters: [{named.format('string', wrong)}]"))
    expands = "{ field: /loans, operation: listLoans }"
    text = named.format("boolean", expands).replace("x-filter", "x-expand")
    with pytest.raises(SpecError, match="/schema/x-expand/operation: there is no operation"):
        read_spec(_spec(tmp_path, f"      parameters: [{text}]"))


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        (f"{_LINKED}, pageIndex: {{}} }}", "/pageIndex: 'parameter' is a required property"),
        (
            f"{_LINKED}, continuationToken: {{ parameter: after }} }}",
            "/continuationToken/parameter: the operation has no query parameter after",
        ),
        (_narrowed("default: []"), "/parameters/0/x-filter/default: [] should be non-empty"),
        (_narrowed("default: { kind: map }"), "/x-filter/default: {'kind': 'map'} is not of type"),
        (
            _narrowed("default: [map, scroll]", "enum: [map, book]"),
            "kind: the default 'scroll' is not among the values that its schema names",
        ),
        (_narrowed("default: map"), "const or boolean): none"),
        (
            "      parameters: [{ $ref: '#/components/parameters/No' }]",
            "/parameters/0/$ref: the $ref #/components/parameters/No does not resolve",
        ),
        ("      x-list: { items: /data }", "/x-list: 'identity' is a required property"),
        (
            "      x-list: { items: /data, identity: /id, pagination: { style: telepathy } }",
            "/pagination/style: 'telepathy' is not one of ['page', 'offset', 'cursor', 'link']",
        ),
        ("      x-lists: {}", "/x-lists: unknown annotation x-lists; the known ones are x-cred"),
        (
            "      x-filter: { field: /kind, operator: eq, precision: exact }",
            "x-filter belongs on a query parameter, not on an operation",
        ),
        (
            _narrowed("default: map", "x-filter: { field: /kind }"),
            "/parameters/0/schema/x-filter: the parameter has x-filter already, outside of its",
        ),
        (
            "      parameters: [{ name: a, in: query, schema: { items: { x-filter: {} } } }]",
            "/schema/items/x-filter: x-filter belongs on a query parameter, not on a schema",
        ),
        ("  /more:\n    get: { operationId: listBooks }", "listBooks is already in use, on line 9"),
        (
            r"      parameters: [{ name: k, in: query, schema: { pattern: '^\p{L}+$' } }]",
            r"/paths/~1books/get/parameters/0/schema/pattern: '^\\p{L}+$' is not a pattern that",
        ),
        ("\t- [", ":12: not valid YAML"),
    ],
)
def test_an_invalid_spec_is_refused_with_its_place(rest: str, message: str, tmp_path: Path) -> None:
    """The message names the file and the place."""
    with pytest.raises(SpecError, match=r"city-library\.yaml") as caught:
        read_spec(_spec(tmp_path, rest))
    assert message in str(caught.value)


def test_other_extensions_are_ignored(tmp_path: Path) -> None:
    """Other tools define extensions, too."""
    spec = read_spec(_spec(tmp_path, "      x-codegen: { name: x }\n      x-logo: a.png\n"))
    assert spec.operations[0].id == "listBooks"


def test_json_is_read_with_its_lines(tmp_path: Path) -> None:
    """Tabs are valid indentation in JSON, and messages have a line."""
    raw: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    raw["paths"] = {"/a": {"get": {"operationId": "listA"}}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(raw, indent="\t"), encoding="utf-8")
    spec = read_spec(path)
    assert ([each.id for each in spec.operations], spec.base_path) == (["listA"], "")
    raw["paths"]["/a"]["get"]["x-list"] = {"items": "/data"}
    path.write_text(json.dumps(raw, indent=2), encoding="utf-8")
    with pytest.raises(SpecError, match=r"a\.json:11: /paths/~1a/get/x-list: 'identity'"):
        read_spec(path)


def test_a_parsed_document_is_a_spec() -> None:
    """A document without a file is read; messages have no line."""
    raw: dict[str, Any] = {"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "listA"}}}}
    spec = parse_spec(Path("served"), raw)
    assert (spec.title, [each.id for each in spec.operations]) == ("served", ["listA"])
    raw["paths"]["/a"]["get"]["x-list"] = {}
    with pytest.raises(SpecError, match=r"^served: /paths/~1a/get/x-list: 'items' is a required"):
        parse_spec(Path("served"), raw)


def test_parameters_of_links_are_no_arguments(tmp_path: Path) -> None:
    """Page number and token occur only in links, so a caller cannot set them."""
    spec = read_spec(
        _spec(
            tmp_path,
            """
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 0 } }
        - { name: after, in: query, schema: { type: string } }
      x-list:
        items: /data
        identity: /id
        pagination:
          style: link
          next: /next
          pageIndex: { parameter: page, echo: /page }
          continuationToken: { parameter: after }
""",
        )
    )
    operation = spec.lists[0]
    links = operation.paging
    assert links.next
    assert (links.index, str(links.index_echo), links.token) == ("page", "/page", "after")
    assert links.carried == ("page", "after")
    assert [each.name for each in operation.arguments] == ["kind"]
    assert len(operation.parameters) == 3


def test_a_parent_needs_no_operation(tmp_path: Path) -> None:
    """If no operation lists the parents, only parameter and field are known."""
    path = tmp_path / "branches.yaml"
    path.write_text(
        """
openapi: 3.1.1
info: { title: Branches, version: 1.0.0 }
paths:
  /branches/{branch}/books:
    get:
      operationId: listBooks
      parameters: [{ name: branch, in: path, required: true, schema: { type: string } }]
      x-list:
        items: /data
        identity: /id
        pagination: { style: link, next: /next }
        parent: { parameter: branch, field: /branch }
""",
        encoding="utf-8",
    )
    operation = read_spec(path).lists[0]
    assert operation.parent is not None
    assert (operation.parent.parameter, operation.parent.operation) == ("branch", None)


def test_numbered_pages() -> None:
    """Numbered pages have a first number, and no links."""
    operation = read_spec(LIBRARY).list_operation("listShelves")
    paging = operation.paging
    assert (paging.style, paging.selector, paging.carried) == ("page", "page", ())
    assert (operation.first_index, operation.default_index) == (1, 1)
    assert operation.page_size is not None
    assert operation.page_size.schema["maximum"] == 50
    assert str(paging.information) == "/meta"
    full, short = (ReturnedPage({}, {}, range(count), 3, 4) for count in (3, 2))
    assert paging.following(full) == Onward(parameter="page", value=5)
    assert paging.following(short) is None


def test_linked_pages() -> None:
    """A linked page has the link to the next one, unless it is the last."""
    paging = read_spec(EXAMPLE).list_operation("listVisits").paging
    assert (paging.style, paging.selector) == ("link", None)
    assert str(paging.information) == "/more"
    page = ReturnedPage({"more": {"onward": "/x?from=1"}}, {}, [], 0, 0)
    assert paging.following(page) == Onward(link="/x?from=1")
    for body in ({"more": {"onward": None}}, {"more": {"onward": ""}}, {}, None):
        assert paging.following(evolve(page, body=body)) is None


PAGED = {
    "a full page": ("offset", {}, ReturnedPage({}, {}, "abc", 3, 7), ("at", 10)),
    "a page of unknown size": ("offset", {}, ReturnedPage({}, {}, "ab", 0, 7), ("at", 9)),
    "a page with room": ("offset", {}, ReturnedPage({}, {}, "ab", 3, 7), None),
    "a token in the body": ("next", {}, ReturnedPage({"on": "t"}, {}, "", 3, 0), ("at", "t")),
    "a token that is a number": ("next", {}, ReturnedPage({"on": 5}, {}, "", 3, 0), ("at", 5)),
    "no token": ("next", {}, ReturnedPage({"on": None}, {}, "ab", 2, 0), None),
    "an empty token": ("next", {}, ReturnedPage({"on": ""}, {}, "ab", 2, 0), None),
    "a token, and no more": (
        "next",
        {"hasMore": "$response.header.X-More"},
        ReturnedPage({"on": "t"}, {"x-more": "false"}, "ab", 2, 0),
        None,
    ),
    "the last item of a full page": (
        "field",
        {},
        ReturnedPage({}, {}, [{"on": "a"}, {"on": "b"}], 2, 0),
        ("at", "b"),
    ),
    "the last item of a short page": ("field", {}, ReturnedPage({}, {}, [{"on": "a"}], 2, 0), None),
    "the last item of a short page, and more": (
        "field",
        {"hasMore": "/more"},
        ReturnedPage({"more": True}, {}, [{"on": "a"}], 2, 0),
        ("at", "a"),
    ),
    "no item, and more": ("field", {"hasMore": "/more"}, ReturnedPage({}, {}, [], 2, 0), None),
}


@pytest.mark.parametrize(("kind", "more", "page", "onward"), [*PAGED.values()], ids=[*PAGED])
def test_a_page_leads_to_the_next_one(
    kind: str, more: Mapping[str, str], page: ReturnedPage, onward: tuple[str, object] | None
) -> None:
    """An offset counts items; a token is in the page or its last item; ``hasMore`` ends a list."""
    way = {"style": "offset", "offset": {"parameter": "at"}, "pageSize": {"parameter": "size"}}
    if kind != "offset":
        token = {"parameter": "at", kind: "/on"}
        way = {"style": "cursor", "continuationToken": token}
    found = read_paging({**way, **more}).following(page)
    assert (None if found is None else (found.parameter, found.value)) == onward


def test_a_place_is_in_the_body_or_in_a_header() -> None:
    """An expression for the body is the same as its pointer; a header has numbers and booleans."""
    body, headers = {"meta": {"total": 7}}, {"x-total": "12", "x-more": "true", "x-id": "007"}
    assert PagePlace("/meta/total").read(body, headers) == 7
    assert PagePlace("$response.body#/meta/total").read(body, headers) == 7
    found = [
        PagePlace(f"$response.header.{name}", is_scalar=True).read(body, headers)
        for name in ("X-Total", "X-More", "X-Id", "X-Other")
    ]
    assert found == [12, True, "007", None]
    assert PagePlace("$response.header.X-Total").read(body, headers) == "12"


@pytest.mark.parametrize(
    ("header", "link"),
    [
        ('<https://x.test/?a=1,2>; rel="next"', "https://x.test/?a=1,2"),
        ('</first>; rel=first, </on>; title="a>, <b"; REL=NEXT', "/on"),
        ('</on>;rel="last  next" , </other>; rel="next"', "/on"),
        ('</other>; rel=prev; rel=next, </on>; x; rel="next"', "/on"),
        ('</other>; anchor="#part"; rel=next', None),
        ('</other>; title="rel=next"', None),
        ("", None),
    ],
)
def test_a_link_is_found_in_the_header_link(header: str, link: str | None) -> None:
    """The relation type may be quoted, in any case, one of several, and only the first ``rel``."""
    place = PagePlace("$response.header.Link", "next")
    assert place.read({}, {"link": header}) == link


@pytest.mark.parametrize(
    ("servers", "server"),
    [
        (None, "http://localhost"),
        ([], "http://localhost"),
        ([{"url": "https://a.example/v1/"}, {"url": "https://b.example"}], "https://a.example/v1"),
        ([{"url": "/v2"}], "http://localhost/v2"),
        (
            [{"url": "https://{zone}.a.example", "variables": {"zone": {"default": "eu"}}}],
            "https://eu.a.example",
        ),
    ],
)
def test_the_server_is_the_first_one(servers: object, server: str) -> None:
    """A document needs no server; a variable has its default."""
    raw: dict[str, Any] = {"openapi": "3.1.0", "paths": {}}
    if servers is not None:
        raw["servers"] = servers
    assert parse_spec(Path("a.json"), raw).server == server


@pytest.mark.parametrize(
    ("required", "schema", "constant"),
    [
        (True, {"const": 1}, 1),
        (True, {"enum": ["v2"]}, "v2"),
        (True, {"type": "string", "enum": ["v1", "v2"]}, None),
        (True, {"anyOf": [{"const": "v2"}, {"type": "string"}]}, None),
        (False, {"const": 1}, None),
    ],
)
def test_a_required_parameter_may_be_constant(
    required: bool,  # noqa: FBT001 - a row of the table
    schema: object,
    constant: object,
) -> None:
    """A request can always be built if its required parameters have only one value."""
    parameter = {"name": "v", "in": "query", "required": required, "schema": schema}
    operation = {"operationId": "listA", "parameters": [parameter]}
    raw = {"openapi": "3.1.0", "paths": {"/a": {"get": operation}}}
    assert parse_spec(Path("a.json"), raw).operations[0].parameters[0].constant == constant


def test_an_operation_without_a_list_is_refused(tmp_path: Path) -> None:
    """The message names the operation."""
    spec = read_spec(_spec(tmp_path, ""))
    assert spec.lists == ()
    with pytest.raises(
        SpecError, match=r":8: /paths/~1books/get: the operation listBooks is not a list"
    ):
        spec.list_operation("listBooks")
    with pytest.raises(SpecError, match=r"library\.yaml: there is no operation listMaps"):
        spec.list_operation("listMaps")


@pytest.mark.parametrize(
    ("meaning", "schema", "defaults", "states"),
    [
        ("default: map", "enum: [map, book]", ("map",), ("map", "book")),
        ("default: [map, book]", "enum: [map, book, cd]", ("map", "book"), ("map", "book", "cd")),
        ("default: false", "type: boolean", (False,), (True, False)),
        ("default: map", "const: map", ("map",), ("map",)),
        ("default: map", "anyOf: [{ enum: [map] }, { type: string }]", ("map",), ("map",)),
    ],
)
def test_defaults_of_a_filter(
    meaning: str, schema: str, defaults: object, states: object, tmp_path: Path
) -> None:
    """A filter has one or more defaults, which are values of its schema."""
    operation = read_spec(_spec(tmp_path, _narrowed(meaning, schema))).operations[0]
    parameter = operation.parameter("kind")
    assert parameter is not None
    assert parameter.filter is not None
    assert (parameter.filter.defaults, parameter.states) == (defaults, states)


def test_a_pointer_reads_its_value() -> None:
    """A pointer follows RFC 6901, and returns the default if there is no value."""
    spec = {"a/b": {"~": [10, None]}, "text": "abc"}
    assert Pointer("/a~1b/~0/0").read(spec) == 10
    assert Pointer("/a~1b/~0/1").read(spec, "absent") is None
    for text in ("/a~1b/~0/2", "/a~1b/~0/00", "/a~1b/~0/-1", "/text/0", "/none/x"):
        assert Pointer(text).read(spec, "absent") == "absent"


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("page[number]", "page_number"),
        ("PageSize", "page_size"),
        ("from", "from_"),
        ("x-request-id", "x_request_id"),
    ],
)
def test_arguments_have_names_in_snake_case(name: str, argument: str) -> None:
    """Keywords of Python get an underscore."""
    assert python_name(name) == argument


@pytest.mark.parametrize(
    ("schemes", "laws"),
    [
        ("{ key: [] }, { desk: [] }", []),
        ("{ card: [] }, { desk: [] }", ["auth.scheme"]),
        ("{ desk: [] }, { card: [] }", ["auth.scheme", "auth.user", "auth.encoding"]),
    ],
)
def test_auth_laws_apply_to_the_scheme_in_use(
    schemes: str, laws: list[str], tmp_path: Path
) -> None:
    """The first of several schemes is in use."""
    path = tmp_path / "desks.yaml"
    path.write_text(
        f"{_HEAD.replace('{ key: [] }', schemes)}{_LINKED} }}\n"
        """
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-key }
    card: { type: http, scheme: bearer }
    desk: { type: http, scheme: basic }
""",
        encoding="utf-8",
    )
    spec = read_spec(path)
    (operation,) = spec.operations
    some = map(find_law, ("auth.scheme", "auth.user", "auth.encoding"))
    assert [each.id for each in some if applies(each, spec, operation)] == laws
