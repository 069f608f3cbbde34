"""Finds the parents of a list: named by the user, or listed by an operation of the spec."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

import attrs

from rollcall.channels import HttpChannel, Query, Response
from rollcall.laws._context import Unreadable
from rollcall.laws._limits import first_page, largest_size, total_of
from rollcall.spec import (
    Expand,
    ListOperation,
    ParentPath,
    Spec,
    given_parents,
    outer_values,
    own_name,
    parent_path,
)

__all__ = ["Parents"]

_CANDIDATES = 12
_ABOVE = 3
_MOST_PAGES = 20

_Counted = Mapping[ParentPath, int]
"""How many children each parent has, as far as a flag shows it."""


@attrs.define
class Parents:
    """The parents of each list.

    Attributes:
        spec: The spec.
        http: Plain HTTP.
        given: The parents named by the user, by the path parameter.
    """

    spec: Spec
    http: HttpChannel
    given: Mapping[str, tuple[str, ...]]
    _known: dict[str, tuple[ParentPath, ...]] = attrs.field(factory=dict)

    def of(self, operation: ListOperation) -> tuple[ParentPath, ...]:
        """Return parents of a list: those named by the user, or some; those with most items first.

        Raises:
            Unreadable: The list of the parents cannot be read.
        """
        if operation.id not in self._known:
            self._known[operation.id] = tuple(self._find(operation))
        return self._known[operation.id]

    def _find(self, operation: ListOperation) -> list[ParentPath]:
        own, parent = own_name(operation), operation.parent
        if own is None:
            return []
        name = parent.operation if parent is not None else None
        listing = self.spec.list_operation(name) if name is not None else None
        is_below = listing is not None and listing.parent is not None
        higher = self.of(listing)[:_ABOVE] if listing is not None and is_below else (None,)
        outer = outer_values(self.spec, operation, self.given)
        if own in self.given or listing is None:
            above = [(*each.values, *more) if each else more for each in higher for more in outer]
            return self._existing(operation, [*given_parents(operation, self.given, above or [()])])
        lists = [
            {
                parent_path(operation, name, (*(each.values if each else ()), *more)): number
                for name, number in counted.items()
            }
            for each in higher
            for counted in [self._counted(listing, each, operation)]
            for more in outer
        ]
        ordered = [*_taken_in_turn(lists)]
        tried = [*ordered[:_CANDIDATES], *ordered[_CANDIDATES:][-1:]]
        found = {each: self._count(operation, each) for each in tried}
        return sorted(found, key=lambda each: -found[each])

    def _existing(self, operation: ListOperation, named: list[ParentPath]) -> list[ParentPath]:
        """Return the named parents: of those below several others, the ones that have a list."""
        if all(not each.above for each in named):
            return named
        found = [each for each in named if self._page(operation, each).kind == "page"]
        return found or named

    def _counted(
        self, above: ListOperation, parent: ParentPath | None, below: ListOperation
    ) -> Mapping[str, int]:
        """List parents, and count their children where a flag shows them."""
        query = first_page(Query.whole(above, parent), largest_size(above))
        if self.http.page(query).kind != "page":
            query = first_page(Query.whole(above, parent), None)
        expand = None
        for each in above.parameters:
            if each.expand is not None and each.expand.operation == below.id:
                expand = each.expand
                query = query.having(each.name, value=True)
        response = self.http.page(query)
        if response.kind != "page":
            raise Unreadable(response)
        found: dict[str, int] = {}
        for pages in range(1, (_MOST_PAGES if expand else 1) + 1):
            responses = self.http.walk(query, pages)
            found |= _children(above, expand, responses[-1])
            # Where the flag shows no children, parents that have some may be on a later page.
            if any(found.values()) or len(responses) < pages:
                break
        return found

    def _count(self, operation: ListOperation, parent: ParentPath) -> int:
        response = self._page(operation, parent)
        total = total_of(response) if response.kind == "page" else None
        return len(response.items) if total is None else total

    def _page(self, operation: ListOperation, parent: ParentPath) -> Response:
        return self.http.page(Query.whole(operation, parent))


def _taken_in_turn(lists: Iterable[_Counted]) -> Iterator[ParentPath]:
    """Yield parents of several lists in turn, of each list those with most children first."""
    ordered = [sorted(counted, key=lambda each: -counted[each]) for counted in lists]
    for some in zip_longest(*ordered):
        yield from (each for each in some if each is not None)


def _children(above: ListOperation, expand: Expand | None, response: Response) -> dict[str, int]:
    """Return the parents on a page, and how many children each has on it."""
    found: dict[str, int] = {}
    for item in response.items:
        identity = above.identity.read(item)
        children = expand.field.read(item) if expand else None
        if identity is not None:
            found[str(identity)] = len(children) if isinstance(children, list) else 0
    return found
