"""Documents that describe one server in the words of several frameworks."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import httpx
from attrs import evolve

from tests.support.api import Api, Described

__all__ = ["DIALECTS", "SERVER", "Change", "described", "server_of"]

Change = Callable[[Any], None]
"""Changes the document."""

SERVER = Api(
    items=[
        {"id": f"b{number:02}", "kind": ("map", "atlas")[number % 2], "price": number % 7}
        for number in range(23)
    ],
    fields={
        "id": {"type": "string"},
        "kind": {"type": "string", "enum": ["map", "atlas", "globe"]},
        "price": {"type": "integer"},
    },
    filters={"kind": ("kind", "eq"), "price_from": ("price", "gte")},
)


def of_framework(document: Any) -> None:  # noqa: ANN401 - JSON
    """Write parameters and fields as FastAPI does."""
    operation = document["paths"]["/books"]["get"]
    kind = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    fields = kind["books"]["items"]["properties"]
    document["components"] = {"schemas": {"Kind": {**fields["kind"], "title": "Kind"}}}
    fields["kind"] = {"$ref": "#/components/schemas/Kind"}
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        if parameter["name"] == "kind":
            schema = {"$ref": "#/components/schemas/Kind"}
        default = {"default": schema.pop("default")} if "default" in schema else {}
        title = parameter["name"].title()
        parameter["schema"] = {"anyOf": [schema, {"type": "null"}], "title": title, **default}


def of_openapi_3_0(document: Any) -> None:  # noqa: ANN401 - JSON
    """Write the document as OpenAPI 3.0, with parameters that may be null."""
    document["openapi"] = "3.0.3"
    for parameter in document["paths"]["/books"]["get"]["parameters"]:
        parameter["schema"]["nullable"] = True


def as_media_type(name: str) -> Change:
    """Return the change to another media type."""

    def change(document: Any) -> None:  # noqa: ANN401 - JSON
        for response in document["paths"]["/books"]["get"]["responses"].values():
            response["content"] = {name: response["content"]["application/json"]}

    return change


def as_status(name: str) -> Change:
    """Return the change to another key of the successful response."""

    def change(document: Any) -> None:  # noqa: ANN401 - JSON
        responses = document["paths"]["/books"]["get"]["responses"]
        responses[name] = responses.pop("200")

    return change


def as_joined_objects(document: Any) -> None:  # noqa: ANN401 - JSON
    """Write an item as an ``allOf`` of two objects."""
    content = document["paths"]["/books"]["get"]["responses"]["200"]["content"]
    books = content["application/json"]["schema"]["properties"]["books"]
    identity = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    document["components"] = {"schemas": {"Identified": identity}}
    item = deepcopy(books["items"])
    del item["properties"]["id"]
    item["required"].remove("id")
    books["items"] = {"allOf": [{"$ref": "#/components/schemas/Identified"}, item]}


DIALECTS: dict[str, Change] = {
    "FastAPI": of_framework,
    "OpenAPI 3.0": of_openapi_3_0,
    "JSON:API": as_media_type("application/vnd.api+json"),
    "a charset": as_media_type("application/json; charset=utf-8"),
    "any media type": as_media_type("*/*"),
    "2XX": as_status("2XX"),
    "default": as_status("default"),
    "allOf": as_joined_objects,
}


def described(change: Change) -> Described:
    """Return the server, with a changed document."""
    # Through text, because parameters and fields share their schemas.
    document = json.loads(json.dumps(SERVER.document))
    change(document)
    return Described(SERVER, document)


def server_of(api: Described) -> Described:
    """Return the API with the media type that its document has."""
    (response, *_) = api.document["paths"]["/books"]["get"]["responses"].values()
    media_type = next(iter(response["content"])).replace("*/*", "application/json")

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        response.headers["content-type"] = media_type
        return response

    return evolve(api, api=evolve(SERVER, send=send))
