"""What is proposed for the documents of public list APIs if their servers are asked."""

import httpx
import pytest

import rollcall
from rollcall.annotate import annotated, confirm, propose
from tests.support.styles.documents import APIS
from tests.support.unannotated import different_parts, without_annotations

# Nothing that is left is wrong: it is not proposed at all, or says less about the place of null in
# an order.
UNKNOWN = {
    "github": {"listRepos x-list.parent", "listRepos type x-filter"},
    "kubernetes": {"listPods fieldSelector x-filter"},
    "odata": {"listProducts $orderby x-sort"},
    "pagerduty": {"listIncidents sort_by x-sort"},
}


def _target(name: str) -> rollcall.Target:
    api = APIS[name]
    transport = httpx.MockTransport(api.respond)
    return rollcall.Target(
        api.base_url, api.token, parents=api.parents, params=api.params, transport=transport
    )


@pytest.mark.parametrize("name", APIS)
def test_a_server_shows_which_proposals_are_right(name: str) -> None:
    """What the server contradicts is not proposed any more, or has another value."""
    api = APIS[name]
    bare = without_annotations(api.spec)
    found = confirm(bare, propose(bare), _target(name), rollcall.Config(seed=1))
    likely = [each for each in found if each.is_likely]
    assert different_parts(annotated(bare, likely), api.spec) == UNKNOWN.get(name, set())
    assert all(each.state == "confirmed" for each in likely)


@pytest.mark.parametrize("name", ["django_rest_framework", "gitlab", "hubspot"])
def test_a_check_agrees_with_the_choices_that_are_written(name: str) -> None:
    """What was measured of one server binds it, in its parameters that were not tried as well."""
    spec, target = without_annotations(APIS[name].spec), _target(name)
    found = confirm(spec, propose(spec), target, rollcall.Config(seed=1))
    assert any("strictness" in each.path for each in found)
    written = annotated(spec, [each for each in found if each.is_likely])
    config = rollcall.Config(seed=1, channels=("http",))
    (report,) = (
        each.report
        for each in rollcall.run(written, target, config)
        if isinstance(each, rollcall.RunFinished)
    )
    assert [(each.law, each.title, each.detail) for each in report.violations] == []
