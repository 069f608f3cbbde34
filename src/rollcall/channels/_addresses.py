"""Resolves and compares URLs."""

from urllib.parse import unquote, urljoin, urlsplit

__all__ = ["is_address", "origin_of", "path_values", "resolved"]


def resolved(url: str, link: str) -> str:
    """Return a link resolved against an address (RFC 3986); an invalid link as it is."""
    try:
        return urljoin(url, link)
    except ValueError:
        return link


def is_address(text: str) -> bool:
    """Return whether a text can be an address (RFC 3986)."""
    try:
        origin_of(text)
    except ValueError:
        return False
    return True


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Return the scheme, the host and the port of an address, or its default port.

    Raises:
        ValueError: It is not an address.
    """
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", port


def path_values(template: str, path: str) -> dict[str, str] | None:
    """Return the values of the parameters of a path; None where it does not match."""
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
