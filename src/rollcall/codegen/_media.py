"""How the bodies of requests and responses are written: JSON, a form, text or bytes."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Literal

import attrs

from rollcall.spec import Location, Parameter, Spec, forms, json_media_type, plain_schema, types_of

__all__ = ["FORM", "RAW", "FormField", "Media", "form_fields", "media_of"]

RAW = "x-raw"
"""The key of an operation and of a response whose body is no JSON: media type and kind."""
FORM = "x-form"
"""The key of a parameter that is a field of a form: ``text`` or ``file``; of an operation: of
which media type its form is."""

_MULTIPART = "multipart/form-data"
_FORMS = {"application/x-www-form-urlencoded", _MULTIPART}
_STREAMS = {"text/event-stream"}


@attrs.frozen
class Media:
    """A media type of a body.

    Attributes:
        key: The key of ``content``.
        kind: How the body is written.
    """

    key: str
    kind: Literal["json", "form", "text", "bytes"]

    @property
    def sent(self) -> str:
        """The media type of a request, which is no range."""
        essence = self.key.partition(";")[0].strip()
        return "application/octet-stream" if "*" in essence else essence

    @property
    def raw(self) -> dict[str, Any]:
        """What a package has to know of a body that is no JSON."""
        return {"media": self.sent, "type": "PlainText" if self.kind == "text" else "bytes"}


@attrs.frozen
class FormField:
    """A field of a form.

    Attributes:
        name: Its name.
        kind: What it has; None: its schema is not supported.
        is_required: Whether each form has it.
        schema: The schema of its text.
    """

    name: str
    kind: Literal["text", "file"] | None
    is_required: bool
    schema: Mapping[str, Any]

    @property
    def parameter(self) -> dict[str, Any]:
        """The field as a parameter, because it is an argument like one."""
        schema = {"type": "string"} if self.kind == "file" else deepcopy({**self.schema})
        return {
            "name": self.name,
            "in": "query",
            "required": self.is_required,
            "schema": schema,
            FORM: self.kind,
            **{key: self.schema[key] for key in ("description",) if key in self.schema},
        }


def media_of(spec: Spec, place: Location, *, is_request: bool) -> Media | None:
    """Return the media type that a client uses for a body; None if there is none.

    JSON is preferred to forms, and these to the first one of others.

    Args:
        spec: The document.
        place: The location of a request or a response.
        is_request: Whether it is a request, which may be a form.
    """
    content: Mapping[str, Any] = spec.get((*place, "content")) or {}
    key = json_media_type(content)
    if key is not None and not _is_file(spec, spec.get((*place, "content", key, "schema"))):
        return Media(key, "json")
    found = {each: each.partition(";")[0].strip().lower() for each in content}
    for each, essence in found.items() if is_request else ():
        if essence in _FORMS:
            return Media(each, "form")
    for each, essence in found.items():
        if essence not in _STREAMS:
            is_text = essence.startswith("text/") or essence.endswith(("/xml", "+xml"))
            return Media(each, "text" if is_text else "bytes")
    return None


def form_fields(spec: Spec, place: Location, media: Media) -> Iterator[FormField]:
    """Yield the fields of a form; none if it is no object, or one of several."""
    found = forms(spec.raw, spec.get((*place, "content", media.key, "schema")))
    is_multipart = media.sent == _MULTIPART
    for name, schema in (found[0].get("properties") or {}).items() if len(found) == 1 else ():
        described = forms(spec.raw, schema)
        if any(each.get("readOnly") is True for each in described):
            continue
        plain = plain_schema(spec.raw, schema)
        kind: Literal["text", "file"] | None = "file" if is_multipart else None
        if not _is_file(spec, schema):
            one = plain.get("items", {}) if plain.get("type") == "array" else plain
            is_plain = Parameter(name, "query", required=False, schema=one).is_plain
            kind = "text" if is_plain and not _is_file(spec, one) else None
        yield FormField(name, kind, name in found[0].get("required", ()), plain)


def _is_file(spec: Spec, schema: object) -> bool:
    """Return whether a schema describes bytes, as OpenAPI 3.0 or 3.1 does."""
    found = forms(spec.raw, schema)
    if len(found) != 1:
        return False
    has_media_type = "contentMediaType" in found[0] and "contentEncoding" not in found[0]
    is_text = types_of(found[0]) <= {"string"}
    return is_text and (found[0].get("format") == "binary" or has_media_type)
