"""Authentication: no list without the token, and the token in no answer."""

from collections.abc import Callable, Mapping
from uuid import UUID

import attrs

from contract_tests.channels import Answer, Key, Query, Value, resolved
from contract_tests.contract import Links, Pages, Parameter, asked_scheme, has_pair

from ._drawing import filters
from ._law import CLIENT, PAGE, WIRE, Breach, Cases, Law, Place, law
from ._scene import Scene, describe

__all__ = ["LAWS"]

_UNAUTHORIZED = 401
# Shorter ones turn up by chance.
_SHORTEST, _LONG = 8, 16
_ALL = 20


def _secured(place: Place) -> list[str]:
    return [""] if place.operation.security else []


def _schemed(place: Place) -> list[str]:
    """Give the operation, if its token stands behind the name of a scheme."""
    return [""] if asked_scheme(place.document, place.operation).get("type") == "http" else []


def _paired(place: Place) -> list[str]:
    """Give the operation, if it asks for a user and a password."""
    return [""] if has_pair(place.document, place.operation) else []


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
        cases=lambda scene, _: Cases(
            [
                attrs.evolve(query, key=key)
                for query in _guarded(scene)
                for key in tried
                if key in keys(scene)
            ],
            least=_ALL,
        ),
        channels=channels,
        is_rowless=True,
    )
    def refused(scene: Scene, query: Query) -> bool:
        answer = scene.channel.page(query)
        if answer.kind != "refusal" or answer.status not in {_UNAUTHORIZED, None}:
            title = f"a request with {what} gives {describe(answer)}"
            raise Breach(title, "Expected the status 401.", answer, is_proven=True)
        # A list that was opened, or whose parent was looked for, is one that the token opens.
        return scene.channel.page(attrs.evolve(query, key="right")).status != _UNAUTHORIZED

    return refused


def keys(scene: Scene) -> frozenset[Key]:
    """Give how a request through the channel can authenticate itself."""
    return scene.channel.keys


def _guarded(scene: Scene) -> list[Query]:
    """Give what a token guards: the list, a later page, with a flag, and with a filter."""
    found = [scene.query]
    pagination = scene.listing.pagination
    if isinstance(pagination, Pages):
        found.append(scene.numbered(scene.query, 2))
    elif scene.channel is scene.http:
        found += _linked(scene, pagination)
    flags = [each for each in scene.operation.parameters if each.expand is not None]
    found += [scene.query.having(each.name, value=True) for each in flags[:1]]
    return [*found, *(_filtered(scene, each) for each in filters(scene.operation)[:1])]


def _linked(scene: Scene, links: Links) -> list[Query]:
    """Give the second page, if there is a link to it."""
    for query in [scene.sized(each, 1) for each in scene.views(scene.query)]:
        answer = scene.http.page(query)
        link = links.next.read(answer.body)
        if answer.kind == "page" and isinstance(link, str) and link:
            return [Query(scene.operation, scene.parent, link=resolved(answer.url, link))]
    return []


def _filtered(scene: Scene, parameter: Parameter) -> Query:
    """Give the list with a value of a filter that its schema admits, as far as it says."""
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
    return scene.query.having(parameter.name, value)


def _all_keys(scene: Scene, subject: str) -> Cases:
    """Give requests of every token, and one whose value is refused."""
    del subject
    found = [attrs.evolve(scene.query, key=each) for each in sorted(keys(scene))]
    size = scene.listing.pagination.size
    return Cases([*found, *(scene.query.having(each, "x") for each in [size] if each)], least=_ALL)


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
def echo(scene: Scene, query: Query) -> bool:
    answer = scene.channel.page(query)
    secrets = [each for each in scene.secrets if len(each) >= _SHORTEST]
    if any(_holds(answer, each) for each in secrets):
        raise Breach("the answer holds the token", "", answer, is_proven=True)
    return bool(secrets)


def _holds(answer: Answer, token: str) -> bool:
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
