"""The documents of public list APIs are valid, and a client is generated from each."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from rollcall.spec import SpecError
from tests.support.specs import build
from tests.support.styles.documents import APIS, NO_CLIENT, NO_SPEC


def _refused(is_pending: bool) -> AbstractContextManager[object]:  # noqa: FBT001
    """Expect a refusal of what is pending: a word that was added makes its entry out of date."""
    return pytest.raises(SpecError) if is_pending else nullcontext()


@pytest.mark.parametrize("name", APIS)
def test_a_document_is_valid(name: str) -> None:
    """Each of its annotations is checked, unless ``NO_SPEC`` names a word that is missing."""
    with _refused(name in NO_SPEC):
        assert len(APIS[name].spec.lists) == 1


@pytest.mark.parametrize("name", [each for each in APIS if each not in NO_SPEC])
def test_a_client_is_generated(name: str, tmp_path: Path) -> None:
    """The package is named like the document, unless ``NO_CLIENT`` says why there is none."""
    with _refused(name in NO_CLIENT):
        assert (build(APIS[name].path, tmp_path) / "__init__.py").is_file()
