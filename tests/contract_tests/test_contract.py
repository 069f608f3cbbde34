"""Reading a spec into plain objects."""

from pathlib import Path

import pytest

from contract_tests.contract import Pointer, SpecError, python_name, read_document

from ._suite import ROOT

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


def _spec(folder: Path, rest: str) -> Path:
    path = folder / "city-library.yaml"
    path.write_text(_HEAD + rest, encoding="utf-8")
    return path


def test_operations_are_read_with_their_annotations() -> None:
    """An annotated operation says what its list is made of and what its parameters mean."""
    document = read_document(ROOT / "openapi" / "telnyx-video.yaml")
    assert document.package == "telnyx_video"
    assert [each.method for each in document.operations] == ["GET", "GET", "GET"]
    assert document.has_links
    first, second, _ = document.operations
    assert first.security == ("bearer",)
    assert first.listing is not None
    assert first.listing.pagination.size == "page[size]"
    assert first.listing.parent is None
    assert second.listing is not None
    assert second.listing.parent is not None
    assert second.listing.parent.operation == first.id
    narrowing = first.parameter("filter[date_created_at][gte]")
    assert narrowing is not None
    assert narrowing.python_name == "filter_date_created_at_gte"
    assert narrowing.filter is not None
    assert (narrowing.filter.operator, narrowing.filter.grain) == ("gte", "day")
    size = first.parameter("page[size]")
    assert size is not None
    assert size.schema["maximum"] == 250


def test_parameters_of_the_path_item_count(tmp_path: Path) -> None:
    """What a path item declares holds for its operations, and the package is named by the file."""
    document = read_document(_spec(tmp_path, ""))
    assert document.package == "city_library"
    assert document.operations[0].parameter("kind") is not None
    assert not document.has_links


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("      parameters: [{ $ref: '#/components/parameters/No' }]", "leads to nothing"),
        ("      x-list: { items: /data }", "/x-list: identity is missing"),
        (
            "      x-list: { items: /data, identity: /id, pagination: { style: telepathy } }",
            "/pagination/style: expected page or link, got telepathy",
        ),
        ("  /more:\n    get: { operationId: listBooks }", "two operations listBooks"),
        ("  /more:\n    get: {}", "/paths/~1more/get: operationId is missing"),
        ("\t- [", "the spec is not YAML"),
    ],
)
def test_a_spec_that_cannot_be_read_says_where(rest: str, message: str, tmp_path: Path) -> None:
    """A broken spec is one message, which names the file and the place."""
    with pytest.raises(SpecError, match=r"city-library\.yaml") as caught:
        read_document(_spec(tmp_path, rest))
    assert message in str(caught.value)


def test_pointers_read_what_they_lead_to() -> None:
    """A pointer is read as RFC 6901 says, and gives the default where it leads to nothing."""
    document = {"a/b": {"~": [10, None]}, "text": "abc"}
    assert Pointer("/a~1b/~0/0").read(document) == 10
    assert Pointer("/a~1b/~0/1").read(document, "absent") is None
    for text in ("/a~1b/~0/2", "/a~1b/~0/00", "/a~1b/~0/-1", "/text/0", "/none/x"):
        assert Pointer(text).read(document, "absent") == "absent"


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("page[number]", "page_number"),
        ("PageSize", "page_size"),
        ("from", "from_"),
        ("x-request-id", "x_request_id"),
    ],
)
def test_arguments_are_named_as_in_python(name: str, argument: str) -> None:
    """A parameter's argument is its name in snake case."""
    assert python_name(name) == argument
