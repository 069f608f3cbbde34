"""What is proposed for the documents of public list APIs, of which the annotations are known."""

import pytest

from rollcall.annotate import annotated, propose
from tests.support.styles.documents import APIS
from tests.support.unannotated import different_parts, without_annotations

# What a document alone does not tell, or tells wrongly.
DIFFERENT = {
    "digitalocean": {"listDroplets name x-filter"},
    "django_rest_framework": {"listProducts ordering x-sort", "listProducts price__range x-filter"},
    "github": {"listRepos x-list.parent", "listRepos type x-filter", "listRepos sort x-sort"},
    "gitlab": {"listProjects order_by x-sort"},
    "google_aip": {"listPublishers x-list.pagination.totalItems"},
    "kubernetes": {"listPods fieldSelector x-filter"},
    "microsoft_graph": {"listUsers $orderby x-sort"},
    "odata": {"listProducts $orderby x-sort"},
    "pagerduty": {
        "listIncidents since x-filter",
        "listIncidents sort_by x-sort",
        "listIncidents until x-filter",
    },
    "shopify": {
        "listProducts x-list.pagination.first",
        "listProducts x-list.pagination.last",
        "listProducts since_id x-filter",
    },
    "zoom": {"listUsers status x-filter"},
}


@pytest.mark.parametrize("name", APIS)
def test_annotations_are_proposed_from_names_and_types(name: str) -> None:
    """But for a few parts, they are those of the annotated document."""
    bare = without_annotations(APIS[name].spec)
    likely = [each for each in propose(bare) if each.is_likely]
    assert different_parts(annotated(bare, likely), APIS[name].spec) == DIFFERENT.get(name, set())
