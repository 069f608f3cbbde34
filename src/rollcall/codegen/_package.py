"""A client package: the variables of its templates."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._arguments import Argument
from rollcall.codegen._errors import all_of
from rollcall.codegen._keys import Key, key_of
from rollcall.codegen._models import Choice, Model, choices, models
from rollcall.codegen._names import (
    class_name,
    constant_name,
    is_class,
    reserved_classes,
    status_class,
)
from rollcall.codegen._operations import Operation, operations
from rollcall.codegen._parsing import Document
from rollcall.codegen._plain import PlainOperation, plain_operations
from rollcall.codegen._reserved import TAKEN
from rollcall.codegen._resources import Resource, resources
from rollcall.codegen._text import lower_first, one_line
from rollcall.spec import Location, Spec, body_location, unique_names

__all__ = ["Package", "StatusClass", "describe"]

_INFO = ("title", "version", "summary", "description")


@attrs.frozen
class StatusClass:
    """The exception of one status.

    Attributes:
        name: The name of the class.
        status: The status in the spec: ``404`` or ``5XX``.
        description: The meaning of the status.
    """

    name: str
    status: str
    description: str


@attrs.frozen
class Package:
    """A client package.

    Attributes:
        name: The package's name.
        spec: The names of the spec's file and of its overlays.
        info: The API's title, version, summary and description.
        base_url: The API's address.
        accept: The media types of pages.
        key: The place of the credential in a request.
        models: The classes of decoded responses.
        choices: The unions of such classes.
        error_bodies: The models of an error's body.
        status_classes: The exceptions of the documented statuses.
        operations: Every list.
        plain: Every other operation.
        resources: The resources that the client holds.
    """

    name: str
    spec: str
    info: Mapping[str, str]
    base_url: str
    accept: str
    key: Key
    models: list[Model]
    choices: list[Choice]
    error_bodies: Sequence[str]
    status_classes: Sequence[StatusClass]
    operations: Sequence[Operation]
    plain: Sequence[PlainOperation]
    resources: Sequence[Resource]

    @property
    def headline(self) -> str:
        """A line about the API."""
        title, summary = self.info["title"], lower_first(self.info["summary"])
        return f"{title}: {summary}" if summary else f"{title}."

    @property
    def vendor(self) -> str:
        """The first word of the package: packages of one vendor share their credentials."""
        return self.name.partition("_")[0]

    @property
    def types(self) -> list[Model | Choice]:
        """The models, and the unions of some."""
        return [*self.models, *self.choices]

    @property
    def custom_models(self) -> list[str]:
        """The models that msgspec meets through its hook alone."""
        found = {name for choice in self.choices for name, _ in choice.alternatives}
        return [each.name for each in self.models if each.is_open or each.name in found]

    @property
    def has_lists_of_values(self) -> bool:
        """Whether an argument takes several values."""
        return any(each.element for each in self._arguments)

    @property
    def has_commands(self) -> bool:
        """Whether an operation is a command of the command line."""
        return bool(self.operations) or any(each.is_command for each in self.plain)

    @property
    def has_dividers(self) -> bool:
        """Whether a list can be divided."""
        return any(each.dividers for each in self.operations)

    @property
    def has_dates(self) -> bool:
        """Whether an argument is a date or an instant."""
        return any(each.encoder.startswith(("Date", "Several(Date")) for each in self._arguments)

    @property
    def has_numbers(self) -> bool:
        """Whether an argument is a number that need not be an integer."""
        return any("NumberParameter(" in each.encoder for each in self._arguments)

    @property
    def _arguments(self) -> list[Argument]:
        every: list[Operation | PlainOperation] = [*self.operations, *self.plain]
        return [each for one in every for each in (*one.path_arguments, *one.arguments)]

    @property
    def has_renamed_fields(self) -> bool:
        """Whether a field has another name in Python than in JSON."""
        return any(each.renamed for each in self.models)

    @property
    def variables(self) -> str:
        """The prefix of the environment variables."""
        return self.vendor.upper()

    @property
    def brand(self) -> str:
        """A second name of the client class; empty if the name is in use."""
        name = class_name(self.vendor)
        taken = {*TAKEN, *(each for each, _ in _named(self))}
        return name if is_class(name) and taken.isdisjoint({name, f"Async{name}"}) else ""

    def models_in(self, *attributes: str) -> Sequence[str]:
        """Return the models among the types of operations, sorted by name.

        Args:
            attributes: The attributes of an operation that hold types.
        """
        types = {
            str(getattr(each, name)).removesuffix(" | None")
            for each in self.operations
            for name in attributes
        }
        return sorted(each for each in types if "[" not in each and each != "None")

    @property
    def plain_models(self) -> Sequence[str]:
        """The models in the types of the operations that are not lists, sorted by name."""
        names = {each.name for each in self.types}
        found = (re.findall(r"\w+", kind) for each in self.plain for kind in each.types)
        return sorted(names.intersection(word for words in found for word in words))

    @property
    def example(self) -> str:
        """A call of the first list, or else of the first operation, as code after the client."""
        calls = [*_calls(self.resources)]
        words, operation = next((each for each in calls if each[1] in self.operations), calls[0])
        named = (each for each in operation.arguments if each.is_required and not each.default)
        needed = (*operation.path_arguments, *named)
        arguments = [f'{each.name}="..."' for each in needed]
        if isinstance(operation, PlainOperation) and operation.body is not None:
            arguments += [f"{operation.body.argument}=..."] if operation.body.is_required else []
        return f"{'.'.join([*words, operation.method])}({', '.join(arguments)})"

    @property
    def key_variables(self) -> Sequence[Sequence[str]]:
        """The environment variables of each credential variant."""
        kinds = self.key.pairs or (("api_key",),)
        return [[f"{self.variables}_{name.upper()}" for name in kind] for kind in kinds]


def describe(spec: Spec, data: parsed.GeneratorData, name: str) -> Package:
    """Return the package for a document.

    Raises:
        SpecError: The generator does not support the document.
    """
    constants = unique_names((each.id, constant_name(each.id)) for each in spec.operations)
    document = Document(spec, data)
    parts: list[Callable[[], Any]] = [
        partial(key_of, spec),
        partial(operations, document, constants),
        partial(plain_operations, document, constants),
        partial(models, spec, data),
    ]
    key, lists, plain, classes = all_of(parts)
    package = Package(
        name=name,
        spec=" + ".join([spec.path.name, *(Path(each).name for each in spec.overlays)]),
        info={each: one_line(spec.get(("info", each))) for each in _INFO},
        base_url=spec.server,
        accept=_accept(spec),
        key=key,
        models=classes,
        choices=choices(spec),
        error_bodies=_error_bodies(spec, data, {each.name for each in classes}),
        status_classes=_status_classes(spec),
        operations=list(lists.values()),
        plain=list(plain.values()),
        resources=resources(spec, lists, plain),
    )
    _check_class_names(spec, package)
    return package


def _calls(
    found: Sequence[Resource], *words: str
) -> Iterator[tuple[Sequence[str], Operation | PlainOperation]]:
    """Yield every operation with the words that lead to its resource."""
    for resource in found:
        here = (*words, resource.attribute)
        yield from ((here, each) for each in resource.operations)
        yield from ((here, each) for each in resource.plain)
        yield from _calls(resource.children, *here)


def _accept(spec: Spec) -> str:
    """Return the media types of all pages."""
    places = (body_location(spec, each.at, "200") for each in spec.lists)
    found = dict.fromkeys(str(each[-2]) for each in places if each is not None)
    return ", ".join(found) or "application/json"


def _check_class_names(spec: Spec, package: Package) -> None:
    """Check that the names of all classes are valid and unique."""
    seen = set(TAKEN)
    for name, location in _named(package):
        if not is_class(name):
            spec.fail(location, f"{name or 'nothing'} cannot be the name of a Python class")
        if name in seen:
            spec.fail(location, f"the name {name} is already in use in Python; choose another name")
        seen.add(name)


def _named(package: Package) -> list[tuple[str, Location]]:
    """Return the names of the classes from the document, with their locations."""
    return [
        *((model.name, ("components", "schemas", model.name)) for model in package.types),
        *((status.name, ("components", "responses")) for status in package.status_classes),
        *((name, ("tags",)) for name in _resource_classes(package.resources)),
    ]


def _resource_classes(found: Sequence[Resource]) -> Iterator[str]:
    for resource in found:
        yield from (resource.class_name, f"Async{resource.class_name}")
        yield from _resource_classes(resource.children)


def _status_classes(spec: Spec) -> list[StatusClass]:
    """Return the exceptions of the statuses, named after their responses."""
    places: dict[str, dict[Location, None]] = {}
    for operation in spec.operations:
        for status in spec.get((*operation.at, "responses")):
            if status[0] != "2" and status != "default":
                place = spec.resolve((*operation.at, "responses", status))
                places.setdefault(status, {})[place] = None
    wanted = [(status, status_class(status, [*found])) for status, found in sorted(places.items())]
    reserved = reserved_classes(str(each.tag) for each in spec.operations)
    return [
        StatusClass(name, status, _meaning(spec, [*places[status]]))
        for status, name in unique_names(wanted, reserved, "").items()
    ]


def _meaning(spec: Spec, places: Sequence[Location]) -> str:
    """Return what the responses of a status have in common."""
    found = {one_line(spec.get(place).get("description")) for place in places}
    return found.pop() if len(found) == 1 else "The meaning depends on the operation."


def _error_bodies(spec: Spec, data: parsed.GeneratorData, names: Collection[str]) -> list[str]:
    """Return the models of the bodies of errors; an object without fields has no model."""
    found: dict[str, None] = {}
    for collection in data.endpoint_collections_by_tag.values():
        for endpoint in collection.endpoints:
            for response in endpoint.responses:
                if not response.status_code.pattern.startswith("2"):
                    found.update(dict.fromkeys(_model_names(response.prop)))
    # The parser reads only the first of several media types.
    for operation in spec.operations:
        for status in spec.get((*operation.at, "responses")):
            place = spec.resolve((*operation.at, "responses", status))
            for media_type in (spec.get((*place, "content")) or {}) if status[0] != "2" else ():
                schema = spec.resolve((*place, "content", media_type, "schema"))
                if schema[-1] in names:
                    found.setdefault(str(schema[-1]))
    return [each for each in found if each in names]


def _model_names(prop: parsed.PropertyProtocol) -> list[str]:
    kinds = prop.inner_properties if isinstance(prop, parsed.UnionProperty) else [prop]
    return [kind.class_info.name for kind in kinds if isinstance(kind, parsed.ModelProperty)]
