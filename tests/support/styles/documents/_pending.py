"""What the tool cannot do yet with the documents; a test fails if an entry is out of date."""

from collections.abc import Mapping

__all__ = ["NO_CLIENT", "NO_SPEC", "NO_WITNESS"]

NO_SPEC: Mapping[str, str] = {}
"""The words that the spec reader does not know, by document."""

NO_CLIENT: Mapping[str, str] = {}
"""Why the generator refuses a document that the spec reader takes."""

NO_WITNESS: Mapping[str, Mapping[str, str]] = {
    "hubspot": {"filter.none archived": "both values of the only filter occur"},
    "slack": {"filter.none exclude_archived": "the only value of the only filter occurs"},
}
"""Why a law on a document can have no witness."""
