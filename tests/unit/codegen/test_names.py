"""The names of arguments are those of the parameters, converted for Python."""

import ast
import keyword
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.codegen import SpecError, update
from rollcall.codegen._names import class_name, constant_name, is_attribute, is_class
from rollcall.spec import snake_name
from tests.support.specs import GET_SHELVES, build, write

PARAMETERS = f"{GET_SHELVES}/parameters"

NAMES = {
    "filter[date_created_at][gte]": "filter_date_created_at_gte",
    "page[size]": "page_size",
    "PageSize": "page_size",
    "DateCreatedAfter": "date_created_after",
    "dateCreated>": "date_created",
    "RoomSID": "room_sid",
    "HTTPStatus": "http_status",
    "from": "from_",
    "class": "class_",
    "filter[from]": "filter_from",
    "X-Trace.Id": "x_trace_id",
    "list": "list",
    "None": "none",
    "a__b": "a_b",
}


@pytest.mark.parametrize(("wire_name", "argument"), NAMES.items())
def test_an_argument_has_the_name_of_its_parameter(wire_name: str, argument: str) -> None:
    """Brackets, dashes and capitals become underscores; a keyword gets one at its end."""
    assert snake_name(wire_name) == argument
    assert is_attribute(argument)


@given(st.text())
def test_a_name_is_valid_or_refused(name: str) -> None:
    """Every accepted name is an ASCII identifier, and not a keyword."""
    for made, admitted in (
        (snake_name(name), is_attribute),
        (class_name(name), is_class),
        (name, is_attribute),
        (name, is_class),
    ):
        if admitted(made):
            assert made.isidentifier()
            assert not keyword.iskeyword(made)
            assert made.isascii()


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_\[\]-]*", fullmatch=True))
def test_every_usual_name_can_be_an_argument(name: str) -> None:
    """A name that begins with a letter is accepted; a second conversion changes nothing."""
    snake = snake_name(name)
    assert is_attribute(snake)
    assert snake_name(snake) == snake
    assert constant_name(name) == snake.upper()


def test_the_method_has_the_arguments_and_sends_the_parameters(tmp_path: Path) -> None:
    """Each parameter is an argument of its method, and keeps its name in the URL.

    A name that Python or the method uses gets an underscore.
    """
    changes: dict[str, object] = {
        f"{PARAMETERS}/-": {"name": "from", "in": "query", "schema": {"type": "string"}},
        f"{PARAMETERS}/-limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}},
    }
    package = build(write(tmp_path / "library.yaml", changes), tmp_path)

    tree = ast.parse((package / "_resources.py").read_text(encoding="utf-8"))
    method = next(
        function
        for shelves in ast.walk(tree)
        if isinstance(shelves, ast.ClassDef) and shelves.name == "Shelves"
        for function in shelves.body
        if isinstance(function, ast.FunctionDef) and function.name == "list"
    )
    names = [argument.arg for argument in method.args.kwonlyargs]
    own = ["limit", "concurrency", "on_change", "on_invalid", "timeout"]
    own += ["extra_headers", "extra_query", "on_shift"]
    assert names == [
        *("filter_date_created_at_gte", "filter_label", "size", "page", "from_", "limit_"),
        *own,
    ]
    sent = next(
        ast.unparse(node.value)
        for node in ast.walk(method)
        if isinstance(node, ast.keyword) and node.arg == "query"
    )
    assert "'filter[date_created_at][gte]': filter_date_created_at_gte" in sent
    assert "'from': from_" in sent
    assert "'limit': limit_" in sent


@pytest.mark.parametrize("name", ["filter_label", "filterLabel", "filter-label"])
def test_two_parameters_of_one_argument_are_refused(tmp_path: Path, name: str) -> None:
    """The message has both names."""
    added = {"name": name, "in": "query", "schema": {"type": "string"}}
    spec = write(tmp_path / "library.yaml", {f"{PARAMETERS}/-": added})

    with pytest.raises(SpecError) as refused:
        update([spec], tmp_path)

    problem = f"filter[label] and {name} are both filter_label in Python"
    assert str(refused.value).endswith(problem)
