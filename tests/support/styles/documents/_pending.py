"""What the tool cannot do yet with the documents; a test fails if an entry is out of date."""

from collections.abc import Mapping

__all__ = ["NO_CLIENT", "NO_SPEC"]

NO_SPEC: Mapping[str, str] = {
    "asana": "style: cursor",
    "digitalocean": "links of numbered pages, and ignore",
    "discord": "style: cursor, and order",
    "django_rest_framework": "operators, decimal, and order",
    "github": "places in headers, and order",
    "gitlab": "places in headers, and order",
    "google_aip": "style: cursor",
    "hubspot": "style: cursor",
    "intercom": "style: cursor",
    "jira": "style: offset, operator in, and order",
    "json_api": "links of numbered pages, and operator in",
    "kubernetes": "style: cursor, and prefixes",
    "notion": "style: cursor",
    "odata": "style: offset, and order",
    "pagerduty": "style: offset, and operator in",
    "shopify": "places in headers, operator in, and order",
    "slack": "style: cursor, and operator ne",
    "spotify": "style: offset",
    "stripe": "style: cursor, and order",
    "zoom": "style: cursor",
}
"""The words that the spec reader does not know, by document."""

NO_CLIENT: Mapping[str, str] = {
    "microsoft_graph": "fields whose names are no names of Python",
}
"""Why the generator refuses a document that the spec reader takes."""
