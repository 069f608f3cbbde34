"""Certificates, made for one run."""

import ssl

import trustme

from ._injection import Contexts

__all__ = ["another_name", "no_tls", "right_name", "unknown_authority"]


def right_name() -> Contexts:
    """Return contexts with a certificate of the server's own name."""
    return _contexts("127.0.0.1")


def another_name() -> Contexts:
    """Return contexts with a certificate of another name, from a trusted authority."""
    return _contexts("api.example.com")


def unknown_authority() -> Contexts:
    """Return contexts with a certificate from an unknown authority."""
    return Contexts(right_name().server, None)


def no_tls() -> Contexts:
    """Return contexts of a client with TLS and a server without."""
    return Contexts(None, None)


def _contexts(name: str) -> Contexts:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return Contexts(server, client)
