"""The credentials of a run: sent, reproduced, and redacted in every output."""

import base64
from pathlib import Path

import httpx
import pytest

from rollcall.http import (
    Credential,
    Redactor,
    client_arguments,
    client_arguments_in_python,
    credential_of,
    keyring_of,
    token_in_python,
    tokens_for_client,
)
from rollcall.spec import Spec, SpecError, UsageError, read_spec

_TOKEN = "Al 1ce:pa$$ 'W0rd*"  # noqa: S105 - no one's
_PASSWORD = _TOKEN.partition(":")[2]
_SPEC = """
openapi: 3.1.1
info: { title: Desk, version: 1.0.0 }
servers: [{ url: "http://127.0.0.1/v1" }]
paths:
  /books:
    get: { operationId: listBooks, security: [{ desk: [] }] }
components:
  securitySchemes:
    desk: { type: http, scheme: SCHEME }
"""


def _document(folder: Path, scheme: str) -> Spec:
    path = folder / "desk.yaml"
    path.write_text(_SPEC.replace("SCHEME", scheme), encoding="utf-8")
    return read_spec(path)


def _credential(folder: Path, scheme: str) -> Credential:
    credential = credential_of(_document(folder, scheme), _TOKEN)
    assert credential is not None
    return credential


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_variants_of_a_user_and_a_password(tmp_path: Path) -> None:
    """Basic sends both in Base64; each wrong variant differs in one part."""
    variants = {
        name: variant.sent for name, variant in _credential(tmp_path, "basic").variants.items()
    }
    texts = {
        name: base64.b64decode(variants[name].removeprefix("Basic ")).decode()
        for name in ("right", "shortened", "extended", "cased", "wrong", "user", "joined")
    }
    assert texts["right"] == _TOKEN
    assert texts["shortened"] == _TOKEN[:-1]
    assert texts["extended"] == f"{_TOKEN}x"
    assert texts["cased"] == f"Al 1ce:{_PASSWORD.swapcase()}"
    assert texts["wrong"].partition(":")[::2] != ("Al 1ce", _PASSWORD)
    assert texts["wrong"].startswith("Al 1ce:")
    assert texts["user"].endswith(f":{_PASSWORD}")
    assert not texts["user"].startswith("Al 1ce:")
    assert texts["joined"] == "Al 1ce" + _PASSWORD
    assert variants["raw"] == f"Basic {_TOKEN}"
    assert variants["scheme"] == f"Bearer {_encoded(_TOKEN)}"
    assert variants["bare"] == _encoded(_TOKEN)
    assert variants["empty"] == "Basic"


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
def test_requests_are_kept_without_secrets(scheme: str, tmp_path: Path) -> None:
    """A request is built and kept with a placeholder, and sent with the credential."""
    credential = _credential(tmp_path, scheme)
    for name, variant in credential.variants.items():
        shown = credential.values()[name]
        assert _PASSWORD not in shown
        assert _encoded(_TOKEN)[:12] not in shown
        request = httpx.Request(
            "GET", "http://127.0.0.1/", headers={credential.scheme.field: shown}
        )
        credential.reveal(request)
        assert request.headers[credential.scheme.field] == variant.sent
        credential.conceal(request)
        assert request.headers[credential.scheme.field] == shown


def test_the_password_is_redacted(tmp_path: Path) -> None:
    """The password, its variants and their Base64 are redacted; the user is not secret."""
    spec = _document(tmp_path, "basic")
    redactor = Redactor.of(*keyring_of(spec, _TOKEN).secrets())
    credential = _credential(tmp_path, "basic")
    texts = [variant.sent for variant in credential.variants.values()]
    texts += [_TOKEN, _PASSWORD, _PASSWORD[:-1], _PASSWORD.swapcase(), _encoded(_PASSWORD)]
    for text in texts:
        shown = redactor.text(f"<{text}>")
        assert _PASSWORD[:-1] not in shown
        assert _PASSWORD.swapcase() not in shown
        assert _encoded(_TOKEN)[:12] not in shown
    assert redactor.text("Al 1ce was here") == "Al 1ce was here"


