"""docs/list_apis.md says what the documents of the public list APIs say."""

from scripts import publish_list_apis


def test_the_page_is_up_to_date() -> None:
    """`scripts/publish_list_apis.py` writes it."""
    assert publish_list_apis.main(["--check"]) == 0
