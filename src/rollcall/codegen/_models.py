"""The attrs classes of a package, from the parsed schemas."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import ceil, floor
from typing import Any

import attrs
from msgspec import defstruct

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._errors import all_of
from rollcall.codegen._names import field_names
from rollcall.codegen._parsing import number_of
from rollcall.codegen._text import one_line
from rollcall.spec import Location, Spec

__all__ = ["Field", "Model", "attribute_names", "bounds", "fields_of", "models"]

_PLAIN: Mapping[type[object], str] = {
    parsed.AnyProperty: "Any",
    parsed.BooleanProperty: "bool",
    parsed.DateProperty: "date",
    parsed.DateTimeProperty: "Instant",
    parsed.IntProperty: "int",
    parsed.NoneProperty: "None",
    parsed.StringProperty: "str",
    parsed.UuidProperty: "UUID",
}

_CONSTRAINTS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minItems": "min_length",
    "maxItems": "max_length",
}

_ROUNDED: Mapping[str, Callable[[float], int]] = {
    "minimum": ceil,
    "maximum": floor,
    "exclusiveMinimum": floor,
    "exclusiveMaximum": ceil,
}
"""The bound of an integer that admits the same integers as a bound with a fraction."""

_APPLIES_TO: Mapping[type[object], frozenset[str]] = {
    parsed.IntProperty: frozenset(list(_CONSTRAINTS)[:5]),
    parsed.FloatProperty: frozenset(list(_CONSTRAINTS)[:5]),
    parsed.StringProperty: frozenset(list(_CONSTRAINTS)[5:8]),
    parsed.ListProperty: frozenset(list(_CONSTRAINTS)[8:]),
}


@attrs.frozen
class Field:
    """An attribute of a model.

    Attributes:
        name: Its name in Python.
        wire_name: Its name in JSON.
        annotation: Its type, as code.
        value: The assignment in an attrs class, as code; empty if there is none.
        is_optional: Whether it may be absent.
        description: Its description in the docstring.
    """

    name: str
    wire_name: str
    annotation: str
    value: str
    is_optional: bool
    description: str


@attrs.frozen
class Model:
    """The class of an object."""

    name: str
    description: str
    fields: Sequence[Field]

    @property
    def described_fields(self) -> Sequence[Field]:
        """The fields with a description."""
        return [each for each in self.fields if each.description]

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
class _Schemas:
    """The document, and the names of the schemas that become classes; other objects are dicts.

    Attributes:
        spec: The document.
        models: The names of all classes.
        above: The names of the classes above the one that is written.
    """

    spec: Spec
    models: frozenset[str]
    above: frozenset[str] = frozenset()


def models(spec: Spec, data: parsed.GeneratorData) -> list[Model]:
    """Return the classes of all object schemas, referenced classes first."""
    by_name = {str(model.class_info.name): model for model in data.models if fields_of(model)}
    schemas = _Schemas(spec, frozenset(by_name))
    ordered: dict[str, frozenset[str]] = {}

    def visit(name: str, referring: tuple[str, ...] = ()) -> None:
        if name in ordered or name in referring:
            return
        for field in fields_of(by_name[name]):
            for referred in _referred(field):
                if referred in by_name:
                    visit(referred, (*referring, name))
        ordered[name] = frozenset(ordered)

    for name in by_name:
        visit(name)
    return all_of(
        partial(_model, attrs.evolve(schemas, above=above), by_name[name])
        for name, above in ordered.items()
    )


def attribute_names(spec: Spec, model: str) -> Mapping[str, str]:
    """Return the attributes of a class by the properties of its schema."""
    return field_names(spec.get(("components", "schemas", model, "properties")) or ())


def _annotations(schemas: _Schemas, location: Location, prop: parsed.PropertyProtocol) -> list[str]:
    """Return the alternatives of the type of a property, as code."""
    location = schemas.spec.resolve(location)
    if isinstance(prop, parsed.UnionProperty):
        return [
            annotation
            for place, inner in _alternatives(schemas.spec, location, prop)
            for annotation in _annotations(schemas, place, inner)
        ]
    return [_single_annotation(schemas, location, prop)]


def _single_annotation(schemas: _Schemas, location: Location, prop: parsed.PropertyProtocol) -> str:
    spec = schemas.spec
    if isinstance(prop, parsed.ModelProperty):
        name = str(prop.class_info.name)
        return name if name in schemas.models else "dict[str, Any]"
    if isinstance(prop, parsed.ConstProperty):
        return _literals(spec, (*location, "const"), [spec.get((*location, "const"))])
    if isinstance(prop, parsed.LiteralEnumProperty):
        return _literals(spec, (*location, "enum"), sorted(prop.values, key=str))
    if isinstance(prop, parsed.ListProperty):
        items = _annotations(schemas, (*location, "items"), prop.inner_property)
        return _constrained(spec, location, prop, f"list[{' | '.join(items)}]")
    if isinstance(prop, parsed.FloatProperty):
        # An integer stays one: as a float, it would be rounded beyond 2^53.
        return " | ".join(_constrained(spec, location, prop, each) for each in ("int", "float"))
    plain = _PLAIN.get(type(prop))
    if plain is None:
        spec.fail(location, f"a {type(prop).__name__} is not supported")
    return _constrained(spec, location, prop, plain)


def bounds(schema: Mapping[str, Any]) -> str:
    """Return the bounds of a number, such as ``From 1 to 250.``, or an empty text."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"From {low} to {high}."
    if low is not None:
        return f"At least {low}."
    return f"At most {high}." if high is not None else ""


