"""One reading of a list, whose pages are checked against each other."""

from collections.abc import Hashable
from typing import Generic, TypeVar

import attrs

from ._errors import DecodingError, Exchange, ListChangedError, PagingError, StatusError
from ._http import Response, exchange_of
from ._invalid import Skipped, split
from ._logging import LOGGER
from ._operations import Tokens
from ._requests import ListRequest
from ._routes import Step, route_of
from ._seen import Seen

__all__ = ["Page", "Walk"]

BodyT = TypeVar("BodyT")
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


@attrs.frozen(repr=False)
class Page(Generic[ItemT, MetaT]):
    """One page of a list.

    Attributes:
        items: The items, in the server's order.
        meta: The page information.
        response: The HTTP response, also with the fields that the models do not have.
        skipped: The items that could not be read, and are not among ``items``; empty unless they
            are skipped (``on_invalid="skip"``).
    """

    items: list[ItemT]
    meta: MetaT
    response: Response = attrs.field(eq=False)
    skipped: tuple[Skipped, ...] = ()

    def __repr__(self) -> str:
        skipped = f" ({len(self.skipped)} skipped)" if self.skipped else ""
        return f"<{type(self).__name__} of {len(self.items)} items{skipped}, {self.meta}>"


class Walk(Generic[BodyT, ItemT, MetaT]):
    """One reading of a list.

    Attributes:
        passed_over: The errors of the pages that could not be read, and were passed over.
    """

    def __init__(self, request: ListRequest[BodyT, ItemT, MetaT]) -> None:
        self._request = request
        self._route = route_of(request)
        self._missing = request.options.limit
        self._accepted: Step | None = None
        self._total: int | None = None
        self._seen = Seen()
        self._is_standing = False
        self.passed_over: list[DecodingError] = []
        self._latest: list[Hashable] = []

    @property
    def first(self) -> Step | None:
        """The first page to request; None if the limit is 0."""
        return None if self._missing == 0 else self._route.first

    @property
    def total(self) -> int | None:
        """The number of items in the list, by the latest page."""
        return self._route.total

    def next(self, step: Step) -> Step | None:
        """Return the page after another; None if it is not needed, or not known yet."""
        missing, accepted = self._missing, self._accepted
        is_enough = (
            missing is not None
            and accepted is not None
            and self._route.between(accepted, step) >= missing
        )
        return None if is_enough else self._route.next(step)

    def is_beyond(self, step: Step) -> bool:
        """Return whether a page that was requested lies beyond the end."""
        return self._accepted is not None and self._route.is_beyond(step)

    def is_end(self, step: Step, error: StatusError) -> bool:
        """Return whether a refusal says that the page before was the last one."""
        return self._route.ends_before(step, status=error.status)

    def accept(self, step: Step, response: Response) -> Page[ItemT, MetaT] | None:
        """Read a page; return None if it cannot be read, and is passed over.

        Raises:
            DecodingError: The body is not JSON, or violates the schema (SchemaError).
            PagingError: The page contradicts itself, those before it, or the request.
            ListChangedError: Items were added or removed since the page before.
        """
        operation, secrets = self._request.operation, self._request.settings.secrets
        try:
            body, skipped = self._read(step, response)
        except DecodingError as error:
            if self._request.options.on_invalid == "raise" or not self._route.pass_over(step):
                raise error.with_traceback(None) from None
            LOGGER.warning("%s: the page is passed over (on_invalid)", error)
            self.passed_over.append(error)
            return None
        items = operation.items(body)
        identities = [*map(operation.identity, items)]
        is_repeated = bool(items) and identities == self._latest
        if is_repeated and self._route.ends_before(step):
            return Page([], operation.meta(body), response, skipped)
        self._latest = identities
        problem = self._route.accept(step, body, response, len(items) + len(skipped))
        if problem is not None:
            raise PagingError(problem, exchange_of(response, secrets), page=step.number)
        items = self._without_repeated(step, response, items, identities)
        if self._missing is not None:
            items = items[: self._missing]
            self._missing -= len(items)
        span = self._request.span
        if span is not None:
            items = [item for item in items if span.has(item)]
        self._accepted = step
        return Page(items, operation.meta(body), response, skipped)

    def _read(self, step: Step, response: Response) -> tuple[BodyT, tuple[Skipped, ...]]:
        """Decode a body, perhaps without the items that cannot be read."""
        operation, secrets = self._request.operation, self._request.settings.secrets

        def exchange() -> Exchange:
            return exchange_of(response, secrets)

        try:
            return operation.body.decode(response.content, exchange), ()
        except DecodingError:
            is_strict = self._request.options.on_invalid == "raise"
            found = (
                None if is_strict else split(response.content, operation.items_at, operation.item)
            )
            if found is None:
                raise
            content, skipped = found
            body = operation.body.decode(content, exchange)
            last = len(operation.items(body)) + len(skipped) - 1
            leads_on = isinstance(operation.pages, Tokens) and operation.pages.of_item
            if leads_on and skipped and skipped[-1].position == last:
                raise  # the field of this item leads to the next page
        request = secrets.redact(f"GET {step.target}")
        for each in skipped:
            LOGGER.warning("%s: %s: the item is skipped (on_invalid)", request, each)
        return body, skipped

    def _without_repeated(
        self, step: Step, response: Response, items: list[ItemT], identities: list[Hashable]
    ) -> list[ItemT]:
        before, self._total = self._total, self._route.total
        repeated = self._seen.repeated(identities, self._total)
        problem = None
        if repeated:
            problem = f"{len(repeated)} of the {len(items)} items are repeated"
        elif before is not None and self._total is not None and self._total < before:
            problem = f"the list had {before} items before, and has {self._total} now"
        is_standing = bool(items) and len(repeated) == len(items)
        if is_standing and self._is_standing:
            problem = "this page and the one before it have no new items"
            raise PagingError(
                problem,
                exchange_of(response, self._request.settings.secrets),
                page=step.number,
            )
        self._is_standing = is_standing
        if problem is None:
            return items
        settings = self._request.settings
        error = ListChangedError(
            f"{problem}: it changed while it was read (on_change)",
            exchange_of(response, settings.secrets),
            page=step.number,
        )
        if self._request.options.on_change == "raise":
            raise error
        LOGGER.warning("%s", error)
        return [item for position, item in enumerate(items) if position not in repeated]
