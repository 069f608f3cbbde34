"""JSON bodies: values and problems, without an exception for any bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcall.http import BodyProblem, parse_json, read_json


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"title": "caf\xe9"}', "the body is not UTF-8 at byte 14"),
        (b'\xef\xbb\xbf"\xff"', "the body is not UTF-8 at byte 4"),
        ("{}".encode("utf-16"), "the body is not UTF-8 at byte 0"),
        (b"", "the body is empty"),
        (b" \n", "the body is empty"),
        (b'{"books": [1,\n 2', "the body is not JSON at line 2, column 3: Expecting ',' delimiter"),
        (b"<html>", "the body is not JSON at line 1, column 1: Expecting value"),
        (
            b'{"price": NaN}',
            "the body is not JSON: NaN is not a number",
        ),
        (b"[" * 200_000, "the body is nested too deeply to be read"),
    ],
    ids=["latin-1", "after a mark", "utf-16", "empty", "blank", "cut", "html", "nan", "deep"],
)
def test_a_body_that_cannot_be_read_says_why(content: bytes, sentence: str) -> None:
    """The problem names the place, and there is no value."""
    body = parse_json(content)
    assert body.problem == BodyProblem(sentence)
    assert body.value is None


@pytest.mark.parametrize(
    ("text", "pointer", "value"),
    [
        (r'{"books": [{"a": 1}, {"title": "x\ud83d"}]}', "/books/1/title", "x\ufffd"),
        (r'["\uDE00", "\ud83d\ude00"]', "/0", "\ufffd"),
        (r'{"a/b": {"\udc00": 1}}', "/a~1b/\ufffd", 1),
        (r'"\ud83d"', "", "\ufffd"),
    ],
    ids=["field", "second half", "key", "whole"],
)
def test_a_lone_surrogate_is_named_and_replaced(text: str, pointer: str, value: object) -> None:
    """The value can be encoded, and the problem names the item and the field."""
    body = parse_json(text.encode())
    assert body.problem is not None
    assert body.problem.pointer == pointer
    assert "lone surrogate \\u" in body.problem.sentence
    found = body.value
    for key in pointer.replace("~1", "|").split("/")[1:]:
        key = key.replace("|", "/")  # noqa: PLW2901
        found = found[int(key)] if isinstance(found, list) else found[key]
    assert found == value
    assert json.dumps(body.value, ensure_ascii=False).encode()


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_integer_of_5000_digits_is_an_integer(sign: str) -> None:
    """JSON admits it, and Python can write the value that replaces it."""
    body = parse_json(f'{{"page": {sign}{"7" * 5000}, "per": 5}}'.encode())
    assert body.problem is None
    assert body.value["per"] == 5
    assert str(body.value["page"]) == f"{sign}{'9' * 4300}"


@given(st.binary() | st.text().map(str.encode))
def test_no_content_raises(content: bytes) -> None:
    """Any bytes have a value, a problem, or are null."""
    body = parse_json(content)
    assert body.value is not None or body.problem is not None or content.strip() == b"null"


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_a_value_without_problems_is_unchanged(value: object) -> None:
    """Pairs of surrogates are one character."""
    assert read_json(json.dumps(value).encode()) == value
