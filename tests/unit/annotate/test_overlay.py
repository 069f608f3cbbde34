"""The overlay that is written: valid, equal to the proposals, and extended without a change."""

import json
import re
from pathlib import Path

import attrs
import pytest

from rollcall.annotate import annotated, extended, missing_of, overlay_text, propose
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
    known = parts_of(Api().spec)
    assert parts_of(_read(_text(bare), text)) == {
        key: value for key, value in known.items() if key[1] != "x-filter"
    }
    start = text.index("  # - target: $.paths['/books'].get.parameters[?@.name == 'kind'")
    uncommented = text[:start] + re.sub("(?m)^  # ", "  ", text[start:])
    assert parts_of(_read(_text(bare), uncommented)) == known
    assert extended(uncommented, bare, found) == uncommented


@pytest.mark.parametrize("indent", ["  ", ""])
def test_what_the_server_contradicts_is_asked_again(indent: str) -> None:
    """A mended server makes an action of the comment, and leaves the other lines as they are."""
    bare = _read(SHARED)
    (state,) = (each for each in propose(bare) if each.at[-1] == "State")
    others = [each for each in propose(bare) if each != state]
    wrong = attrs.evolve(state, state="contradicted", evidence="filter.sound: " + "too much " * 30)
    before = re.sub("(?m)^  (?=[-# ])", indent, overlay_text(bare, [wrong, *others]))
    assert before.count("target: $.components.parameters.State\n") == 1
    assert extended(before, bare, [wrong, *others]) == before
    assert extended(before, bare, [state, *others]) == before  # no server was asked
    right = attrs.evolve(state, state="confirmed")
    after = extended(before, bare, [right, *others])
    rest = re.sub("(?m)^ *# not x-filter: (?:.*\n)+?(?=^ *- )", "", before)
    assert len(rest) < len(before)
    assert after.startswith(rest)
    assert after.count("target: $.components.parameters.State\n") == 1
    assert ("getOrders state", "x-filter") in parts_of(_read(SHARED, after))


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


CHOICES = """
        - {name: since, in: query, schema: {type: string, format: date-time}}
        - {name: carrier, in: query, schema: {type: string}}
        - {name: vat, in: query, schema: {type: number}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: sort, in: query, schema: {type: string}}
        - {name: bounds, in: query, schema: {type: object}}
"""


def _with_choices() -> str:
    """Return a document with parameters for which nothing is proposed."""
    several = "        paid_at: {type: string, format: date-time}\n"
    head, sign, tail = SHARED.rstrip("\n").partition("      responses:\n")
    return head + CHOICES[1:] + sign + tail + "\n" + several


def test_a_parameter_without_a_proposal_is_a_choice() -> None:
    """It has a reason, the fields of its type, and the operators."""
    bare = _read(_with_choices())
    found = {each.parameter: each for each in missing_of(bare, propose(bare))}
    assert [*found] == ["since", "carrier", "vat", "tags", "sort", "bounds"]
    assert {each.operation for each in found.values()} == {"getOrders"}
    assert found["since"].reason == "the name since, and the dates are /created_at, /paid_at"
    assert {each["field"] for each in found["since"].values} == {"/created_at", "/paid_at"}
    assert found["carrier"].reason == "no field of an item has a name like it"
    assert found["carrier"].values[0]["field"] == "/state"
    assert [each["field"] for each in found["vat"].values] == ["/id"]
    assert found["vat"].operators == ("eq", "ne", "gt", "gte", "lt", "lte")
    assert found["tags"].values[0]["operator"] == "in"
    assert found["sort"].key == "x-sort"
    assert (found["bounds"].reason, found["bounds"].values) == (
        "no field of an item has its type",
        (),
    )


def test_the_fields_of_a_choice_are_ranked_by_their_words() -> None:
    """An identity is the last one."""
    text = _with_choices().replace("name: vat", "name: max_vat_share")
    fields = "        pages: {type: integer}\n        vat_rate: {type: number}\n"
    bare = _read(text + fields)
    found = {each.parameter: each for each in missing_of(bare, propose(bare))}
    ranked = [each["field"] for each in found["max_vat_share"].values]
    assert ranked == ["/vat_rate", "/pages", "/id"]
    assert found["max_vat_share"].values[0]["operator"] == "lte"


def test_each_choice_is_valid_when_it_is_no_comment_any_more() -> None:
    """All actions are, and each field and each operator in the place of the first."""
    text = _with_choices()
    bare = _read(text)
    proposals = propose(bare)
    overlay = overlay_text(bare, proposals, missing_of(bare, proposals))
    likely = {key for key, _ in parts_of(_read(text, overlay))}
    actions = re.findall(r"(?m)^  # - target: .*\n(?:  #   .*\n)+", overlay)
    assert len(actions) == 5
    for action in actions:
        uncommented = re.sub("(?m)^  # ", "  ", action)
        name = re.findall("'([a-z]+)' &&", action)[0]
        for other in _alternatives(uncommented):
            read = _read(text, overlay.replace(action, other))
            assert {key for key, _ in parts_of(read)} - likely == {f"getOrders {name}"}
    whole = overlay
    for action in actions:
        whole = whole.replace(action, re.sub("(?m)^  # ", "  ", action))
    assert not _read(text, whole).list_operation("getOrders").unexplained[1:]


def _alternatives(action: str) -> list[str]:
    """Return an action with each of the values and operators that its comments name."""
    first = re.findall("(?m)^ +(x-filter: .*)$", action)
    others = re.findall("(?m)^ +# (x-filter: .*)$", action)
    found = [action, *(action.replace(first[0], each) for each in others)]
    for each in re.findall("(?m)^ +# operators: (.*)$", action):
        operators = each.split(", ")
        found += [re.sub("operator: [a-zA-Z]+", f"operator: {one}", action) for one in operators]
    return found


def test_a_choice_is_not_repeated() -> None:
    """An overlay that has it as a comment is extended by the other ones only."""
    text = _with_choices()
    bare = _read(text)
    proposals, missing = propose(bare), missing_of(bare, propose(bare))
    before = overlay_text(bare, proposals, missing[:1])
    assert "@.name == 'carrier'" not in before
    after = extended(before, bare, proposals, missing)
    assert after.startswith(before)
    assert after.count("@.name == 'since'") == after.count("@.name == 'carrier'") == 1
    assert extended(after, bare, proposals, missing) == after
