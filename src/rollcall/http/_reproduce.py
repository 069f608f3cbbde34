"""Commands that send a request again: a shell command, and Python code."""

import re
import shlex
from collections.abc import Mapping

import httpx

from rollcall.http._credential import Credentials
from rollcall.http._places import cookie_pairs, query_pairs
from rollcall.http._request import build_request, request_url
from rollcall.http._variants import Variant

__all__ = ["as_curl", "as_python", "curl_of", "shown_headers"]

_NONE = Credentials()
# Headers that a client adds by itself, without an effect on the response.
_UNREMARKABLE = {
    *(b"accept", b"accept-encoding", b"connection", b"content-length", b"host", b"user-agent"),
}


def curl_of(url: str, credentials: Credentials, variant: str = "right") -> str:
    """Return a shell command that sends a GET request to an address.

    Args:
        url: The address.
        credentials: The credentials.
        variant: The credential variant.
    """
    request = build_request("GET", url, [])
    credentials.add(request, variant)
    return as_curl(request, credentials)


def as_curl(request: httpx.Request, credentials: Credentials = _NONE) -> str:
    """Return a shell command that sends a request; it reads the token from the environment."""
    words = ["curl", "--globoff", "--path-as-is", "--include"]
    if request.method == "HEAD":
        words.append("--head")  # with --request, curl would wait for the body
    elif request.method != "GET":
        words += ["--request", request.method]
    for name, value in shown_headers(request).items():
        words += _header_in_shell(name, value, credentials)
    path, _, query = request_url(request).partition("?")
    kept: list[str] = []
    secret: list[str] = []
    for name, value, text in query_pairs(query):
        variant = _variant(credentials, "query", name, value)
        if variant is None:
            kept.append(text)
        else:
            # Only curl can encode the token.
            secret += ["--data-urlencode", f'"{text.partition("=")[0]}={variant.shell}"']
    url = "?".join(filter(None, (path, "&".join(kept)))) if secret else request_url(request)
    return " ".join([*words, *(["--get"] if secret else []), *secret, shlex.quote(url)])


def as_python(request: httpx.Request, credentials: Credentials = _NONE) -> str:
    """Return Python code that sends a request byte for byte, and prints the whole response.

    It reads the token from the environment.
    """
    pairs = [
        f"{name!r}: {_header_in_python(name, value, credentials)}"
        for name, value in shown_headers(request).items()
    ]
    headers = f", headers={{{', '.join(pairs)}}}" if pairs else ""
    whole = request_url(request)
    if _is_kept(whole):
        url = _url_in_python(whole, credentials)
        sending = f"httpx.request({request.method!r}, {url}{headers})"
    else:
        origin = f"{request.url.scheme}://{request.url.netloc.decode()}"
        target = _url_in_python(whole.removeprefix(origin), credentials)
        exactly = f"extensions={{'target': ({target}).encode()}}"
        sending = f"httpx.Client().request({request.method!r}, {origin!r}{headers}, {exactly})"
    used = {
        "import base64": "base64.b64encode(" in sending,
        "import os": "os.environ[" in sending,
        "from urllib.parse import quote": " quote(" in sending,
    }
    imports = [*(line for line, is_used in used.items() if is_used), "import httpx"]
    printing = 'print(response, *response.headers.items(), response.text, sep="\\n")'
    return "\n".join([*imports, f"response = {sending}", printing])


def _is_kept(url: str) -> bool:
    """Return whether httpx sends an address as it is."""
    try:
        return str(httpx.URL(url)) == url
    except httpx.InvalidURL:
        return False


def _variant(credentials: Credentials, location: str, name: str, value: str) -> Variant | None:
    """Return the variant of a secret value; None if it is not secret."""
    for each in credentials.every:
        field = each.scheme.field
        is_named = name == field or (location == "header" and name.lower() == field.lower())
        if each.scheme.location == location and is_named:
            return each.secret_variant(value)
    return None


def _header_in_shell(name: str, value: str, credentials: Credentials) -> list[str]:
    variant = _variant(credentials, "header", name, value)
    if variant is not None and variant.user is not None:
        return ["--user", f'"{variant.user}"']
    if variant is not None:
        return ["--header", f'"{name}: {variant.shell}"']
    cookies = _cookies(name, value, credentials)
    if any(variant for _, variant in cookies):
        texts = [
            f"{text}={variant.shell}" if variant else re.sub(r'([\\"$`])', r"\\\1", text)
            for text, variant in cookies
        ]
        return ["--header", f'"{name}: {"; ".join(texts)}"']
    text = f"{name}: {value}" if value else f"{name};"
    if text.isascii():
        return ["--header", shlex.quote(text)]
    # A shell would send another encoding than that of the request.
    octal = "".join(f"\\{byte:03o}" for byte in text.encode("latin-1"))
    return ["--header", f"\"$(printf '{octal}')\""]


def _header_in_python(name: str, value: str, credentials: Credentials) -> str:
    variant = _variant(credentials, "header", name, value)
    if variant is not None:
        return variant.python
    cookies = _cookies(name, value, credentials)
    if not any(variant for _, variant in cookies):
        return repr(value if value.isascii() else value.encode("latin-1"))
    texts = [
        f"{f'{text}='!r} + {variant.python}" if variant else repr(text) for text, variant in cookies
    ]
    return ' + "; " + '.join(texts)


def _cookies(name: str, value: str, credentials: Credentials) -> list[tuple[str, Variant | None]]:
    """Return the cookies of a header: the name of each secret one, or else the whole pair."""
    found = []
    for each, content, text in cookie_pairs(value) if name.lower() == "cookie" else ():
        variant = _variant(credentials, "cookie", each, content)
        found.append((each if variant else text, variant))
    return found


def _url_in_python(url: str, credentials: Credentials) -> str:
    path, mark, query = url.partition("?")
    parts = [f"{path}{mark}"]
    for number, (name, value, text) in enumerate(query_pairs(query) if mark else ()):
        parts[-1] += "&" if number else ""
        variant = _variant(credentials, "query", name, value)
        if variant is None:
            parts[-1] += text
        else:
            parts[-1] += f"{text.partition('=')[0]}="
            parts += [f'quote({variant.python}, safe="")', ""]
    texts = [each if number % 2 else repr(each) for number, each in enumerate(parts) if each]
    return " + ".join(texts)


def shown_headers(request: httpx.Request) -> Mapping[str, str]:
    """Return the headers of a request that may affect the response."""
    return {
        name.decode("ascii"): value.decode("latin-1")
        for name, value in request.headers.raw
        if name.lower() not in _UNREMARKABLE and not name.lower().startswith(b"x-schemathesis")
    }
