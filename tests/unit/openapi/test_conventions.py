"""The conventions: the table of ANNOTATIONS.md and the schema have those of the tool."""

import json
from importlib.resources import files
from typing import Any

import pytest

from rollcall.spec import CONVENTIONS, Convention, Strictness, choice_text
from tests.support.documents._document import OPENAPI

PAGE = (OPENAPI / "ANNOTATIONS.md").read_text(encoding="utf-8")

_SCHEMA: Any = json.loads(files("rollcall.spec").joinpath("annotations.schema.json").read_text())


def rows_of_the_page() -> list[str]:
    """Return the rows of the table in ANNOTATIONS.md."""
    return [_row(each) for each in CONVENTIONS.values()]


def _row(convention: Convention) -> str:
    choices = "; ".join(
        f"`{choice}`: it {sentence}" if choice != "refused" else "`refused`, or statuses"
        for choice, sentence in convention.choices.items()
    )
    about = convention.about[:1].upper() + convention.about[1:]
    anchor = f'<a id="strictness-{convention.key}"></a>`{convention.key}`'
    return f"| {anchor} | {about} | {choices} |"


def test_the_page_has_every_choice() -> None:
    """The table of strictness in ANNOTATIONS.md is that of the conventions."""
    table = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert [row for row in rows_of_the_page() if row not in table] == []


@pytest.mark.parametrize("key", CONVENTIONS)
def test_the_schema_admits_the_choices(key: str) -> None:
    """The schema of the annotations admits the same words, alone and in a list."""
    node = _SCHEMA["$defs"]["strictness"]["properties"][key]
    words = [*CONVENTIONS[key].choices]
    assert node["then"]["enum"] == words
    assert {"enum": words} in node["items"]["anyOf"]
    assert len(node["items"]["anyOf"]) == 1 + ("refused" in words)


def test_the_schema_has_no_other_key() -> None:
    """Each key of strictness is a convention."""
    assert [*_SCHEMA["$defs"]["strictness"]["properties"]] == [*CONVENTIONS]


def test_the_choice_of_a_list_overrides_that_of_the_document() -> None:
    """The keys of both are merged; statuses are admitted by the word refused."""
    found = Strictness.read(
        {"pastTheEnd": "empty", "invalidValue": "refused"}, {"pastTheEnd": ["empty", "refused"]}
    )
    assert found.chosen == {"pastTheEnd": ("empty", "refused"), "invalidValue": ("refused",)}
    assert found.admits("invalidValue", 409)
    assert not found.chooses("emptyValue")


def test_a_value_in_yaml() -> None:
    """One word stands alone; statuses come first in a list."""
    assert choice_text(["ignored"]) == "ignored"
    assert choice_text(["ignored", 422, 400]) == "[400, 422, ignored]"
