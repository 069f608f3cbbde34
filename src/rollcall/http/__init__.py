"""HTTP: one transport, with credentials, budgets, retries, deadlines and redaction."""

from httpx import Request, Response

from rollcall.http._budget import Budget, Halted, RateLimited, Spent, TokenRefused
from rollcall.http._client_arguments import (
    client_arguments,
    client_arguments_in_python,
    client_refusal,
    credential_of,
    settings_in_python,
    token_in_python,
    tokens_for_client,
)
from rollcall.http._client_transport import AsyncClientTransport, ClientTransport, Note
from rollcall.http._credential import Credential, Credentials
from rollcall.http._documents import fetch, fetch_from_app, is_wsgi
from rollcall.http._exchange import Exchange, Reproduction, cut, exchange_of, headers_of
from rollcall.http._given import bind, require_given
from rollcall.http._json import BodyProblem, JsonBody, parse_json, read_json
from rollcall.http._keyring import Keyring, Token, keyring_of
from rollcall.http._named_tokens import named_tokens
from rollcall.http._places import cookie_pairs, cookie_with, target_of
from rollcall.http._redact import RedactingStream, Redactor
from rollcall.http._reproduce import as_curl, as_python, curl_of, shown_headers
from rollcall.http._request import build_request, request_url
from rollcall.http._serving import bound_socket, http_server, origin, serving
from rollcall.http._target import Target
from rollcall.http._token_source import TokenCommand, TokenSource
from rollcall.http._transport import Transport, Unanswered
from rollcall.http._variable import TOKEN_VARIABLE
from rollcall.http._waits import wait_seconds
from rollcall.http._wire import StaleConnectionError, Wire, is_loopback

__all__ = [
    "TOKEN_VARIABLE",
    "AsyncClientTransport",
    "BodyProblem",
    "Budget",
    "ClientTransport",
    "Credential",
    "Credentials",
    "Exchange",
    "Halted",
    "JsonBody",
    "Keyring",
    "Note",
    "RateLimited",
    "RedactingStream",
    "Redactor",
    "Reproduction",
    "Request",
    "Response",
    "Spent",
    "StaleConnectionError",
    "Target",
    "Token",
    "TokenCommand",
    "TokenRefused",
    "TokenSource",
    "Transport",
    "Unanswered",
    "Wire",
    "as_curl",
    "as_python",
    "bind",
    "bound_socket",
    "build_request",
    "client_arguments",
    "client_arguments_in_python",
    "client_refusal",
    "cookie_pairs",
    "cookie_with",
    "credential_of",
    "curl_of",
    "cut",
    "exchange_of",
    "fetch",
    "fetch_from_app",
    "headers_of",
    "http_server",
    "is_loopback",
    "is_wsgi",
    "keyring_of",
    "named_tokens",
    "origin",
    "parse_json",
    "read_json",
    "request_url",
    "require_given",
    "serving",
    "settings_in_python",
    "shown_headers",
    "target_of",
    "token_in_python",
    "tokens_for_client",
    "wait_seconds",
]
