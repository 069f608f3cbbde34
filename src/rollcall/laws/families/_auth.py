"""Authentication: a list requires the token, and no response holds it."""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote, unquote
from uuid import UUID

import attrs

from rollcall.channels import CredentialVariant, Query, Response, Value, following
from rollcall.laws._context import Context
from rollcall.laws._law import HTTP_ONLY, ONE_PAGE, SYNC, Cases, Law, Place, lists_where
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError, describe
from rollcall.spec import Parameter, schemes_of

_UNAUTHORIZED = 401
# A shorter text may be in a response by chance.
_SHORTEST, _LONG = 8, 16
_ALL = 20


def _is_secured(place: Place) -> bool:
    return place.operation.needs_credential


def _has_scheme(place: Place) -> bool:
    """Return whether the header has the name of a scheme before the token."""
    return any(each.prefix for each in schemes_of(place.spec, place.operation))


def _has_pair(place: Place) -> bool:
    """Return whether the operation requires a user and a password."""
    return any(each.kind == "basic" for each in schemes_of(place.spec, place.operation))


_CONDITIONS: Mapping[CredentialVariant, Callable[[Place], bool]] = {
    "scheme": _has_scheme,
    "user": _has_pair,
    "joined": _has_pair,
}
"""The condition under which a credential variant can be sent, if not always."""


def _refusal(name: str, what: str, channels: tuple[str, ...], *tried: CredentialVariant) -> Law:
    """Register the law that requests with some credential variants are refused."""

    @law(
        f"auth.{name}",
        f"A request with {what} is refused with the status 401, on every list.",
        source="RFC 9110, section 15.5.2; the operation's security",
        needs="a letter in the token" if "cased" in tried else "a list that the token opens",
        subjects=lists_where(_CONDITIONS.get(tried[0], _is_secured)),
        cases=lambda context: Cases(
            [
                attrs.evolve(query, variant=variant, scheme=scheme)
                for query in _guarded(context)
                for variant, scheme in context.channel.variants(context.operation)
                if variant in tried
            ],
            least=_ALL,
        ),
        channels=channels,
        is_rowless=True,
    )
    def refused(context: Context, query: Query) -> bool:
        """Compare the status of a request with this credential with 401."""
        response = context.channel.page(query)
        if response.kind != "refusal" or response.status not in {_UNAUTHORIZED, None}:
            of = f" of the scheme {query.scheme}" if query.scheme else ""
            title = f"a request with {what}{of} is not refused: {describe(response)}"
            raise ViolationError(title, response, detail="Expected the status 401.", is_proven=True)
        if response.status is None:
            return False  # the client refuses it
        # It is a witness unless the server refuses the right token as well.
        right = attrs.evolve(query, variant="right", scheme="")
        return context.channel.page(right).status != _UNAUTHORIZED

    return refused


def _guarded(context: Context) -> list[Query]:
    """Return requests that need the token: the list, a later page, with a flag, with a filter."""
    found = [context.query]
    if context.operation.paging.selector:
        found.append(context.numbered(context.query, 2))
    elif context.channel is context.http:
        found += _second_page(context)
    names = [*context.operation.flags][:1]
    found += [context.query.having(each, value=True) for each in names]
    return [*found, *(_filtered(context, each) for each in context.operation.filters[:1])]


def _second_page(context: Context) -> list[Query]:
    """Return the second page, if a link or a token leads to it."""
    for query in [context.sized(each, 1) for each in context.views(context.query)]:
        later = following(context.http.page(query))
        if later is not None:
            return [later]
    return []


def _filtered(context: Context, parameter: Parameter) -> Query:
    """Return the list with a value of a filter that its schema admits."""
    schema = parameter.schema
    match schema.get("type"):
        case "boolean":
            value: Value = True
        case "integer" | "number":
            value = int(schema.get("minimum", schema.get("maximum", 1)))
        case _ if parameter.states:
            value = parameter.states[0]
        case _:
            forms = {"date": "2021-04-25", "date-time": "2021-04-25T00:00:00Z"}
            value = forms.get(schema.get("format", ""), str(UUID(int=1)))
    return context.query.having(parameter.name, value)


def _every_variant(context: Context) -> Cases:
    """Return a request with each credential variant, and one that is refused for its value."""
    variants = context.channel.variants(context.operation)
    found = [attrs.evolve(context.query, variant=name, scheme=each) for name, each in variants]
    size = context.operation.paging.size
    return Cases([*found, *([context.query.having(size, "x")] if size else [])], least=_ALL)


@law(
    "auth.echo",
    "No response holds the token, neither in its body nor in its headers.",
    source="OWASP API Security 2023, API2",
    needs="a token of eight characters or more",
    subjects=lists_where(_is_secured),
    cases=_every_variant,
    channels=HTTP_ONLY,
    is_rowless=True,
)
def echo(context: Context, query: Query) -> bool:
    """Look for the token in the body and the headers of each response."""
    response = context.channel.page(query)
    secrets = [each for each in context.secrets if len(each) >= _SHORTEST]
    schemes = schemes_of(context.spec, context.operation)
    fields = [each.field for each in schemes if each.location == "query"]
    if any(_holds(response, each, fields) for each in secrets):
        raise ViolationError("the response holds the token", response, is_proven=True)
    return bool(secrets)


def _holds(response: Response, token: str, parameters: Iterable[str]) -> bool:
    texts = [response.content.decode("utf-8", "replace"), *response.headers.values()]
    for parameter in parameters:
        # The links of a page have all parameters of its request.
        pair = re.compile(rf"""\b{re.escape(quote(parameter))}=[^&"'<>\s]*""")
        texts = [pair.sub("", each) for each in texts]
    # A link holds it in the spelling of a URL.
    texts += [unquote(each) for each in texts]
    # Without its last character, the token can still be guessed.
    secret = token[:-1].casefold() if len(token) >= _LONG else token.casefold()
    return any(secret in each.casefold() for each in texts)


# A client does not start without a token.
_refusal("missing", "no token", HTTP_ONLY, "none")
_refusal("empty", "an empty token", HTTP_ONLY, "empty")
_refusal("wrong", "a wrong token", ONE_PAGE, "wrong")
_refusal("user", "the right password and another user", SYNC, "user")
_refusal("prefix", "the token without its last character", SYNC, "shortened")
_refusal("suffix", "the token and one more character", SYNC, "extended")
_refusal("case", "the token in swapped case", SYNC, "cased")
_refusal(
    "scheme", "the token under another scheme, or without a scheme", HTTP_ONLY, "scheme", "bare"
)
_joined = "a user and a password without a colon, or not encoded"
_refusal("encoding", _joined, HTTP_ONLY, "joined", "raw")
