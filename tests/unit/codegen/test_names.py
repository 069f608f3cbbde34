"""The names of arguments are those of the parameters, converted for Python."""

import ast
import keyword
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.codegen._names import class_name, constant_name, field_names, is_class
from rollcall.spec import is_attribute, read_spec, snake_name
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


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("filter_label", ("filter_label_2", "filter_label")),
        ("filterLabel", ("filter_label", "filter_label_2")),
        ("filter[label]>", ("filter_label", "filter_label_gte")),
        ("2nd", ("filter_label", "parameter_2_nd")),
        ("[]", ("filter_label", "parameter")),
    ],
)
def test_each_parameter_has_an_argument_of_its_own(
    tmp_path: Path, name: str, arguments: tuple[str, str]
) -> None:
    """A name that Python can use is kept; a filter with an operator has it in its name."""
    is_bound = name.endswith(">")
    narrows = {"field": "/label", "operator": "gte", "precision": "text"}
    more = {"x-filter": narrows} if is_bound else {}
    added = {"name": name, "in": "query", "schema": {"type": "string"}, **more}
    spec = write(tmp_path / "library.yaml", {f"{PARAMETERS}/-": added})

    (shelves,) = (each for each in read_spec(spec).lists if each.id == "listShelves")
    found = {each.name: each.python_name for each in shelves.parameters}
    resources = (build(spec, tmp_path) / "_resources.py").read_text(encoding="utf-8")

    assert (found["filter[label]"], found[name]) == arguments
    for wire_name, argument in zip(("filter[label]", name), arguments, strict=True):
        assert f"{wire_name!r}: {argument}," in resources


@given(st.lists(st.text(), unique=True))
def test_each_field_has_a_valid_name_of_its_own(names: list[str]) -> None:
    """No text is refused, and a name that Python can use stays."""
    found = field_names(names)
    assert [*found] == names
    assert len({*found.values()}) == len(names)
    assert all(map(is_attribute, found.values()))


@given(st.text())
def test_every_operation_has_a_constant(name: str) -> None:
    """Its name begins with a letter, whatever the operationId is."""
    constant = constant_name(name)
    assert constant.isidentifier()
    assert constant.isascii()
    assert constant.isupper()
