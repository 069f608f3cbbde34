"""The APIs whose mutants are measured, each served on a socket."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlsplit

from attrs import frozen

from rollcall import Config, Target
from rollcall.http import bind, serving
from rollcall.mutants import server_mutants
from rollcall.runs import keyring_for
from rollcall.spec import Spec, read_spec
from tests.support.api import asgi
from tests.support.evaluations import ExampleApi
from tests.support.invoices import Invoices
from tests.support.laws.full_api import full_api
from tests.support.laws.token_api import KIOSKS, TokenApi
from tests.support.libraries import Libraries
from tests.support.many_filters import MANY_FILTERS
from tests.support.measured._words import words_of
from tests.support.orders import RANKED
from tests.support.searched import BEGINNINGS, WHOLE_WORDS
from tests.support.styles.documents import APIS

__all__ = ["EXAMPLES", "MEASURED", "Measured", "measured_words", "mutated_spec", "usage", "write"]


class Measured(Protocol):
    """An API whose mutants are measured."""

    @property
    def spec(self) -> Spec:
        """The spec."""

    def serve(self) -> AbstractContextManager[Target]:
        """Serve the API on a free loopback port until the context ends."""


@frozen
class _Example:
    """An example API of the tests.

    Attributes:
        api: The API, which responds in this process.
        parents: The parents that no operation lists, by path parameter.
    """

    api: ExampleApi
    parents: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    @property
    def spec(self) -> Spec:
        """The spec."""
        return self.api.spec

    @contextmanager
    def serve(self) -> Iterator[Target]:
        """Serve the API on a free loopback port until the context ends."""
        with serving(asgi(self.api.respond)) as origin:
            base_url = f"{origin}{urlsplit(self.api.base_url).path}"
            yield Target(base_url, self.api.token, parents=self.parents)


_FEW = 3

EXAMPLES: Mapping[str, _Example] = {
    "example_filters": _Example(MANY_FILTERS),
    "example_invoices": _Example(Invoices()),
    "example_libraries": _Example(Libraries()),
    "example_depots": _Example(full_api()),
    "example_kiosks": _Example(TokenApi(), {"kiosk": KIOSKS}),
    "example_order": _Example(RANKED),
    "example_words": _Example(WHOLE_WORDS),
    "example_beginnings": _Example(BEGINNINGS),
}
"""The example APIs by name."""

MEASURED: Mapping[str, Measured] = {**APIS, **EXAMPLES}
"""All APIs by name."""


def write(api: Measured, path: Path) -> Spec:
    """Write the document of an API to a file, and return its spec."""
    raw = {"servers": [{"url": api.spec.server}], **api.spec.raw}
    path.write_text(json.dumps(raw), encoding="utf-8")
    return read_spec(path)


def mutated_spec(spec: Spec, target: Target) -> Spec:
    """Return the spec whose mutants are measured: parameters of each request are constants."""
    return bind(spec, keyring_for(spec, target, Config()).fixed)


def measured_words(name: str, spec: Spec) -> Mapping[str, tuple[str, ...]]:
    """Return the words that each mutant that is measured is about, by its id.

    Args:
        name: The name of the API.
        spec: Its spec.
    """
    found = words_of(spec)
    if name in APIS:
        return found
    return {each: words for each, words in found.items() if not _frequent().issuperset(words)}


@cache
def usage() -> Mapping[str, int]:
    """Return the number of APIs with a measured mutant that is about a word, by the word."""
    found = (measured_words(name, api.spec).values() for name, api in MEASURED.items())
    return Counter(word for each in found for word in {word for words in each for word in words})


@cache
def _frequent() -> frozenset[str]:
    """Return the words that several mutants of the public APIs are about."""
    count = Counter[str]()
    for api in APIS.values():
        found = words_of(api.spec)
        broken = (each.id for each in server_mutants(api.spec) if not each.is_open)
        count.update(word for each in broken for word in found[each])
    return frozenset(word for word, number in count.items() if number >= _FEW)
