"""The attrs classes of a package, from the parsed schemas."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import attrs
from msgspec import defstruct

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._annotations import Schemas, annotations, referred
from rollcall.codegen._choices import TOLD_BY
from rollcall.codegen._errors import all_of
from rollcall.codegen._names import NO_FIELDS, field_names
from rollcall.codegen._parsing import is_open, number_of
from rollcall.codegen._text import one_line
from rollcall.spec import Location, Spec, numbered

__all__ = [
    "Choice",
    "Field",
    "Model",
    "annotation_of",
    "attribute_names",
    "bounds",
    "choices",
    "fields_of",
    "models",
]

_REST = "additional_properties"
"""The field of a model for all that its schema does not name."""


@attrs.frozen
class Field:
    """An attribute of a model.

    Attributes:
        name: Its name in Python.
        wire_name: Its name in JSON.
        annotation: Its type, as code.
        value: The assignment in an attrs class, as code; empty if there is none.
        default: The assignment in a class of msgspec, as code; empty if there is none.
        holds_models: Whether it may hold models.
        description: Its description in the docstring.
    """

    name: str
    wire_name: str
    annotation: str
    value: str
    default: str
    holds_models: bool
    description: str


@attrs.frozen
class Model:
    """The class of an object.

    Attributes:
        name: Its name.
        description: Its description in the docstring.
        fields: Its attributes.
        is_open: Whether it keeps what it has no field for.
    """

    name: str
    description: str
    fields: Sequence[Field]
    is_open: bool = False

    @property
    def described_fields(self) -> Sequence[Field]:
        """The fields with a description."""
        return [each for each in self.fields if each.description]

    @property
    def holders(self) -> str:
        """The names of the fields that may hold models, in Python and in JSON, as code."""
        held = (each for each in self.fields if each.holds_models)
        # The fields that the schema does not name are those of the object itself.
        names = ((each.name, "" if each.name == _REST else each.wire_name) for each in held)
        return repr(tuple(names))

    @property
    def renamed(self) -> Mapping[str, str]:
        """The names in JSON by those in Python, where they differ."""
        return {each.name: each.wire_name for each in self.fields if each.name != each.wire_name}

    @property
    def renaming(self) -> str:
        """The argument of its class that renames its fields, as code; empty if none is renamed."""
        if not self.renamed:
            return ""
        names = [each.name for each in self.fields]
        camel = defstruct(self.name, names, rename="camel").__struct_encode_fields__
        is_camel = [*camel] == [each.wire_name for each in self.fields]
        return f", rename={'camel' if is_camel else dict(self.renamed)!r}"


@attrs.frozen
class Choice:
    """The type of an object that is of one of several models.

    Attributes:
        name: Its name.
        description: Its description.
        alternatives: The models in the order to try them, each with its evidence.
    """

    name: str
    description: str
    alternatives: Sequence[tuple[str, Mapping[str, Any]]]

    @property
    def union(self) -> str:
        """The models, as code."""
        return " | ".join(name for name, _ in self.alternatives)


def models(spec: Spec, data: parsed.GeneratorData) -> list[Model]:
    """Return the classes of all object schemas, referenced classes first."""
    by_name = {str(model.class_info.name): model for model in data.models if fields_of(model)}
    schemas = Schemas(spec, frozenset(by_name))
    ordered: dict[str, frozenset[str]] = {}

    def visit(name: str, referring: tuple[str, ...] = ()) -> None:
        if name in ordered or name in referring:
            return
        for each in _within(spec, name):
            if each in by_name:
                visit(each, (*referring, name))
        ordered[name] = frozenset(ordered)

    for name in by_name:
        visit(name)
    return all_of(
        partial(_model, attrs.evolve(schemas, above=above), by_name[name])
        for name, above in ordered.items()
    )


def choices(spec: Spec) -> list[Choice]:
    """Return the unions of objects that are told apart."""
    schemas: Mapping[str, Any] = spec.get(("components", "schemas")) or {}
    return [
        Choice(
            name=name,
            description=one_line(schema.get("description")) or f"The schema {name}.",
            alternatives=[
                (str(spec.resolve(("components", "schemas", name, "anyOf", index))[-1]), evidence)
                for index, evidence in enumerate(schema[TOLD_BY])
            ],
        )
        for name, schema in schemas.items()
        if TOLD_BY in schema
    ]


def _within(spec: Spec, model: str) -> list[str]:
    """Return the names of the schemas in the types of a model's fields."""
    location: Location = ("components", "schemas", model)
    places: list[Location]
    places = [(*location, "properties", each) for each in spec.get((*location, "properties")) or ()]
    if isinstance(spec.get((*location, "additionalProperties")), Mapping):
        places.append((*location, "additionalProperties"))
    return [name for place in places for name in referred(spec, place)]


def attribute_names(spec: Spec, model: str) -> Mapping[str, str]:
    """Return the attributes of a class by the properties of its schema."""
    schema = spec.get(("components", "schemas", model)) or {}
    properties = schema.get("properties") or {}
    chosen = {name: each["x-name"] for name, each in properties.items() if "x-name" in each}
    return field_names(properties, {_REST} if is_open(schema) else (), chosen)


