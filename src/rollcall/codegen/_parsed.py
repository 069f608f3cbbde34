"""The names that the generator uses of openapi-python-client's parser."""

from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.openapi import Endpoint, GeneratorData
from openapi_python_client.parser.properties.any import AnyProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.literal_enum_property import LiteralEnumProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty

__all__ = [
    "AnyProperty",
    "BooleanProperty",
    "ConstProperty",
    "DateProperty",
    "DateTimeProperty",
    "Endpoint",
    "FloatProperty",
    "GeneratorData",
    "GeneratorError",
    "IntProperty",
    "ListProperty",
    "LiteralEnumProperty",
    "ModelProperty",
    "NoneProperty",
    "ParseError",
    "PropertyProtocol",
    "StringProperty",
    "UnionProperty",
    "UuidProperty",
]