def _model(schemas: _Schemas, model: parsed.ModelProperty) -> Model:
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
    return Model(
        name=name,
        description=one_line(spec.get((*location, "description"))) or f"The schema {name}.",
        fields=all_of(
            partial(_field, schemas, location, prop, *names[number_of(prop)]) for prop in fields
        ),
    )


def _field(
    schemas: _Schemas, model: Location, prop: parsed.PropertyProtocol, wire_name: str, name: str
) -> Field:
    spec = schemas.spec
    location = (*model, "properties", wire_name)
    schema = spec.get(spec.resolve(location))
    words = [one_line(schema.get("description")), bounds(schema)]
    if name != wire_name and not any(words):
        words = [f"``{wire_name}`` in JSON."]
    alternatives = _annotations(schemas, location, prop)
    if not prop.required:
        alternatives.append("UnsetType")
    alternatives.sort(key=lambda alternative: alternative == "None")
    annotation = " | ".join(dict.fromkeys(alternatives))
    if not schemas.models.intersection(_referred(prop)) <= schemas.above:
        # The class is below, or this one.
        annotation = repr(annotation)
    return Field(
        name=name,
        wire_name=wire_name,
        annotation=annotation,
        value=_value(prop),
        is_optional=not prop.required,
        description=" ".join(filter(None, words)),
    )


def _value(prop: parsed.PropertyProtocol) -> str:
    """Return the assignment of a field in its class, as code."""
    kinds = prop.inner_properties if isinstance(prop, parsed.UnionProperty) else [prop]
    options = [] if prop.required else ["default=UNSET"]
    if any(isinstance(kind, parsed.ListProperty) for kind in kinds):
        options.append("repr=shortened")
    if options == ["default=UNSET"]:
        return " = UNSET"
    return f" = attrs.field({', '.join(options)})" if options else ""


def fields_of(model: parsed.ModelProperty) -> list[parsed.PropertyProtocol]:
    """Return the parsed properties of an object."""
    return [*(model.required_properties or ()), *(model.optional_properties or ())]


def _alternatives(
    spec: Spec, location: Location, prop: parsed.UnionProperty
) -> Iterator[tuple[Location, parsed.PropertyProtocol]]:
    schema = spec.get(location)
    inner = list(prop.inner_properties)
    named = [item for item in inner if isinstance(item, parsed.ModelProperty)]
    if len(named) > 1:
        spec.fail(location, "a union with more than one object is not supported")
    if isinstance(schema.get("type"), Sequence) and not isinstance(schema["type"], str):
        yield from ((location, item) for item in inner)
        return
    keyword = "anyOf" if "anyOf" in schema else "oneOf"
    places = [(*location, keyword, index) for index in range(len(schema.get(keyword, ())))]
    if len(places) != len(inner):
        spec.fail(location, "two alternatives of this union are of the same type")
    yield from zip(places, inner, strict=True)


def _constrained(spec: Spec, location: Location, prop: parsed.PropertyProtocol, plain: str) -> str:
    schema = spec.get(location)
    applicable = _APPLIES_TO.get(type(prop), frozenset())
    constraints = [
        f"{argument}={_literal(_bound(keyword, schema[keyword], plain))}"
        for keyword, argument in _CONSTRAINTS.items()
        if keyword in schema and keyword in applicable
        # Of binary fractions, even 19.99 is no multiple of 0.01.
        if keyword != "multipleOf" or schema[keyword] % 1 == 0
    ]
    return f"Annotated[{plain}, Meta({', '.join(constraints)})]" if constraints else plain


def _bound(keyword: str, value: object, plain: str) -> object:
    """Return the value of a constraint in the type that it constrains."""
    if plain != "int" or not isinstance(value, float):
        return value
    return _ROUNDED.get(keyword, int)(value)


def _literals(spec: Spec, location: Location, values: Sequence[object]) -> str:
    for value in values:
        if isinstance(value, bool | float) or not isinstance(value, str | int):
            spec.fail(location, f"{value} is neither a string nor an integer")
    # A server may send values that are not documented yet.
    others = sorted({type(value).__name__ for value in values}, reverse=True)
    return " | ".join([f"Literal[{', '.join(_literal(value) for value in values)}]", *others])


def _literal(value: object) -> str:
    return repr(str(value)) if isinstance(value, str) else str(value)


def _referred(prop: parsed.PropertyProtocol) -> Iterator[str]:
    """Yield the names of the models in the type of a property."""
    if isinstance(prop, parsed.ModelProperty):
        yield str(prop.class_info.name)
    elif isinstance(prop, parsed.ListProperty):
        yield from _referred(prop.inner_property)
    elif isinstance(prop, parsed.UnionProperty):
        for inner in prop.inner_properties:
            yield from _referred(inner)
