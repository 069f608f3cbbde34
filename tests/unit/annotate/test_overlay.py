"""The overlay that is written: valid, equal to the proposals, and extended without a change."""

import json
from pathlib import Path

import attrs
import pytest

from rollcall.annotate import annotated, extended, overlay_text, propose
from rollcall.spec import Overlay, Spec, SpecError, parse_text
from tests.support.api import Api
from tests.support.styles.documents import APIS
from tests.support.unannotated import parts_of, without_annotations

SHARED = """
openapi: 3.0.3
info: {title: Orders, version: "1"}
paths:
  /orders:
    parameters: [{$ref: "#/components/parameters/Limit"}]
    get:
      parameters:
        - $ref: "#/components/parameters/Page"
        - $ref: "#/components/parameters/State"
        - name: created
          in: query
          style: deepObject
          schema: {type: object, properties: {gte: {type: string, format: date-time}}}
      responses:
        "200":
          description: A page.
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: {type: array, items: {$ref: "#/components/schemas/Order"}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}}
    Page: {name: page, in: query, schema: {type: integer}}
    State: {name: state, in: query, schema: {type: string, enum: [open, done]}}
  schemas:
    Order:
      type: object
      required: [id, state, created_at]
      properties:
        id: {type: integer}
        state: {type: string, enum: [open, done]}
        created_at: {type: string, format: date-time}
"""


def _read(text: str, *overlays: str) -> Spec:
    found = [Overlay(f"{number}.yaml", each) for number, each in enumerate(overlays)]
    return parse_text(Path("orders.yaml"), text, overlays=found)


def _text(spec: Spec) -> str:
    return json.dumps(spec.raw)


@pytest.mark.parametrize("name", APIS)
def test_the_overlay_makes_the_document_that_was_proposed(name: str) -> None:
    """Every target is found, also of a property of an object and of a name with a bracket."""
    text = _text(without_annotations(APIS[name].spec))
    bare = _read(text)
    likely = [each for each in propose(bare) if each.is_likely]
    written = _read(text, overlay_text(bare, propose(bare)))
    assert parts_of(written) == parts_of(annotated(bare, likely))
    assert not written.notices


def test_shared_parameters_and_objects_are_annotated_where_they_are_written() -> None:
    """A parameter of the components has its annotation there."""
    bare = _read(SHARED)
    text = overlay_text(bare, propose(bare))
    assert "- target: $.components.parameters.State\n" in text
    assert "[?@.name == 'created' && @.in == 'query'].schema.properties.gte\n" in text
    words = {parameter for parameter, _ in parts_of(_read(SHARED, text))}
    assert {"getOrders state", "getOrders created[gte]"} <= words


def test_an_overlay_is_extended_by_what_it_does_not_mention() -> None:
    """Its lines stay as they are; a change of the document adds to the end."""
    bare = _read(SHARED)
    written = overlay_text(bare, propose(bare)).replace("# Proposed", "# Mine, from")
    again = _read(SHARED, written)
    assert extended(written, again, propose(again)) == written
    grown = SHARED.replace(
        "        - name: created\n",
        "        - {name: id, in: query, schema: {type: integer}}\n        - name: created\n",
    )
    after = extended(written, _read(grown, written), propose(_read(grown, written)))
    assert after.startswith(written)
    assert ("getOrders id", "x-filter") in parts_of(_read(grown, after))


def test_a_proposal_that_was_made_a_comment_is_not_made_again() -> None:
    """The target in a comment is enough."""
    bare = _read(SHARED)
    written = overlay_text(bare, propose(bare))
    action = written[written.index("  - target: $.components.parameters.State") :]
    action = action[: action.index("  # x-filter")]
    refused = written.replace(action, "".join(f"#{line}\n" for line in action.splitlines()))
    again = _read(SHARED, refused)
    assert ("getOrders state", "x-filter") not in parts_of(again)
    assert [each.word for each in propose(again)] == ["x-filter"]
    assert extended(refused, again, propose(again)) == refused


def test_what_the_server_contradicts_is_a_comment() -> None:
    """It says why, and has the target, so that it is not proposed again."""
    bare = without_annotations(Api().spec)
    found = [
        attrs.evolve(each, state="contradicted", evidence="filter.sound: it lists too much")
        if each.path == ("x-filter",)
        else each
        for each in propose(bare)
    ]
    text = overlay_text(bare, found)
    assert "#   the server contradicts it: filter.sound: it lists too much\n" in text
    assert "# - target: $.paths['/books'].get.parameters[?@.name == 'kind'" in text
    assert parts_of(_read(_text(bare), text)) == {
        key: value for key, value in parts_of(Api().spec).items() if key[1] != "x-filter"
    }


@pytest.mark.parametrize("text", ["overlay: 1.0.0\nactions: [{target: $}]\n", "actions:\nx: 1\n"])
def test_an_overlay_whose_actions_are_not_at_the_end_is_not_extended(text: str) -> None:
    """The error says what has to be changed."""
    bare = _read(SHARED)
    with pytest.raises(SpecError, match="actions must be its last key"):
        extended(text, bare, propose(bare))


def test_objects_in_an_object_are_annotated_where_they_are_written() -> None:
    """A description that has the flat name does not mislead."""
    nested = SHARED.replace(
        "{type: object, properties: {gte: {type: string, format: date-time}}}",
        "{type: object, properties: {created_at: {type: object, properties: "
        "{gte: {type: string, format: date-time}}}}}",
    ).replace("- name: created", "- description: 'filter[created_at][gte]'\n          name: filter")
    bare = _read(nested)
    text = overlay_text(bare, propose(bare))
    assert ".schema.properties.created_at.properties.gte\n" in text
    assert ("getOrders filter[created_at][gte]", "x-filter") in parts_of(_read(nested, text))
