"""Writes down a request so that it can be sent again by hand: as a shell line, and as Python."""

import shlex
from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import httpx

from rollcall.http._credential import Credential, client_arguments_in_python
from rollcall.http._exchange import Reproduction
from rollcall.http._transport import Transport, build_request, request_url
from rollcall.spec import Operation, Parameter, Spec

__all__ = ["as_curl", "as_python", "curl_of", "reproduction"]

# What a client adds by itself and what does not change the answer.
_UNREMARKABLE = {
    *(b"accept", b"accept-encoding", b"connection", b"content-length", b"host", b"user-agent"),
}


def reproduction(
    request: httpx.Request, transport: Transport, spec: Spec, operation: Operation
) -> Reproduction:
    """Return how to send a request of a transport again."""
    credential = transport.credential
    return Reproduction(
        curl=as_curl(request, credential),
        python=as_python(request, credential, spec, operation, transport.base_url),
    )


def curl_of(url: str, credential: Credential | None) -> str:
    """Write a GET of an address as a shell line."""
    headers = {credential.header: credential.placeholder} if credential else {}
    return as_curl(build_request("GET", url, headers.items()), credential)


def as_curl(request: httpx.Request, credential: Credential | None) -> str:
    """Write a request as a shell line; the token is read from the environment."""
    words = ["curl", "--globoff", "--path-as-is", "--include"]
    if request.method != "GET":
        words += ["--request", request.method]
    for name, value in _headers(request).items():
        secret = credential.in_shell(name, value) if credential else None
        if secret:
            words += secret
        elif value:
            words += ["--header", shlex.quote(f"{name}: {value}")]
        else:
            words += ["--header", shlex.quote(f"{name};")]
    return " ".join([*words, shlex.quote(request_url(request))])


def as_python(
    request: httpx.Request,
    credential: Credential | None,
    spec: Spec,
    operation: Operation,
    base_url: str,
) -> str:
    """Write a request as Python: a call of the generated client where it can send it, or httpx."""
    arguments = _client_arguments(request, credential, operation, base_url)
    if arguments is None:
        return _as_httpx(request, credential)
    call = f"client.{operation.tag}.list({', '.join(arguments)})"
    before, key = client_arguments_in_python(spec)
    lines = ["import os", f"from {spec.package} import Client"]
    if "date(" in call:
        lines.insert(1, "from datetime import date")
    return "\n".join(
        [
            *lines,
            *before,
            f'with Client({key}, base_url="{base_url}") as client:',
            f'    print(*next({call}.pages()).items, sep="\\n")',
        ]
    )


def _as_httpx(request: httpx.Request, credential: Credential | None) -> str:
    pairs = []
    for name, value in _headers(request).items():
        secret = credential.in_python(name, value) if credential else None
        if secret:
            pairs.append(f'"{name}": {secret}')
        else:
            pairs.append(f"{name!r}: {value!r}")
    headers = f", headers={{{', '.join(pairs)}}}" if pairs else ""
    used = {"base64": "base64.b64encode(" in headers, "os": "os.environ[" in headers}
    names = [*(name for name, is_used in used.items() if is_used), "httpx"]
    lines = "".join(f"import {each}\n" for each in names)
    return (
        f"{lines}print(httpx.request({request.method!r}, {request_url(request)!r}{headers}).text)"
    )


def _headers(request: httpx.Request) -> Mapping[str, str]:
    return {
        name.decode("ascii"): value.decode("latin-1")
        for name, value in request.headers.raw
        if name.lower() not in _UNREMARKABLE and not name.lower().startswith(b"x-schemathesis")
    }


def _client_arguments(
    request: httpx.Request,
    credential: Credential | None,
    operation: Operation,
    base_url: str,
) -> list[str] | None:
    """Return the arguments by which the generated client sends this request, or None if it cannot."""
    headers = _headers(request)
    if request.method != operation.method or not operation.tag or credential is None:
        return None
    if [*headers.items()] != [(credential.header, credential.placeholder)]:
        return None
    parts = urlsplit(request_url(request))
    path = _path_values(operation.path, parts.path.removeprefix(urlsplit(base_url).path))
    try:
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        return None
    if path is None or len(dict(query)) != len(query):
        return None
    arguments = []
    for location, name, value in (
        *(("path", name, value) for name, value in path.items()),
        *(("query", name, value) for name, value in query),
    ):
        parameter = operation.parameter(name)
        is_argument = parameter is not None and parameter in operation.arguments
        literal = _literal(parameter, value) if parameter and is_argument else None
        if parameter is None or parameter.location != location or literal is None:
            return None
        arguments.append(literal if location == "path" else f"{parameter.python_name}={literal}")
    return arguments


def _path_values(template: str, path: str) -> dict[str, str] | None:
    names, texts = template.split("/"), path.split("/")
    if len(names) != len(texts):
        return None
    values = {}
    for name, text in zip(names, texts, strict=True):
        if name.startswith("{"):
            values[name[1:-1]] = unquote(text)
        elif name != text:
            return None
    return values


def _literal(parameter: Parameter, text: str) -> str | None:
    """Write the Python value that a client sends as this text, or None if there is none."""
    types, form = parameter.schema.get("type"), parameter.schema.get("format")
    try:
        match types, form:
            case "boolean", _:
                return {"true": "True", "false": "False"}.get(text)
            case "integer", _:
                return _whole(parameter, text)
            case "string", "date":
                day = date.fromisoformat(text)
                written = f"date({day.year}, {day.month}, {day.day})"
                return written if day.isoformat() == text else None
            case "string", "uuid":
                return repr(text) if str(UUID(text)) == text else None
            case "string", None:
                return repr(text)
    except ValueError:
        pass
    return None


def _whole(parameter: Parameter, text: str) -> str | None:
    number = int(text)
    low, high = parameter.schema.get("minimum", number), parameter.schema.get("maximum", number)
    return str(number) if str(number) == text and low <= number <= high else None
