"""Bugs in the example projects: a run finds each of them, and names one cause."""

from collections.abc import Iterator

import httpx
import pytest

import rollcall
from rollcall.http import serving
from tests.integration.examples.bugs import LIBRARY_BUGS, SHOP_BUGS, Bugs
from tests.support.projects import LIBRARY, SHOP, library_spec, module

# fastapi-filter warns of values that are no patterns.
pytestmark = pytest.mark.filterwarnings("ignore:You must pass the % character:DeprecationWarning")

Project = tuple[rollcall.Spec, rollcall.Target]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Serve the library, and return its document with the overlay, and its address."""
    with serving(module("library.main").app) as url:
        yield library_spec(tmp_path_factory.mktemp("library")), rollcall.Target(url)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Return the document of the shop, and the shop within this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOP_DATABASE", str(tmp_path_factory.mktemp("shop") / "db.sqlite3"))
        patch.setenv("DJANGO_SETTINGS_MODULE", "project.settings")
        application = module("project.wsgi").application
        module("django.core.management").call_command("migrate", verbosity=0)
        transport = httpx.WSGITransport(application)
        document = rollcall.from_asgi("/schema/", module("project.asgi").application)
        yield document, rollcall.Target("http://shop.test", transport=transport)


def _causes(project: Project, bugs: Bugs, folder: str) -> list[str]:
    document, target = project
    config = rollcall.Config(
        seed=1,
        operations=tuple({each.operation for each in bugs.bugs}),
        laws=bugs.laws,
        baseline=LIBRARY.parent / folder / "known-bugs.toml",
    )
    *_, finished = rollcall.run(document, target, config)
    assert isinstance(finished, rollcall.RunFinished)
    return sorted(each.id for each in finished.report.new_causes)


def _expected(bugs: Bugs) -> list[str]:
    parts = [(each.cause.partition(" "), each.operation) for each in bugs.bugs]
    return sorted(" ".join(filter(None, (kind, name, rest))) for (kind, _, rest), name in parts)


@pytest.mark.parametrize("bugs", LIBRARY_BUGS, ids=lambda bugs: bugs.name)
def test_bugs_of_the_library_are_one_cause_each(
    bugs: Bugs, library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cause is named after the part that is wrong, and nothing else is reported."""
    for each in bugs.bugs:
        each.insert(monkeypatch)
    assert _causes(library, bugs, LIBRARY.name) == _expected(bugs)


@pytest.mark.parametrize("bugs", SHOP_BUGS, ids=lambda bugs: bugs.name)
def test_bugs_of_the_shop_are_one_cause_each(
    bugs: Bugs, shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cause is named after the part that is wrong, and nothing else is reported."""
    for each in bugs.bugs:
        each.insert(monkeypatch)
    assert _causes(shop, bugs, SHOP.name) == _expected(bugs)
