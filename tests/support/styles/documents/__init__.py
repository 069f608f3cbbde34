"""Public list APIs: a cut-down document of each, and the server in its style."""

from collections.abc import Mapping
from importlib import import_module

from tests.support.styles.documents._api import PublicApi
from tests.support.styles.documents._pending import NO_CLIENT, NO_SPEC, NO_WITNESS

__all__ = ["APIS", "NO_CLIENT", "NO_SPEC", "NO_WITNESS", "PublicApi"]

_NAMES = (
    "asana",
    "digitalocean",
    "discord",
    "django_rest_framework",
    "github",
    "gitlab",
    "google_aip",
    "hubspot",
    "intercom",
    "jira",
    "json_api",
    "kubernetes",
    "microsoft_graph",
    "notion",
    "odata",
    "pagerduty",
    "shopify",
    "slack",
    "spotify",
    "stripe",
    "zoom",
)
APIS: Mapping[str, PublicApi] = {
    name: import_module(f"tests.support.styles.documents.{name}").API for name in _NAMES
}
"""The APIs by the names of their documents."""
