"""Commands that send a request again: a shell command, and Python code."""

import shlex
from collections.abc import Mapping

import httpx

from rollcall.http._credential import Credential
from rollcall.http._request import build_request, request_url

__all__ = ["as_curl", "as_python", "curl_of", "shown_headers"]

# Headers that a client adds by itself, without an effect on the response.
_UNREMARKABLE = {
    *(b"accept", b"accept-encoding", b"connection", b"content-length", b"host", b"user-agent"),
}


def curl_of(url: str, credential: Credential | None) -> str:
    """Return a shell command that sends a GET request to an address."""
    headers = {credential.header: credential.placeholder} if credential else {}
    return as_curl(build_request("GET", url, headers.items()), credential)


def as_curl(request: httpx.Request, credential: Credential | None) -> str:
    """Return a shell command that sends a request; it reads the token from the environment."""
    words = ["curl", "--globoff", "--path-as-is", "--include"]
    if request.method != "GET":
        words += ["--request", request.method]
    for name, value in shown_headers(request).items():
        secret = credential.in_shell(name, value) if credential else None
        if secret:
            words += secret
        elif value:
            words += ["--header", shlex.quote(f"{name}: {value}")]
        else:
            words += ["--header", shlex.quote(f"{name};")]
    return " ".join([*words, shlex.quote(request_url(request))])


def as_python(request: httpx.Request, credential: Credential | None) -> str:
    """Return Python code that sends a request; it reads the token from the environment."""
    pairs = []
    for name, value in shown_headers(request).items():
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


def shown_headers(request: httpx.Request) -> Mapping[str, str]:
    """Return the headers of a request that may affect the response."""
    return {
        name.decode("ascii"): value.decode("latin-1")
        for name, value in request.headers.raw
        if name.lower() not in _UNREMARKABLE and not name.lower().startswith(b"x-schemathesis")
    }
