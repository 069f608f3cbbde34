"""The paging of a client's lists, from their annotations."""

from collections.abc import Mapping
from typing import NoReturn

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._models import attribute_names, fields_of
from rollcall.codegen._parsing import number_of
from rollcall.spec import (
    CursorPaging,
    ListOperation,
    OffsetPaging,
    PagePlace,
    Pointer,
    Spec,
)

__all__ = ["Fields", "Value", "type_of_body"]

_REFUSED = (400, 404, 410, 416, 422)
"""The statuses of refusals that are not about a credential, or about the number of requests."""


@attrs.frozen
class Value:
    """A value in a body or in an item.

    Attributes:
        prop: Its parsed property.
        code: The code that reads it, if it is there.
        uncertain: The code for each object on the way that may be absent or null.
        is_uncertain: Whether the value itself may be absent or null.
    """

    prop: parsed.PropertyProtocol
    code: str
    uncertain: tuple[str, ...] = ()
    is_uncertain: bool = False

    def inner(self, prop: parsed.PropertyProtocol, attribute: str) -> "Value":
        """Return the value of an attribute."""
        return Value(
            prop,
            f"{self.code}.{attribute}",
            (*self.uncertain, self.code) if self.is_uncertain else self.uncertain,
            not prop.required or prop is not _without_null(prop),
        )

    @property
    def type(self) -> parsed.PropertyProtocol:
        """The type of the value, without null if it has one other type."""
        return _without_null(self.prop)

    @property
    def guarded(self) -> str:
        """The code that reads it; None if an object on the way is absent or null."""
        if not self.uncertain:
            return self.code
        return f"{self.code} if {' and '.join(self.uncertain)} else None"


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

    def value(self, root: parsed.PropertyProtocol, name: str, pointer: Pointer) -> "Value":
        """Return the value at a pointer.

        Args:
            root: The body, or an item.
            name: The code that reads it.
            pointer: The pointer from there.
        """
        found = Value(root, name)
        for token in pointer.location:
            holder = self._whole(_without_null(found.prop))
            names = attribute_names(self.spec, str(holder.class_info.name))
            if token not in names:
                self._fail(f"{pointer} does not lead to a field")
            position = [*names].index(token)
            prop = next(each for each in fields_of(holder) if number_of(each) == position)
            found = found.inner(prop, names[token])
        return found

    def required(self, root: parsed.PropertyProtocol, name: str, pointer: Pointer) -> "Value":
        """Return a value that is always there."""
        found = self.value(root, name, pointer)
        if found.uncertain or found.is_uncertain:
            self._fail(f"{pointer} does not lead to a required field")
        return found

    def attribute(self, item: parsed.ModelProperty, pointer: Pointer) -> str:
        """Return the attribute of an item that has the value at a pointer."""
        return attribute_names(self.spec, str(item.class_info.name))[pointer.location[0]]

    def identity(self, item: parsed.ModelProperty) -> str:
        """Return the attribute that identifies an item, and has an exact comparison."""
        pointer = self.operation.identity
        found = self.required(item, "", pointer)
        prop, name = found.prop, found.code.lstrip(".")
        if not isinstance(prop, parsed.StringProperty | parsed.UuidProperty | parsed.IntProperty):
            self._fail(f"expected a string, a UUID or an integer at {pointer}")
        # The hashes of UUIDs collide more easily than their numbers, and take longer.
        return f"{name}.int" if isinstance(prop, parsed.UuidProperty) else name

    def meta(self) -> tuple[str, str]:
        """Return the code and the type of the page information: a part of the body, or the body."""
        if isinstance(self.body, parsed.ListProperty):
            return "None", "None"
        pointer = self.operation.paging.information
        if pointer.location:
            found = self.value(self.body, "body", pointer)
            prop = _without_null(found.prop)
            if isinstance(prop, parsed.ModelProperty):
                name = str(prop.class_info.name)
                if found.is_uncertain:
                    return f"{found.code} or None", f"{name} | None"
                return found.code, name
        return "body", type_of_body(self.body)

    def paging(self) -> tuple[str, dict[str, str]]:
        """Return the class for the style of paging, and its arguments as code."""
        paging = self.operation.paging
        if paging.selector is not None:
            return "PageNumbers", self._page_numbers() | self._common()
        if isinstance(paging, CursorPaging):
            return "Tokens", self._tokens() | self._common()
        for place in (paging.next, paging.prev, paging.first, paging.last, paging.itself):
            if place is not None:
                self._check(place, "string", parsed.StringProperty)
        assert paging.next is not None
        return "Links", {"next": self._reader(paging.next, "header_link"), **self._common()}

    def _page_numbers(self) -> dict[str, str]:
        operation, paging = self.operation, self.operation.paging
        found = {
            "index": repr(paging.selector),
            "first": str(operation.first_index),
            "default_index": str(operation.default_index),
        }
        if statuses := _end_statuses(operation):
            found["end_statuses"] = repr(statuses)
        if operation.strictness.admits("pastTheEnd", "lastPage"):
            found["is_last_repeated"] = "True"
        if isinstance(paging, OffsetPaging):
            found["counts_items"] = "True"
        if operation.may_cut_pages and paging.size_echo is None:
            found["may_cut"] = "True"
        return found | self._integers(
            echo=paging.index_echo,
            size_echo=paging.size_echo,
            total_pages=paging.total_pages,
        )

    def _tokens(self) -> dict[str, str]:
        paging = self.operation.paging
        found = {"token": repr(paging.token)}
        if paging.next_token is not None:
            self._check(paging.next_token, "string", parsed.StringProperty, parsed.IntProperty)
            return found | {"next": self._reader(paging.next_token, "header_text")}
        if paging.has_more is None:
            found["ends_short"] = "True"
            if self.operation.may_cut_pages:
                found["may_cut"] = "True"
        found["of_item"] = "True"
        return found | {"next": f"lambda body, _: {self._token()}"}

    def _token(self) -> str:
        """Return the code for the token of the last item."""
        field = self.operation.paging.token_field
        assert field is not None
        items = self.required(self.body, "body", self.operation.items)
        assert isinstance(items.prop, parsed.ListProperty)
        token = self.required(items.prop.inner_property, f"{items.code}[-1]", field)
        kind, code = token.prop, token.code
        if not isinstance(kind, parsed.StringProperty | parsed.IntProperty | parsed.UuidProperty):
            self._fail(f"expected a string, a UUID or an integer at {field}")
        code = f"str({code})" if isinstance(kind, parsed.UuidProperty) else code
        return f"{code} if {items.code} else None"

    def _common(self) -> dict[str, str]:
        """Return what each style of paging may have."""
        paging, size = self.operation.paging, self.operation.page_size
        found = {}
        if size is not None:
            found["size"] = repr(size.name)
            if "default" in size.schema and not paging.is_linked:
                found["default_size"] = str(size.schema["default"])
        if paging.is_exact:
            found |= self._integers(total_items=paging.total_items)
        if paging.has_more is not None:
            self._check(paging.has_more, "boolean", parsed.BooleanProperty)
            found["has_more"] = self._reader(paging.has_more, "header_boolean")
            if not paging.more_value:
                found["more_value"] = "False"
        return found

    def _integers(self, **places: PagePlace | None) -> dict[str, str]:
        """Return the code that reads integers of a page."""
        found = {}
        for name, place in places.items():
            if place is None:
                continue
            if place.pointer is not None:
                prop = self.value(self.body, "body", place.pointer).prop
                if not isinstance(_without_null(prop), parsed.IntProperty):
                    self._fail(f"expected an integer at {place}")
            found[name] = self._reader(place, "header_number")
        return found

    def _check(self, place: PagePlace, word: str, *kinds: type[parsed.PropertyProtocol]) -> None:
        """Check that an optional value of the body has one of some types."""
        if place.pointer is None:
            return
        prop = self.value(self.body, "body", place.pointer).prop
        found = prop.inner_properties if isinstance(prop, parsed.UnionProperty) else [prop]
        if not all(isinstance(each, (*kinds, parsed.NoneProperty)) for each in found):
            self._fail(f"expected a {word} at {place}")

    def _reader(self, place: PagePlace, of_header: str) -> str:
        """Return the code of a function that reads a value of a page.

        Args:
            place: The place of the value.
            of_header: The function that reads such a value from a header.
        """
        if place.pointer is not None:
            return f"lambda body, _: {self.value(self.body, 'body', place.pointer).guarded}"
        if place.is_link:
            return f"lambda _, response: header_link(response, {place.relation!r})"
        return f"lambda _, response: {of_header}(response, {place.header!r})"

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


def _without_null(prop: parsed.PropertyProtocol) -> parsed.PropertyProtocol:
    """Return a property without null, if it has one other type."""
    if not isinstance(prop, parsed.UnionProperty):
        return prop
    others = [each for each in prop.inner_properties if not _is_null(each)]
    return others[0] if len(others) == 1 else prop


def _is_null(prop: parsed.PropertyProtocol) -> bool:
    return isinstance(prop, parsed.NoneProperty)
