"""Authentication: no list without the token, and the token in no answer."""

from collections.abc import Callable, Mapping
from uuid import UUID

import attrs

from rollcall.channels import Key, Query, Response, Value, resolved
from rollcall.laws._context import Context, describe
from rollcall.laws._drawing import filters
from rollcall.laws._law import CLIENT, PAGE, WIRE, Cases, Law, Place, ViolationError, law
from rollcall.spec import Parameter, asked_scheme, has_pair

__all__ = ["LAWS"]

_UNAUTHORIZED = 401
# Shorter ones turn up by chance.
_SHORTEST, _LONG = 8, 16
_ALL = 20


def _secured(place: Place) -> list[str]:
    return [""] if place.operation.security else []


def _schemed(place: Place) -> list[str]:
    """Return the operation, if its token stands behind the name of a scheme."""
    return [""] if asked_scheme(place.spec, place.operation).get("type") == "http" else []


def _paired(place: Place) -> list[str]:
    """Return the operation, if it asks for a user and a password."""
    return [""] if has_pair(place.spec, place.operation) else []


_SUBJECTS: Mapping[Key, Callable[[Place], list[str]]] = {
    "scheme": _schemed,
    "user": _paired,
    "joined": _paired,
}


def _refusal(name: str, what: str, channels: tuple[str, ...], *tried: Key) -> Law:
    """Make the law that a request which authenticates itself so is refused."""

    @law(
        f"auth.{name}",
        f"A request with {what} is refused with the status 401, on every list.",
        source="RFC 9110, section 15.5.2; the operation's security",
        needs="letter in the token" if "cased" in tried else "list that the token opens",
        subjects=_SUBJECTS.get(tried[0], _secured),
        cases=lambda context, _: Cases(
            [
                attrs.evolve(query, key=key)
                for query in _guarded(context)
                for key in tried
                if key in keys(context)
            ],
            least=_ALL,
        ),
        channels=channels,
        is_rowless=True,
    )
    def refused(context: Context, query: Query) -> bool:
        answer = context.channel.page(query)
        if answer.kind != "refusal" or answer.status not in {_UNAUTHORIZED, None}:
            title = f"a request with {what} gives {describe(answer)}"
            raise ViolationError(title, "Expected the status 401.", answer, is_proven=True)
        # A list that was opened, or whose parent was looked for, is one that the token opens.
        return context.channel.page(attrs.evolve(query, key="right")).status != _UNAUTHORIZED

    return refused


def keys(context: Context) -> frozenset[Key]:
    """Return how a request through the channel can authenticate itself."""
    return context.channel.keys


def _guarded(context: Context) -> list[Query]:
    """Return what a token guards: the list, a later page, with a flag, and with a filter."""
    found = [context.query]
    paging = context.operation.paging
    if paging.number:
        found.append(context.numbered(context.query, 2))
    elif context.channel is context.http:
        found += _linked(context)
    flags = [each for each in context.operation.parameters if each.expand is not None]
    found += [context.query.having(each.name, value=True) for each in flags[:1]]
    return [*found, *(_filtered(context, each) for each in filters(context.operation)[:1])]


def _linked(context: Context) -> list[Query]:
    """Return the second page, if there is a link to it."""
    for query in [context.sized(each, 1) for each in context.views(context.query)]:
        answer = context.http.page(query)
        link = context.operation.paging.next_link(answer.body)
        if answer.kind == "page" and link is not None:
            return [Query(context.operation, context.parent, link=resolved(answer.url, link))]
    return []


def _filtered(context: Context, parameter: Parameter) -> Query:
    """Return the list with a value of a filter that its schema admits, as far as it says."""
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


def _all_keys(context: Context, subject: str) -> Cases:
    """Return requests of every token, and one whose value is refused."""
    del subject
    found = [attrs.evolve(context.query, key=each) for each in sorted(keys(context))]
    size = context.operation.paging.size
    return Cases(
        [*found, *(context.query.having(each, "x") for each in [size] if each)], least=_ALL
    )


@law(
    "auth.echo",
    "The token is in no answer: neither in a body nor in a header.",
    source="OWASP API Security 2023, API2",
    needs="token of eight characters or more",
    subjects=_secured,
    cases=_all_keys,
    channels=WIRE,
    is_rowless=True,
)
def echo(context: Context, query: Query) -> bool:
    answer = context.channel.page(query)
    secrets = [each for each in context.secrets if len(each) >= _SHORTEST]
    if any(_holds(answer, each) for each in secrets):
        raise ViolationError("the answer holds the token", "", answer, is_proven=True)
    return bool(secrets)


def _holds(answer: Response, token: str) -> bool:
    texts = [answer.content.decode("utf-8", "replace"), *answer.headers.values()]
    # A token with an ending cut off is one to guess the rest of.
    wanted = token[:-1].casefold() if len(token) >= _LONG else token.casefold()
    return any(wanted in each.casefold() for each in texts)


LAWS = (
    _refusal("missing", "no token", PAGE, "none"),
    _refusal("empty", "an empty token", CLIENT, "empty"),
    _refusal("wrong", "a wrong token", PAGE, "wrong"),
    _refusal("user", "the right password and another user", CLIENT, "user"),
    _refusal("prefix", "the token but for its last character", CLIENT, "shortened"),
    _refusal("suffix", "the token and one more character", CLIENT, "extended"),
    _refusal("case", "the token in the other case", CLIENT, "cased"),
    _refusal("scheme", "the token under another scheme, or under none", WIRE, "scheme", "bare"),
    _refusal(
        "encoding",
        "a user and a password without the colon, or not encoded",
        WIRE,
        "joined",
        "raw",
    ),
    echo,
)
