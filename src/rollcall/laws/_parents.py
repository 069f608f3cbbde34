"""Finds the parents of a list: named by the user, or listed by an operation of the spec."""

from collections.abc import Mapping

import attrs

from rollcall.channels import HttpChannel, Query, Response
from rollcall.laws._baseline import first_page, largest_size, total_of
from rollcall.laws._context import Unreadable
from rollcall.spec import Expand, ListOperation, Spec

__all__ = ["Parents"]

_CANDIDATES = 12
_ABOVE = 3
_MOST_PAGES = 20


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
    _known: dict[str, tuple[str, ...]] = attrs.field(factory=dict)

    def of(self, operation: ListOperation) -> tuple[str, ...]:
        """Return parents of a list: those named by the user, or some; those with most items first.

        Raises:
            Unreadable: The list of the parents cannot be read.
        """
        if operation.id not in self._known:
            self._known[operation.id] = tuple(self._find(operation))
        return self._known[operation.id]

    def _find(self, operation: ListOperation) -> list[str]:
        parent = operation.parent
        if parent is None:
            return []
        if parent.parameter in self.given or parent.operation is None:
            return [*self.given.get(parent.parameter, ())]
        above = self.spec.list_operation(parent.operation)
        higher = self.of(above)[:_ABOVE] if above.parent else (None,)
        counted: dict[str, int] = {}
        for each in higher:
            counted |= self._counted(above, each, operation)
        ordered = sorted(counted, key=lambda each: -counted[each])
        tried = [*ordered[:_CANDIDATES], *ordered[_CANDIDATES:][-1:]]
        found = {each: self._count(operation, each) for each in tried}
        return sorted(found, key=lambda each: -found[each])

    def _counted(
        self, above: ListOperation, parent: str | None, below: ListOperation
    ) -> dict[str, int]:
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

    def _count(self, operation: ListOperation, parent: str) -> int:
        response = self.http.page(Query.whole(operation, parent))
        total = total_of(response) if response.kind == "page" else None
        return len(response.items) if total is None else total


def _children(above: ListOperation, expand: Expand | None, response: Response) -> dict[str, int]:
    """Return the parents on a page, and how many children each has on it."""
    found: dict[str, int] = {}
    for item in response.items:
        identity = above.identity.read(item)
        children = expand.field.read(item) if expand else None
        if identity is not None:
            found[str(identity)] = len(children) if isinstance(children, list) else 0
    return found
