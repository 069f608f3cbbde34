"""Bugs in the example projects: a run finds each of them, and names one cause."""

from collections.abc import Iterator

import httpx
import pytest

import rollcall
from rollcall.http import serving
from tests.integration.examples.bugs import LIBRARY_BUGS, SHOP_BUGS, Bug
from tests.support.projects import module

Project = tuple[rollcall.Spec, rollcall.Target]


@pytest.fixture(scope="module")
def library() -> Iterator[Project]:
    """Serve the library, and return its own document and its address."""
    app = module("library.main").app
    with serving(app) as url:
        yield rollcall.from_asgi("/openapi.json", app), rollcall.Target(url)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Return the document of the shop, and the shop within this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOP_DATABASE", str(tmp_path_factory.mktemp("shop") / "db.sqlite3"))
        patch.setenv("DJANGO_SETTINGS_MODULE", "project.settings")
        application = module("project.wsgi").application
        module("django.core.management").call_command("migrate", verbosity=0)
        served = module("django.core.asgi").get_asgi_application()
        transport = httpx.WSGITransport(application)
        document = rollcall.from_asgi("/schema/", served)
        yield document, rollcall.Target("http://shop.test", transport=transport)


def _causes(project: Project, bug: Bug) -> list[str]:
    document, target = project
    config = rollcall.Config(seed=1, operations=(bug.operation,), laws=bug.laws)
    *_, finished = rollcall.run(document, target, config)
    assert isinstance(finished, rollcall.RunFinished)
    return [each.id.replace(f" {bug.operation}", "") for each in finished.report.causes]


@pytest.mark.parametrize("bug", LIBRARY_BUGS, ids=lambda bug: bug.name)
def test_a_bug_of_the_library_is_one_cause(
    bug: Bug, library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cause is named after the part that is wrong, and nothing else is reported."""
    bug.insert(monkeypatch)
    assert _causes(library, bug) == [bug.cause]


@pytest.mark.parametrize("bug", SHOP_BUGS, ids=lambda bug: bug.name)
def test_a_bug_of_the_shop_is_one_cause(
    bug: Bug, shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cause is named after the part that is wrong, and nothing else is reported."""
    bug.insert(monkeypatch)
    assert _causes(shop, bug) == [bug.cause]
