"""The registry of laws: each law has an id of its own."""

import pytest

from rollcall import UsageError, law
from rollcall.laws import Cases, find_law, registered


@pytest.mark.parametrize(
    ("law_id", "channels", "message"),
    [
        ("page.echo", ("http",), r"defined twice: at .*_page\.py:\d+ and at .*test_registry\.py"),
        ("naming", ("http",), "expected a family, a dot and a name"),
        ("conformance.naming", ("http",), "the family conformance is reserved"),
        ("naming.not_empty", ("smtp",), "unknown channel 'smtp'"),
    ],
)
def test_a_law_that_cannot_be_registered_is_refused(
    law_id: str, channels: tuple[str, ...], message: str
) -> None:
    """The error names the reason, and the registry stays as it was."""
    before = registered()
    with pytest.raises(UsageError, match=message):
        law(
            law_id,
            "It holds.",
            source="us",
            needs="nothing",
            cases=lambda _: Cases(),
            channels=channels,
        )(lambda *case: bool(case))
    assert registered() == before


def test_a_law_is_found_by_its_id() -> None:
    """Ids are unique."""
    assert all(find_law(each.id) is each for each in registered())
