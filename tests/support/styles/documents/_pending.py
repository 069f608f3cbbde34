"""What the tool cannot do yet with the documents; a test fails if an entry is out of date."""

from collections.abc import Mapping

__all__ = ["NO_CLIENT", "NO_SPEC", "NO_WITNESS"]

NO_SPEC: Mapping[str, str] = {}
"""The words that the spec reader does not know, by document."""

NO_CLIENT: Mapping[str, str] = {
    "asana": "a token in an object that may be null",
    "django_rest_framework": "a parameter that is a number",
    "google_aip": "fields whose names are no names of Python",
    "hubspot": "a token in an object that may be absent",
    "intercom": "a token in an object that may be null",
    "jira": "fields whose names are no names of Python",
    "json_api": "fields whose names are no names of Python",
    "kubernetes": "fields whose names are no names of Python",
    "microsoft_graph": "fields whose names are no names of Python",
    "odata": "fields whose names are no names of Python",
    "pagerduty": "the pattern of a parameter",
}
"""Why the generator refuses a document that the spec reader takes."""

_SELECTED = "the fields are absent only if a request does not select them"

NO_WITNESS: Mapping[str, Mapping[str, str]] = {
    "hubspot": {"filter.none archived": "both values of the only filter occur"},
    "shopify": {
        "filter.null vendor": _SELECTED,
        "filter.null status": _SELECTED,
        "filter.null created_at_min": _SELECTED,
        "filter.null created_at_max": _SELECTED,
    },
    "slack": {"filter.none exclude_archived": "the only value of the only filter occurs"},
}
"""Why a law on a document can have no witness."""
