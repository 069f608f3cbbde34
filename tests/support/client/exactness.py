"""Whether a client returns what it was sent, by a reader of JSON that keeps each token."""

import copy
import json
import pickle
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from random import Random
from types import ModuleType
from typing import Any
from uuid import UUID

import attrs
import httpx

import telnyx_video
import twilio_video
from rollcall.spec import instant_of
from tests.support.client.hostile import Written, write_items

__all__ = ["LISTS", "Listed", "check"]

_PARENT = "7b61621f-62e0-4aad-ab11-9fd19e272e73"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IDS = tuple(f"7b61621f-62e0-4aad-ab10-{number:012}" for number in range(3))
_SIDS = tuple(f"PA{number:032x}" for number in range(3))


@attrs.frozen
class Listed:
    """A list of a client.

    Attributes:
        package: The package of the client.
        item: The name of the model of an item.
        identity: The field that identifies an item.
        identities: A value of that field for each item.
        at: The field of the body with the items.
        open: Returns the pager.
        is_numbered: Whether its pages are numbered.
    """

    package: ModuleType
    item: str
    identity: str
    identities: Sequence[str]
    at: str
    open: Callable[..., Any]
    is_numbered: bool = True

    @property
    def model(self) -> Any:  # noqa: ANN401 - a generated class
        """The model of an item."""
        return getattr(self.package, self.item)

    def body(self, items: Sequence[Written]) -> bytes:
        """Return the only page of the list."""
        array = b",\n".join(each.text for each in items)
        count = len(items)
        meta = (
            f'"page_number": 1.0, "page_size": 2e1, "total_pages": {min(count, 1)}, '
            f'"total_results": {count}'
            if self.is_numbered
            else '"key": "participants", "page": 0.0, "page_size": 50, "url": "", '
            '"first_page_url": "", "previous_page_url": null, "next_page_url": null'
        )
        return b'{"%b" : [%b], "meta": {%b}}' % (self.at.encode(), array, meta.encode())

    def pages(self, body: bytes, **options: object) -> Any:  # noqa: ANN401 - a pager
        """Return the pager of a server with one body."""
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
        credentials = ("key",) if self.is_numbered else ("AC0", "token")
        http = httpx.Client(transport=transport, trust_env=False)
        return self.open(self.package.Client(*credentials, http_client=http, retries=0), **options)


LISTS = {
    "rooms": Listed(
        telnyx_video,
        "Room",
        "id",
        _IDS,
        "data",
        lambda client, **options: client.rooms.list(**options),
    ),
    "sessions": Listed(
        telnyx_video,
        "RoomSession",
        "id",
        _IDS,
        "data",
        lambda client, **options: client.rooms.sessions.list(_PARENT, **options),
    ),
    "participants": Listed(
        telnyx_video,
        "RoomParticipant",
        "id",
        _IDS,
        "data",
        lambda client, **options: client.room_sessions.participants.list(_PARENT, **options),
    ),
    "twilio participants": Listed(
        twilio_video,
        "RoomParticipant",
        "sid",
        _SIDS,
        "participants",
        lambda client, **options: client.rooms.participants.list("RM0", **options),
        is_numbered=False,
    ),
}
"""The lists of both clients."""


class _Pairs(list[tuple[str, Any]]):
    """The names and values of an object, in order, also those that occur twice."""


@attrs.frozen
class _Number:
    """A number, as it is spelled."""

    text: str


def _tokens(content: bytes) -> Any:  # noqa: ANN401 - JSON
    return json.loads(content, object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_Number)


def check(listed: Listed, seed: int) -> None:
    """Check that a page is read exactly, or that its error says which item has a flaw.

    Args:
        listed: The list.
        seed: Chooses the page.
    """
    chance = Random(seed)  # noqa: S311 - no secret
    items = write_items(listed.model, listed.identity, listed.identities, chance)
    body = listed.body(items)
    _check_raised(listed, items, body)
    try:
        pages = [*listed.pages(body, on_invalid="skip").pages()]
    except listed.package.DecodingError:
        pages = []
    if not pages:
        assert not all(map(_is_separable, items)), body
        return
    (page,) = pages
    assert [each.content for each in page.skipped] == [each.text for each in items if each.flaw]
    for skipped in page.skipped:
        assert skipped.path.startswith(f"$.{listed.at}[{skipped.position}]"), skipped
    sent = [each.text for each in items if not each.flaw]
    for item, text in zip(page.items, sent, strict=True):
        _check_item(listed.package, item, text)


