"""The JSON body of a response: the status and the media type that describe it."""

from collections.abc import Iterable, Mapping
from typing import Any

from rollcall.spec._errors import SpecError
from rollcall.spec._source import Location, Source

__all__ = ["body_location", "json_media_type", "success_status"]

_RANGES = ("2XX", "2xx", "default")


def json_media_type(media_types: Iterable[str]) -> str | None:
    """Return the key of ``content`` that describes a body in JSON, or None.

    ``application/json`` is preferred to other types of JSON, and these to ranges.

    >>> json_media_type(["text/html", "*/*", "application/vnd.api+json; charset=utf-8"])
    'application/vnd.api+json; charset=utf-8'
    """
    ranked = {key: _rank(key) for key in media_types}
    found = [key for key in ranked if ranked[key]]
    return max(found, key=lambda each: ranked[each]) if found else None


def _rank(key: str) -> int:
    essence = key.partition(";")[0].strip().lower()
    if essence.endswith("/json"):
        return 3
    if essence.endswith("+json"):
        return 2
    return 1 if essence in {"application/*", "*/*"} else 0


def success_status(source: Source, operation: Location) -> str | None:
    """Return the key of the response of success: 200, or else another 2xx, 2XX or default."""
    responses: Mapping[Any, Any] = source.get((*operation, "responses")) or {}
    keys = [str(each) for each in responses]
    exact = sorted(each for each in keys if each[:1] == "2" and each.isdigit())
    return next((each for each in ("200", *exact, *_RANGES) if each in keys), None)


def body_location(source: Source, operation: Location, status: str | int | None) -> Location | None:
    """Return the location of the schema of a body in JSON; None if the document has none.

    Args:
        source: The document.
        operation: The location of the operation.
        status: A key of the responses, or a status, which a range or ``default`` may describe.
    """
    responses: Mapping[str, Any] = source.get((*operation, "responses")) or {}
    keys = (str(status), f"{str(status)[:1]}XX", f"{str(status)[:1]}xx", "default")
    key = next((each for each in keys if each in responses), None)
    if status is None or key is None:
        return None
    try:
        content = (*source.resolve((*operation, "responses", key)), "content")
    except SpecError:
        return None
    media_type = json_media_type(source.get(content) or ())
    location = (*content, media_type or "", "schema")
    return location if source.get(location) is not None else None
