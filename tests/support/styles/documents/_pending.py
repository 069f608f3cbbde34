"""What the tool cannot do yet with the documents; a test fails if an entry is out of date."""

from collections.abc import Mapping

__all__ = ["NO_CLIENT", "NO_SPEC", "NO_WITNESS"]

NO_SPEC: Mapping[str, str] = {}
"""The words that the spec reader does not know, by document."""

NO_CLIENT: Mapping[str, str] = {}
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
