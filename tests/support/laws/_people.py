"""A tiny list API in this process: people with names, below ``/people``, and its spec."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

__all__ = ["people"]

_NUMBER = {"type": "integer", "minimum": 1}
_PERSON = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}
_PAGE = {
    "type": "object",
    "required": ["people"],
    "properties": {"people": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}}},
}
_LISTED = {"description": "A page.", "content": {"application/json": {"schema": _PAGE}}}
_REFUSED = {"description": "Refused.", "content": {"application/json": {"schema": {}}}}
_SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "People", "version": "1"},
    "paths": {
        "/people": {
            "get": {
                "operationId": "listPeople",
                "tags": ["people"],
                "parameters": [
                    {
                        "name": "size",
                        "in": "query",
                        "schema": {**_NUMBER, "maximum": 9, "default": 3},
                    },
                    {"name": "page", "in": "query", "schema": {**_NUMBER, "default": 1}},
                ],
                "responses": {"200": _LISTED, "400": _REFUSED},
                "x-list": {
                    "items": "/people",
                    "identity": "/id",
                    "pagination": {
                        "style": "page",
                        "pageSize": {"parameter": "size"},
                        "pageIndex": {"parameter": "page"},
                    },
                },
            }
        }
    },
    "components": {"schemas": {"Person": _PERSON}},
}


def people(*names: str) -> Starlette:
    """Make an application that lists people with these names."""
    rows = [{"id": f"p{number}", "name": name} for number, name in enumerate(names)]

    def spec(request: Request) -> JSONResponse:
        return JSONResponse({**_SPEC, "servers": [{"url": str(request.base_url)}]})

    def listed(request: Request) -> JSONResponse:
        given = {"size": "3", "page": "1", **request.query_params}
        if not all(each.isdecimal() and int(each) for each in given.values()):
            return JSONResponse({}, 400)
        size, page = int(given["size"]), int(given["page"])
        if size > _SPEC["paths"]["/people"]["get"]["parameters"][0]["schema"]["maximum"]:
            return JSONResponse({}, 400)
        return JSONResponse({"people": rows[size * (page - 1) : size * page]})

    return Starlette(routes=[Route("/openapi.json", spec), Route("/people", listed)])
