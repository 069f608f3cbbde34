"""Certificates, made for one run."""

import ssl

import trustme

from ._injection import Contexts

__all__ = ["another_name", "no_tls", "right_name", "unknown_authority"]


def right_name() -> Contexts:
    """Make a certificate of the server's own name."""
    return _contexts("127.0.0.1")


def another_name() -> Contexts:
    """Make a certificate of another name, from an authority that the client trusts."""
    return _contexts("api.example.com")


def unknown_authority() -> Contexts:
    """Make a certificate of the server's own name, from an authority that the client knows not."""
    return Contexts(right_name().server, None)


def no_tls() -> Contexts:
    """Make none: the server waits for something else than a client that speaks TLS."""
    return Contexts(None, None)


def _contexts(name: str) -> Contexts:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return Contexts(server, client)
