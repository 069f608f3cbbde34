# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Classes that are decoded in place of models whose texts have patterns.

msgspec matches the pattern of one text at a time, which takes longer than to decode the text. The
stand-in of a model is a subclass without these patterns. They are matched for all texts of a field
at once, and then each object becomes one of the model.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain, repeat
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

import attrs
from msgspec import UNSET, Meta, UnsetType

from ._custom_types import OpenModel

__all__ = ["StandIns"]

_UNIONS: Final = (Union, UnionType)
_NO_TEXT: Final = {None, UNSET}

_become: Callable[[object, type[object]], None]
_become = object.__dict__["__class__"].__set__
"""Changes the class of an object, also of a frozen one."""


class StandIns:
    """The stand-ins for the models in a type.

    Args:
        root: The type, of a model or of another value.

    Attributes:
        root: The type with the stand-ins in their place.
    """

    def __init__(self, root: Any) -> None:  # noqa: ANN401 - a type
        hints = _hints_of(root)
        patterns = {model: _patterns(fields) for model, fields in hints.items()}
        replaced = {model for model, found in patterns.items() if found}
        while more := {
            model for model in hints.keys() - replaced if replaced & {*_models(hints[model])}
        }:
            replaced |= more
        made: dict[object, Any] = {each: type(each.__name__, (each,), {}) for each in replaced}
        for model in replaced:
            made[model].__annotations__ = {
                name: _replaced(hint, made, is_loose=name in patterns[model])
                for name, hint in hints[model].items()
            }
        self.root = _replaced(root, made)
        self._models = {made[model]: model for model in replaced}
        self._texts: Mapping[Any, Sequence[tuple[Callable[[Any], Any], Callable[[str], Any]]]] = {
            made[model]: [(attrgetter(n), re.compile(p).search) for n, p in patterns[model].items()]
            for model in replaced
        }
        self._deeper: Mapping[Any, Sequence[Callable[[Any], Any]]] = {
            made[model]: [
                attrgetter(n) for n, hint in hints[model].items() if replaced & {*_models(hint)}
            ]
            for model in replaced
        }

    def settle(self, body: object) -> bool:
        """Match the patterns in a decoded body, and make each object one of its model.

        Returns:
            Whether all texts match; if not, the body must not be used.
        """
        return not self._models or self._settle([body])

    def _settle(self, values: Sequence[Any]) -> bool:
        """Settle the values of one field of many objects."""
        kinds = {*map(type, values)}
        return all(
            self._settle_alike(
                kind, values if len(kinds) == 1 else [each for each in values if type(each) is kind]
            )
            for kind in kinds
        )

    def _settle_alike(self, kind: type[object], values: Sequence[Any]) -> bool:
        if kind is list:
            return self._settle([*chain.from_iterable(values)])
        if kind is dict:
            return self._settle([*chain.from_iterable(each.values() for each in values)])
        model = self._models.get(kind)
        if model is None:
            return True
        for read, match in self._texts[kind]:
            if not all(map(match, {*map(read, values)} - _NO_TEXT)):
                return False
        for read in self._deeper[kind]:
            if not self._settle([*map(read, values)]):
                return False
        deque(map(_become, values, repeat(model)), maxlen=0)
        return True


def _hints_of(root: Any) -> dict[type[object], dict[str, Any]]:  # noqa: ANN401 - a type
    """Return the types of the fields of the models in a type, and of those in these fields."""
    found: dict[type[object], dict[str, Any]] = {}
    coming = {*_models(root)}
    while coming:
        model = coming.pop()
        if model not in found:
            found[model] = get_type_hints(model, include_extras=True)
            coming |= {*_models(found[model])}
    return found


def _models(hint: Any) -> Iterator[type[object]]:  # noqa: ANN401 - a type, or some by name
    """Yield the models in types that can have stand-ins."""
    inner = _inner(hint)
    for each in inner:
        yield from _models(each)
    if not inner and isinstance(hint, type) and attrs.has(hint) and not _is_open(hint):
        yield hint


def _is_open(model: type[object]) -> bool:
    # What msgspec decodes through the hook is of the models themselves.
    return issubclass(model, OpenModel)


def _inner(hint: Any) -> Sequence[Any]:  # noqa: ANN401 - a type, or some by name
    return [*hint.values()] if isinstance(hint, Mapping) else get_args(hint)


def _patterns(hints: Mapping[str, Any]) -> dict[str, str]:
    """Return the patterns of fields that hold one text, or nothing."""
    found: dict[str, str] = {}
    for name, hint in hints.items():
        alternatives = {*(get_args(hint) if get_origin(hint) in _UNIONS else [hint])}
        texts = alternatives - {NoneType, UnsetType}
        metas = [meta for text in texts for meta in _metas(text)]
        if len(texts) == len(metas) == 1 and metas[0].pattern is not None:
            found[name] = metas[0].pattern
    return found


def _metas(text: Any) -> list[Meta]:  # noqa: ANN401 - a type
    kind, *found = get_args(text) or (None,)
    is_text = get_origin(text) is Annotated and kind is str
    return [each for each in found if isinstance(each, Meta)] if is_text else []


def _replaced(hint: Any, made: Mapping[object, Any], *, is_loose: bool = False) -> Any:  # noqa: ANN401
    """Return a type with stand-ins in place of models, and perhaps without a pattern."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        metas = [_without_pattern(each) if is_loose else each for each in args[1:]]
        return Annotated[(_replaced(args[0], made), *metas)]
    if origin in _UNIONS:
        return reduce(_either, (_replaced(each, made, is_loose=is_loose) for each in args))
    if origin in {list, dict}:
        return _of(origin, tuple(_replaced(each, made) for each in args))
    return made.get(hint, hint) if isinstance(hint, type) else hint


def _of(kind: Any, args: tuple[Any, ...]) -> Any:  # noqa: ANN401 - types
    return kind[args]


def _either(one: Any, other: Any) -> Any:  # noqa: ANN401 - types
    return one | other


def _without_pattern(meta: Meta) -> Meta:
    return Meta(min_length=meta.min_length, max_length=meta.max_length)