@pytest.mark.parametrize("token", ["desk:pass", "desk:s3cretly", "desk:s3cretly!", "desk:?>~~~~?>"])
def test_base64_of_user_and_password_is_secret(token: str, tmp_path: Path) -> None:
    """It is also secret without padding, and in base64url."""
    spec = _document(tmp_path, "basic")
    credential = credential_of(spec, token)
    assert credential is not None
    redactor = Redactor.of(*keyring_of(spec, token).secrets())
    for write in (base64.b64encode, base64.urlsafe_b64encode):
        text = write(token.encode()).decode()
        assert {text, text.rstrip("=")} <= {*credential.secrets}
        assert redactor.text(text.rstrip("=")) == "[token]"


def test_a_short_password_is_redacted_beside_its_user_only(tmp_path: Path) -> None:
    """A short password may be a common word, such as ``pass``."""
    redactor = Redactor.of(*keyring_of(_document(tmp_path, "basic"), "desk:pass").secrets())
    assert redactor.text('"verdict": "pass"') == '"verdict": "pass"'
    assert redactor.text(f"desk:pass {_encoded('desk:pass')}") == "[token] [token]"


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
def test_a_client_gets_a_credential_for_an_open_server(scheme: str, tmp_path: Path) -> None:
    """A client refuses empty credentials, even if the server requires none."""
    spec = _document(tmp_path, scheme)
    tokens = tokens_for_client(spec, credential_of(spec, ""))
    assert all(client_arguments(spec, tokens["right"]).values())


def test_a_token_without_a_colon_is_refused_for_basic(tmp_path: Path) -> None:
    """The message names the user and the password."""
    spec = _document(tmp_path, "basic")
    with pytest.raises(UsageError, match="pass username:password, with the colon"):
        keyring_of(spec, "alone").require(spec.operations)
    for scheme, token in (("basic", "a:b"), ("basic", ""), ("bearer", "alone")):
        spec = _document(tmp_path, scheme)
        keyring_of(spec, token).require(spec.operations)


def test_a_client_gets_the_documented_arguments(tmp_path: Path) -> None:
    """A client takes user and password by their names in the document."""
    text = _SPEC.replace("SCHEME", "basic")
    spec = _document(tmp_path, "basic")
    assert client_arguments(spec, "a:b:c") == {"username": "a", "password": "b:c"}
    path = tmp_path / "named.yaml"
    pairs = "[{ user: desk, password: desk_secret }, { user: reader, password: pin }]"
    path.write_text(text.replace("basic }", f"basic, x-credentials: {pairs} }}"), "utf-8")
    named = read_spec(path)
    assert [*client_arguments(named, "a:b").items()] == [("desk", "a"), ("desk_secret", "b")]
    token = token_in_python(named, credential_of(named, "a:b"))
    lines, arguments = client_arguments_in_python(named, token)
    assert arguments == "desk=user, desk_secret=password"
    assert lines == ['user, _, password = os.environ["ROLLCALL_TOKEN"].partition(":")']
    bearer = _document(tmp_path, "bearer")
    assert client_arguments(bearer, "a:b") == {"api_key": "a:b"}


def test_credentials_that_cannot_be_sent_are_named(tmp_path: Path) -> None:
    """A message names an unsupported scheme, or the missing name of a pair."""
    spec = _document(tmp_path, "digest")
    with pytest.raises(
        SpecError, match=r"listBooks requires .* cannot be sent: desk \(http digest"
    ):
        keyring_of(spec, "x").require(spec.operations)
    path = tmp_path / "unnamed.yaml"
    path.write_text(_SPEC.replace("SCHEME", "basic, x-credentials: [{}]"), "utf-8")
    with pytest.raises(SpecError, match="x-credentials/0: 'user' is a required property"):
        client_arguments(read_spec(path), "a:b")
