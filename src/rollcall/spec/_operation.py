"""The operations of a spec."""

from collections.abc import Iterator, Mapping

import attrs

from rollcall.spec._annotations import Expand, Parent
from rollcall.spec._bodies import body_location, success_status
from rollcall.spec._conventions import Strictness
from rollcall.spec._forms import reach
from rollcall.spec._names import numbered, resource_name, snake_name
from rollcall.spec._paging import Paging, read_paging
from rollcall.spec._parameter import Parameter, read_parameters, with_field_types
from rollcall.spec._place import body_pointer
from rollcall.spec._pointer import Pointer
from rollcall.spec._selection import Select
from rollcall.spec._sorting import Sort, SortKey
from rollcall.spec._source import Location, Source

__all__ = ["ListOperation", "Operation", "read_operations"]


@attrs.frozen
class Operation:
    """One operation of the API.

    Attributes:
        id: The operationId.
        method: The HTTP method, in capitals.
        path: The path, with the names of its parameters in braces.
        tag: The first tag: the name of the resource, with a dot before the name of a child.
        parameters: Its parameters, those of its path item included.
        security: The names of the security schemes that it accepts.
        requirements: The alternatives of its security, each the names of the schemes that a request
            needs together; an empty one: none is needed.
        at: The location in the spec.
        python_name: The name of the method in a generated client, if the document chooses one.
    """

    id: str
    method: str
    path: str
    tag: str | None
    parameters: tuple[Parameter, ...] = attrs.field(repr=False)
    security: tuple[str, ...] = ()
    requirements: tuple[tuple[str, ...], ...] = ()
    at: Location = attrs.field(default=(), repr=False, eq=False)
    python_name: str = attrs.field(default="", repr=False, eq=False)

    @property
    def needs_credential(self) -> bool:
        """Whether a request without a credential must be refused."""
        return bool(self.requirements) and () not in self.requirements

    @property
    def label(self) -> str:
        """The method and the path."""
        return f"{self.method} {self.path}"

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """The parameters that a caller may set."""
        return self.parameters

    @property
    def filters(self) -> tuple[Parameter, ...]:
        """The parameters that are filters."""
        return tuple(each for each in self.parameters if each.filter is not None)

    @property
    def sorts(self) -> Mapping[str, Sort]:
        """The orders by the names of the parameters that choose them."""
        return {each.name: each.sort for each in self.parameters if each.sort is not None}

    @property
    def selects(self) -> Mapping[str, Select]:
        """The selections by the names of their parameters."""
        return {each.name: each.select for each in self.parameters if each.select is not None}

    @property
    def flags(self) -> Mapping[str, Expand]:
        """The expansions by the names of their parameters."""
        return {each.name: each.expand for each in self.parameters if each.expand is not None}

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of this name, or None."""
        return next((each for each in self.parameters if each.name == name), None)


@attrs.frozen(kw_only=True)
class ListOperation(Operation):
    """An operation that returns a list (``x-list``).

    Attributes:
        items: The pointer to the items in a body.
        identity: The pointer to the identity in an item.
        paging: The style of paging and its parameters.
        parent: The parent of the items, if they have one.
        strictness: The behaviour where API guidelines differ.
        order: The keys of the documented order; empty if none is documented.
    """

    items: Pointer
    identity: Pointer
    paging: Paging
    parent: Parent | None = None
    strictness: Strictness = attrs.field(factory=Strictness)
    order: tuple[SortKey, ...] = ()

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """The parameters that a caller of a client may set.

        Those that occur only in links are left out, and those that no annotation explains if a
        client cannot check their values.
        """
        unexplained = self.unexplained
        return tuple(
            each
            for each in self.parameters
            if each.name not in self.paging.carried
            and each.location in {"path", "query"}
            and (each.is_plain or each not in unexplained)
        )

    @property
    def unexplained(self) -> tuple[Parameter, ...]:
        """The parameters of the query whose effect no annotation explains, so no law judges it."""
        chosen = {name for each in self.sorts.values() for name in each.parameters}
        chosen |= {self.paging.requested[0]} if self.paging.requested is not None else set()
        return tuple(
            each
            for each in self.parameters
            if each.location == "query"
            and each.name not in {*self.paging.parameters, *chosen}
            and each.filter is None
            and each.expand is None
            and each.search is None
            and each.sort is None
            and each.select is None
            and each.constant is None
        )

    @property
    def page_size(self) -> Parameter | None:
        """The parameter that limits the items of a page, if there is one."""
        return self.parameter(self.paging.size) if self.paging.size else None

    @property
    def tells_end(self) -> bool:
        """Whether a page says that it is the last one; otherwise a page with room says it."""
        paging = self.paging
        counts = (paging.total_items, paging.total_pages) if paging.is_exact else ()
        places = (*counts, paging.has_more, paging.next_token)
        return paging.is_linked or any(each is not None for each in places)

    @property
    def may_cut_pages(self) -> bool:
        """Whether a server may have a largest page size, because the spec does not say one."""
        return self.page_size is not None and "maximum" not in self.page_size.schema

    @property
    def page_selector(self) -> Parameter | None:
        """The parameter that selects the page, if there is one."""
        return self.parameter(self.paging.selector) if self.paging.selector else None

    @property
    def first_index(self) -> int:
        """The number or the offset of the first page."""
        return self._position("minimum", "default")

    @property
    def default_index(self) -> int:
        """The number or the offset of the page that a request without one returns."""
        return self._position("default", "minimum")

    def _position(self, *keywords: str) -> int:
        schema = self.page_selector.schema if self.page_selector is not None else {}
        known = (int(schema[each]) for each in keywords if each in schema)
        return next(known, self.paging.origin)

    def position(self, start: int, size: int) -> int:
        """Return the value of the parameter that selects a page.

        Args:
            start: The number of items before the page.
            size: The page size, at least 1.
        """
        return self.first_index + start * self.paging.step(size) // size

    def start(self, position: int, size: int) -> int:
        """Return the number of items before a page, by the parameter that selects it."""
        return (position - self.first_index) * size // max(1, self.paging.step(size))


def read_operations(source: Source) -> tuple[Operation, ...]:
    """Parse the operations of a spec with valid annotations.

    Raises:
        SpecError: A parameter has no name or no place.
    """
    found = [_operation(source, each) for each in source.operation_locations()]
    taken: set[str | None] = set()
    for index, each in enumerate(found):
        if isinstance(each, ListOperation):
            tag = next(name for name in _resources(each) if name not in taken)
            taken.add(tag)
            found[index] = attrs.evolve(each, tag=tag)
    return tuple(found)


def _resources(operation: ListOperation) -> Iterator[str]:
    """Yield names for the resource of a list, from its tag, its path and its operationId."""
    words = [each for each in operation.path.split("/") if each and "{" not in each]
    last = resource_name(words[-1].replace(".", "_")) if words else ""
    tag = resource_name(operation.tag or "") or last or "items"
    yield tag
    yield f"{tag}.{last or 'items'}"
    yield from numbered(f"{tag}.{snake_name(operation.id)}")


def _operation(source: Source, at: Location) -> Operation:
    node = source.get(at)
    security = node.get("security", source.raw.get("security")) or ()
    operation = Operation(
        id=node["operationId"],
        method=str(at[-1]).upper(),
        path=str(at[1]),
        tag=next(iter(node.get("tags") or ()), None),
        parameters=read_parameters(source, at),
        security=tuple(dict.fromkeys(name for each in security for name in each)),
        requirements=tuple(tuple(each) for each in security),
        at=at,
        python_name=str(node.get("x-name", "")),
    )
    annotation = node.get("x-list")
    if annotation is None:
        return operation
    parent = annotation.get("parent")
    items = body_pointer(annotation["items"]) or Pointer("")
    listed = ListOperation(
        **attrs.asdict(operation, recurse=False),
        items=items,
        identity=Pointer(annotation["identity"]),
        paging=read_paging(annotation["pagination"]),
        parent=Parent.read(parent) if parent else None,
        strictness=Strictness.read(
            source.raw.get("x-strictness", {}), annotation.get("strictness", {})
        ),
        order=tuple(map(SortKey.read, annotation.get("order", ()))),
    )
    return _with_fields(source, listed)


def _with_fields(source: Source, operation: ListOperation) -> ListOperation:
    """Return a list whose parameters know the fields of its items."""
    body = body_location(source, operation.at, success_status(source, operation.at))
    schema = source.get(body) if body is not None else None
    reached = reach(source.raw, schema, operation.items)
    item = next((each["items"] for each in reached.forms if "items" in each), None)
    parent = operation.parent.field if operation.parent is not None else None
    needed = (operation.identity, parent, operation.paging.token_field)
    read = [each for each in needed if each is not None]
    parameters = [with_field_types(source, item, each) for each in operation.parameters]
    for index, each in enumerate(parameters):
        if each.select is not None:
            select = each.select.completed(source.raw, item, each.states, read)
            parameters[index] = attrs.evolve(each, select=select)
    return attrs.evolve(operation, parameters=tuple(parameters))
