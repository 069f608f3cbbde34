"""The paging of a client's lists, from their annotations."""

from collections.abc import Mapping, Sequence
from typing import NoReturn

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.spec import ListOperation, PagePlace, Pointer, Spec

__all__ = ["Fields", "expression", "type_of_body"]

_REFUSED = (400, 404, 410, 416, 422)
"""The statuses of refusals that are not about a credential, or about the number of requests."""


@attrs.frozen
class Fields:
    """Finds the parsed fields for the pointers of an annotation.

    Attributes:
        spec: The spec.
        operation: The list.
        body: Its response: an object, or the array of items.
        models: The parsed models by name. A reference to a model that was parsed later has no
            fields.
    """

    spec: Spec
    operation: ListOperation
    body: parsed.PropertyProtocol
    models: Mapping[str, parsed.ModelProperty]

    def required(self, root: parsed.PropertyProtocol, pointer: Pointer) -> parsed.PropertyProtocol:
        """Return a required field."""
        reached: parsed.PropertyProtocol = root
        for token in pointer.location:
            fields = _by_name(self._whole(reached).required_properties)
            if token not in fields:
                self._fail(f"{pointer} does not lead to a required field")
            reached = fields[token]
        return reached

    def identity(self, item: parsed.ModelProperty) -> str:
        """Return the attribute that identifies an item, and has an exact comparison."""
        pointer = self.operation.identity
        prop = self.required(item, pointer)
        if not isinstance(prop, parsed.StringProperty | parsed.UuidProperty | parsed.IntProperty):
            self._fail(f"expected a string, a UUID or an integer at {pointer}")
        name = expression("", pointer).lstrip(".")
        # The hashes of UUIDs collide more easily than their numbers, and take longer.
        return f"{name}.int" if isinstance(prop, parsed.UuidProperty) else name

    def meta(self) -> tuple[str, str]:
        """Return the code and the type of the page information: a part of the body, or the body."""
        pointer = self.operation.paging.information
        if pointer.location:
            prop = self.required(self.body, pointer)
            if isinstance(prop, parsed.ModelProperty):
                return expression("body", pointer), str(prop.class_info.name)
        return "body", type_of_body(self.body)

    def paging(self) -> tuple[str, dict[str, str]]:
        """Return the class for the style of paging, and its arguments as code."""
        if self.operation.paging.selector is not None:
            return "PageNumbers", self._page_numbers()
        return "Links", self._links()

    def _page_numbers(self) -> dict[str, str]:
        operation, paging, size = self.operation, self.operation.paging, self.operation.page_size
        found = {
            "index": repr(paging.selector),
            "first": str(operation.first_index),
            "default_index": str(operation.default_index),
            "size": repr(paging.size),
        }
        if size is not None and "default" in size.schema:
            found["default_size"] = str(size.schema["default"])
        if statuses := _end_statuses(operation):
            found["end_statuses"] = repr(statuses)
        if operation.strictness.admits("pastTheEnd", "lastPage"):
            found["is_last_repeated"] = "True"
        return found | self._integers(
            echo=paging.index_echo,
            size_echo=paging.size_echo,
            total_pages=paging.total_pages,
            total_items=paging.total_items,
        )

    def _links(self) -> dict[str, str]:
        paging = self.operation.paging
        for place in (paging.next, paging.prev, paging.first, paging.itself):
            if place is not None:
                link = self._possible(place.in_body)
                kinds = link.inner_properties if isinstance(link, parsed.UnionProperty) else [link]
                if not all(
                    isinstance(kind, parsed.StringProperty | parsed.NoneProperty) for kind in kinds
                ):
                    self._fail(f"expected a string at {place}")
        self._integers(size_echo=paging.size_echo, index_echo=paging.index_echo)
        assert paging.next is not None
        found = {"next": f"lambda body: {expression('body', paging.next.in_body)}"}
        if paging.size is not None:
            found["size"] = repr(paging.size)
        return found | self._integers(total_items=paging.total_items)

    def _integers(self, **places: PagePlace | None) -> dict[str, str]:
        """Return the code that reads required integers of a page."""
        found = {}
        for name, place in places.items():
            if place is not None:
                pointer = place.in_body
                if not isinstance(self.required(self.body, pointer), parsed.IntProperty):
                    self._fail(f"expected an integer at {pointer}")
                found[name] = f"lambda body: {expression('body', pointer)}"
        return found

    def _possible(self, pointer: Pointer) -> parsed.PropertyProtocol:
        """Return a field of the body, which may be optional in a required object."""
        *parents, token = pointer.location
        holder = self._whole(self.required(self.body, Pointer.at(parents)))
        fields = _by_name(holder.required_properties) | _by_name(holder.optional_properties)
        if token not in fields:
            self._fail(f"{pointer} does not lead to a field")
        return fields[token]

    def _whole(self, prop: parsed.PropertyProtocol) -> parsed.ModelProperty:
        if not isinstance(prop, parsed.ModelProperty):
            self._fail("a pointer leads through a value that is not an object")
        whole: parsed.ModelProperty = self.models.get(str(prop.class_info.name), prop)
        return whole

    def _fail(self, problem: str) -> NoReturn:
        self.spec.fail((*self.operation.at, "x-list"), problem)


def _end_statuses(operation: ListOperation) -> tuple[int, ...]:
    """Return the statuses with which a server may refuse a page after the last one."""
    strictness = operation.strictness
    if strictness.admits("pastTheEnd", "refused"):
        return _REFUSED
    is_missing = not strictness.chooses("pastTheEnd")
    return (404,) if is_missing else strictness.statuses("pastTheEnd")


def type_of_body(body: parsed.PropertyProtocol) -> str:
    """Return the type of a body as code: a model, or a list of models."""
    if isinstance(body, parsed.ListProperty):
        return f"list[{type_of_body(body.inner_property)}]"
    return str(body.class_info.name) if isinstance(body, parsed.ModelProperty) else "Any"


def expression(name: str, pointer: Pointer) -> str:
    """Return the code that reads the value at a pointer."""
    return name + str(pointer).replace("/", ".")


def _by_name(
    properties: Sequence[parsed.PropertyProtocol] | None,
) -> dict[str, parsed.PropertyProtocol]:
    return {str(each.name.get_untrusted_value()): each for each in properties or ()}