def annotation_of(
    spec: Spec, data: parsed.GeneratorData, location: Location, prop: parsed.PropertyProtocol
) -> str:
    """Return the type of the value that a schema describes, as code.

    Args:
        spec: The document.
        data: The parsed document.
        location: The location of the schema.
        prop: The parsed schema.
    """
    names = frozenset(str(model.class_info.name) for model in data.models if fields_of(model))
    found = dict.fromkeys(annotations(Schemas(spec, names), location, prop))
    return " | ".join(sorted(found, key=lambda each: each == "None"))


def bounds(schema: Mapping[str, Any]) -> str:
    """Return the bounds of a number, such as ``From 1 to 250.``, or an empty text."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"From {low} to {high}."
    if low is not None:
        return f"At least {low}."
    return f"At most {high}." if high is not None else ""


def _model(schemas: Schemas, model: parsed.ModelProperty) -> Model:
    spec = schemas.spec
    name = model.class_info.name
    location: Location = ("components", "schemas", name)
    if spec.get(location) is None:
        spec.fail(
            ("components", "schemas"),
            f"there is no {name}: an object is described inside another schema, "
            f"or its name is not in CamelCase; name it so under components/schemas",
        )
    names = [*attribute_names(spec, name).items()]
    if not names:
        problem = "properties by $ref or allOf are not supported; write them all here"
        spec.fail(location, problem)
    fields = sorted(fields_of(model), key=number_of)
    named, others = fields[: len(names)], fields[len(names) :]
    made = [
        *(partial(_field, schemas, location, prop, *names[number_of(prop)]) for prop in named),
        *(partial(_rest, schemas, location, prop) for prop in others),
    ]
    return Model(
        name=name,
        description=one_line(spec.get((*location, "description"))) or f"The schema {name}.",
        fields=all_of(made),
        is_open=bool(others),
    )


def _rest(schemas: Schemas, model: Location, prop: parsed.PropertyProtocol) -> Field:
    """Return the field for what the schema of an open model does not name."""
    place = (*model, "additionalProperties")
    is_any = not isinstance(schemas.spec.get(place), Mapping)
    types = ["Any"] if is_any else annotations(schemas, place, prop)
    annotation = f"dict[str, {' | '.join(types)}]"
    held = set() if is_any else {*referred(schemas.spec, place)}
    factory = annotation
    if not held <= schemas.above:
        annotation, factory = repr(annotation), "dict"
    taken = schemas.spec.get((*model, "properties"))
    return Field(
        name=_REST,
        wire_name=next(each for each in numbered(_REST) if each not in taken),
        annotation=annotation,
        value=f" = attrs.field(factory={factory}, hash=False)",
        default=" = {}",
        holds_models=bool(held),
        description="The fields that the schema does not name.",
    )


def _field(
    schemas: Schemas, model: Location, prop: parsed.PropertyProtocol, wire_name: str, name: str
) -> Field:
    spec = schemas.spec
    location = (*model, "properties", wire_name)
    if name in {*NO_FIELDS, _REST} and spec.get((*location, "x-name")) == name:
        spec.fail((*location, "x-name"), f"{name} is in use in the class; choose another name")
    schema = spec.get(spec.resolve(location))
    words = [one_line(schema.get("description")), bounds(schema)]
    if name != wire_name and not any(words):
        words = [f"``{wire_name}`` in JSON."]
    alternatives = annotations(schemas, location, prop)
    if not prop.required:
        alternatives.append("UnsetType")
    alternatives.sort(key=lambda alternative: alternative == "None")
    annotation = " | ".join(dict.fromkeys(alternatives))
    held = {*referred(spec, location)}
    if not held <= schemas.above:
        # The class is below, or this one.
        annotation = repr(annotation)
    return Field(
        name=name,
        wire_name=wire_name,
        annotation=annotation,
        value=_value(alternatives, is_required=prop.required),
        default="" if prop.required else " = UNSET",
        holds_models=bool(held),
        description=" ".join(filter(None, words)),
    )


def _value(alternatives: Sequence[str], *, is_required: bool) -> str:
    """Return the assignment of a field in its class, as code.

    Args:
        alternatives: Those of its type, as code. A list or a dict has no hash, so the hash of its
            model leaves it out.
        is_required: Whether each object has the field.
    """
    options = [] if is_required else ["default=UNSET"]
    if any("list[" in each for each in alternatives):
        options.append("repr=shortened")
    if any(each == "Any" or "list[" in each or "dict[" in each for each in alternatives):
        options.append("hash=False")
    if options == ["default=UNSET"]:
        return " = UNSET"
    return f" = attrs.field({', '.join(options)})" if options else ""


def fields_of(model: parsed.ModelProperty) -> list[parsed.PropertyProtocol]:
    """Return the parsed properties of an object."""
    return [*(model.required_properties or ()), *(model.optional_properties or ())]
