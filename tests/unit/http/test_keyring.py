"""The credentials of each operation, from its own security and the given tokens."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
import pytest

from rollcall.http import (
    Keyring,
    Redactor,
    Token,
    as_curl,
    as_python,
    build_request,
    client_refusal,
    keyring_of,
    named_tokens,
    request_url,
)
from rollcall.spec import Spec, SpecError, UsageError, parse_spec
from tests.support.guarded import SCHEMES

_TOKEN = "s3cret/+to ken=&x~"  # noqa: S105 - it opens nothing
_Security = Sequence[Mapping[str, Sequence[str]]]


def _spec(**security: _Security | None) -> Spec:
    """Return a spec in which the whole document, or an operation, has this security."""
    document = security.pop("document", None)
    paths = {
        f"/{name}": {
            "get": {
                "operationId": name,
                "responses": {"200": {"description": "It."}},
                **({"security": each} if each is not None else {}),
            }
        }
        for name, each in security.items()
    }
    raw = {
        "openapi": "3.1.0",
        "info": {"title": "Desk", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": SCHEMES},
        **({"security": document} if document is not None else {}),
    }
    return parse_spec(Path("desk.json"), raw)


def _names(keyring: Keyring) -> dict[str, list[str]]:
    return {
        each.id: [part.scheme.name for part in keyring.credentials(each).parts]
        for each in keyring.spec.operations
    }


def test_each_operation_has_its_own_security() -> None:
    """Security is global, or per operation, or none, or optional."""
    spec = _spec(
        document=[{"bearer": []}],
        all=None,
        own=[{"query": []}],
        none=[],
        optional=[{}, {"cookie": []}],
        both=[{"header": [], "query": []}],
    )
    expected = {
        "all": ["bearer"],
        "own": ["query"],
        "none": [],
        "optional": ["cookie"],
        "both": ["header", "query"],
    }
    assert _names(keyring_of(spec, _TOKEN)) == expected
    assert {each.id for each in spec.operations if each.needs_credential} == {"all", "own", "both"}


def test_the_first_alternative_with_tokens_is_sent() -> None:
    """An alternative that cannot be sent, or whose token is missing, is passed over."""
    spec = _spec(books=[{"digest": []}, {"basic": []}, {"header": [], "query": []}, {"cookie": []}])
    chosen = {
        "a:b": ["basic"],
        "plain": ["header", "query"],
    }
    for token, names in chosen.items():
        assert _names(keyring_of(spec, token)) == {"books": names}
    assert _names(keyring_of(spec, {"cookie": "x", "query": "y"})) == {"books": ["cookie"]}
    assert _names(keyring_of(spec)) == {"books": ["basic"]}
    *_, remark = keyring_of(spec, "a:b").remarks()
    assert remark == (
        "books was sent the credential basic, and not digest or header and query or cookie "
        "(--token NAME=VALUE chooses)"
    )


def test_a_token_of_several_schemes_is_told_once() -> None:
    """A token for each of them needs no remark."""
    spec = _spec(books=[{"bearer": []}], maps=[{"bearer": []}], pins=[{"query": [], "cookie": []}])
    shared = "bearer and query and cookie (--token NAME=VALUE gives each its own)"
    assert [*keyring_of(spec, _TOKEN).remarks()] == [
        f"one token was sent for {shared}",
    ]
    named = {"query": "a", "cookie": "b", "": "c"}
    assert not [*keyring_of(spec, named).remarks()]
    assert not [*keyring_of(spec).remarks()]


@pytest.mark.parametrize(
    ("token", "problem"),
    [
        ({"query": "x"}, "--token: books requires another token; pass --token cookie=…"),
        ("plain", "--token: .* requires two parts; pass username:password, with the colon between"),
    ],
)
def test_a_missing_token_is_named(token: Token, problem: str) -> None:
    """The message names the operation, and the option that has its token."""
    security = "cookie" if isinstance(token, dict) else "basic"
    spec = _spec(books=[{security: []}], maps=[{"query": []}], open=[], free=[{"basic": []}, {}])
    with pytest.raises(UsageError, match=problem):
        keyring_of(spec, token).require(spec.operations)
    keyring_of(spec).require(spec.operations)


def test_a_client_needs_the_token_of_its_scheme() -> None:
    """A client sends the credential of the first scheme, whatever the alternatives are."""
    spec = _spec(books=[{"bearer": []}, {"header": []}])
    with pytest.raises(UsageError, match="pass --token bearer=…, or check without the client"):
        keyring_of(spec, {"header": "x"}).require_client()
    for token in ("x", "", {"bearer": "x"}, {"header": "x", "": "y"}):
        keyring_of(spec, token).require_client()


@pytest.mark.parametrize(
    ("security", "refusal"),
    [
        ([{"bearer": []}], ""),
        ([{"header": []}, {"query": []}], ""),
        ([], ""),
        ([{"query": []}], ""),
        ([{"cookie": []}], ""),
        ([{"digest": []}], r"it cannot send the credential digest (http digest)"),
    ],
)
def test_a_client_sends_one_credential(security: _Security, refusal: str) -> None:
    """The reason says which credential the generated client cannot send."""
    assert client_refusal(_spec(books=security)) == refusal


def test_a_credential_that_cannot_be_sent_is_named() -> None:
    """An operation that is not checked may require it."""
    spec = _spec(books=[{"digest": []}], maps=[{"gone": []}], open=[{"bearer": []}])
    keyring = keyring_of(spec, _TOKEN)
    with pytest.raises(SpecError, match=r"books requires .*: digest \(http digest\); select"):
        keyring.require(spec.operations)
    with pytest.raises(SpecError, match=r"maps requires .*: gone \(undefined\); select"):
        keyring.require(spec.operations[1:])
    keyring.require(spec.operations[2:])


def test_tokens_are_named_by_their_schemes() -> None:
    """A token may contain an equals sign; the environment has a variable for each scheme."""
    spec = _spec(books=[{"query": []}])
    assert named_tokens(spec, ["abc="]) == "abc="
    assert named_tokens(spec, ["other=abc"]) == "other=abc"
    assert named_tokens(spec, ["query=a=b", "c"]) == {"query": "a=b", "": "c"}
    environ = {"ROLLCALL_TOKEN": "one", "ROLLCALL_TOKEN_COOKIE": "two"}
    assert named_tokens(spec, [], environ) == {"": "one", "cookie": "two"}
    assert named_tokens(spec, ["cookie=three"], environ) == {"cookie": "three"}
    assert named_tokens(spec, []) == ""
    with pytest.raises(UsageError, match="expected one token for all schemes, got several"):
        named_tokens(spec, ["a", "b"])
    with pytest.raises(UsageError, match="has no security scheme gone; it has bearer, basic"):
        keyring_of(spec, {"gone": "x"})


@pytest.mark.parametrize("scheme", ["bearer", "basic", "header", "query", "cookie"])
def test_a_request_is_kept_with_placeholders(scheme: str) -> None:
    """The token is in a request only while it is sent, for each variant."""
    spec = _spec(books=[{scheme: []}])
    credentials = keyring_of(spec, f"desk:{_TOKEN}").credentials(spec.operations[0])
    url = "http://api.test/books?a%5Bb%5D=1&x=%7E+y"
    for variant, _ in credentials.variants:
        request = build_request("GET", url, [("Cookie", "theme=dark; session=old")])
        credentials.add(request, variant)
        kept = request_url(request), str(request.url), dict(request.headers)
        credentials.reveal(request)
        assert request_url(request).startswith(url)
        sent = httpx.URL(request_url(request)).params.get("api key")
        if scheme == "query" and variant == "right":
            assert sent == f"desk:{_TOKEN}"
        credentials.conceal(request)
        assert (request_url(request), str(request.url), dict(request.headers)) == kept
        assert _TOKEN[:6] not in str(kept)
        assert "theme=dark" in request.headers["cookie"]
        assert "session=old" not in request.headers["cookie"] or scheme != "cookie"


def test_another_credential_in_a_link_is_replaced() -> None:
    """A link that has the key already is followed with one key."""
    spec = _spec(books=[{"query": []}])
    credentials = keyring_of(spec, _TOKEN).credentials(spec.operations[0])
    request = build_request("GET", "http://api.test/books?api+key=old&p=2&api%20key=older", [])
    credentials.add(request)
    assert request_url(request) == "http://api.test/books?p=2&api%20key=[token]"


def test_the_token_in_a_url_is_redacted() -> None:
    """In any spelling: percent-encoded in either case, with a plus for a blank, or as it is."""
    spec = _spec(books=[{"query": []}])
    redactor = Redactor.of(*keyring_of(spec, _TOKEN).secrets())
    written = str(httpx.QueryParams({"k": _TOKEN}))
    client = str(httpx.URL("http://api.test", params={"k": _TOKEN}))
    for text in (written, client, written.lower()):
        assert "s3cret" not in redactor.text(text)
        assert "[token]" in redactor.text(text)


def test_reproductions_name_the_variable_of_the_scheme() -> None:
    """The first scheme has ROLLCALL_TOKEN, and another named one a variable of its own."""
    spec = _spec(first=[{"bearer": []}], books=[{"query": [], "cookie": []}])
    tokens = {"bearer": "one-token", "query": "two-token", "cookie": "three-token"}
    credentials = keyring_of(spec, tokens).credentials(spec.operations[1])
    request = build_request("GET", "http://api.test/books?p=2", [("Cookie", "a=$b`")])
    credentials.add(request)
    curl = as_curl(request, credentials)
    assert '--get --data-urlencode "api%20key=$ROLLCALL_TOKEN_QUERY"' in curl
    assert r'--header "Cookie: a=\$b\`; session=$ROLLCALL_TOKEN_COOKIE"' in curl
    assert 'quote(os.environ["ROLLCALL_TOKEN_QUERY"], safe="")' in as_python(request, credentials)
    assert "token]" not in curl