def _check_raised(listed: Listed, items: Sequence[Written], body: bytes) -> None:
    flawed = tuple(f"$.{listed.at}[{index}]" for index, each in enumerate(items) if each.flaw)
    page, error = None, None
    try:
        page = next(listed.pages(body).pages())
    except listed.package.DecodingError as raised:
        error = raised
    assert (error is None) == (not flawed), (error, body)
    if isinstance(error, listed.package.SchemaError):
        assert error.path.startswith(flawed), (error, body)
    if page is not None:
        assert _same(listed.package.to_dict(page.meta), dict(_tokens(body))["meta"])
        for item, each in zip(page.items, items, strict=True):
            _check_item(listed.package, item, each.text)


def _is_separable(item: Written) -> bool:
    """Return whether a lenient reader finds the end of an item."""
    try:
        text = item.text.decode(errors="surrogateescape")
        json.loads(text, strict=False, parse_int=_Number, parse_float=_Number)
    except ValueError:
        return False
    return True


def _check_item(package: ModuleType, item: Any, text: bytes) -> None:  # noqa: ANN401 - a model
    sent = _tokens(text)
    written = package.to_json(item)
    assert _tokens(written) == sent, (written, text)
    assert b"\n" not in written
    try:
        fields = package.to_dict(item)
    except package.InexactError:
        assert not _is_exact(sent), text
    else:
        assert _is_exact(sent), text
        assert _same(fields, sent), (fields, text)
    _check_values(package, item, sent)
    for other in (pickle.loads(pickle.dumps(item)), copy.copy(item), copy.deepcopy(item)):  # noqa: S301
        assert other == item
        assert hash(other) == hash(item)
        assert package.to_json(other) == written
    changed = attrs.evolve(item)
    assert changed == item
    if _is_exact(sent):
        assert package.to_dict(changed).keys() <= dict(sent).keys()


def _is_exact(sent: Any) -> bool:  # noqa: ANN401 - JSON
    """Return whether Python has a value for JSON: no name twice, no exponent out of bounds."""
    if isinstance(sent, _Pairs):
        return len({name for name, _ in sent}) == len(sent) and all(_is_exact(v) for _, v in sent)
    if isinstance(sent, list):
        return all(map(_is_exact, sent))
    if isinstance(sent, _Number):
        try:
            Decimal(sent.text)
        except InvalidOperation:
            return False
    return True


def _same(got: Any, sent: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(sent, _Pairs):
        names = [name for name, _ in sent]
        return [*got] == names and all(_same(got[name], value) for name, value in sent)
    if isinstance(sent, list):
        return len(got) == len(sent) and all(map(_same, got, sent))
    if isinstance(sent, _Number):
        exact = Decimal(repr(got)) if isinstance(got, float) else Decimal(got)
        return not isinstance(got, bool) and exact == Decimal(sent.text)
    return type(got) is type(sent) and got == sent


def _check_values(package: ModuleType, value: Any, sent: Any) -> None:  # noqa: ANN401
    """Check the attributes of a model: the last value of a name that occurs twice."""
    if isinstance(value, list):
        for one, other in zip(value, sent, strict=True):
            _check_values(package, one, other)
    elif attrs.has(type(value)):
        assert _tokens(package.to_json(value)) == sent
        fields = dict(sent)
        for field in attrs.fields(type(value)):
            found = getattr(value, field.name)
            assert (found is package.UNSET) == (field.name not in fields), field.name
            if field.name in fields:
                _check_values(package, found, fields[field.name])
    elif isinstance(value, datetime):
        half = Fraction(1, 2_000_000)
        seconds = Fraction((value - _EPOCH) // timedelta(microseconds=1), 1_000_000)
        text = re.sub(r"(?<=[+-]\d\d)(?=\d\d$)", ":", sent.replace(" ", "T"))
        assert abs(seconds - instant_of(text)) <= half, (value, sent)
    elif isinstance(value, UUID):
        assert value == UUID(sent)
    elif isinstance(value, int) and not isinstance(value, bool):
        assert value == Decimal(sent.text)
    elif not isinstance(value, dict):
        assert type(value) is type(sent)
        assert value == sent
