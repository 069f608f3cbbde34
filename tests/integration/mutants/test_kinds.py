"""A mutant of each kind is killed by one of its laws, and each law kills a mutant alone."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from fnmatch import fnmatch

import attrs
import pytest

from rollcall.laws import Law, applies, registered
from rollcall.mutants import ServerMutant, server_mutants
from tests.support.evaluations import ExampleApi, runner_of
from tests.support.invoices import Invoices
from tests.support.laws.full_api import full_api
from tests.support.laws.token_api import KIOSKS, TokenApi
from tests.support.libraries import Libraries
from tests.support.mutants import Mutated, mutated
from tests.support.orders import ROWS, ordered, sorting
from tests.support.paged import Paged
from tests.support.searched import Searched
from tests.support.selected import Selected

_PARENTS = {"kiosk": KIOSKS}
_OF_A_RUN = ("status.error-*", "status.body-*", "link.credential")
"""The kinds that the checks of each response kill; these take a run."""

_TOLD = frozenset({"total", "more", "next", "prev", "first", "last", "self"})
_BY_PAGES = sorted(ROWS, key=lambda row: int(row["pages"]))

_APIS: Mapping[str, ExampleApi] = {"token": TokenApi(), "full": full_api()}
"""The APIs of which each kind of mutant is tried."""

_OTHERS: Mapping[str, ExampleApi] = {
    "paged": Paged("offset", tells=_TOLD, strictness={"pastTheEnd": "empty"}),
    "ordered": ordered([{"field": "/pages"}], _BY_PAGES),
    "sorting": sorting("suffix"),
    "searched": Searched(),
    "selected": Selected(),
    "invoices": Invoices(),
    "libraries": Libraries(),
}
"""The APIs with the annotations that the others do not have; their kinds are tried elsewhere."""

_MUTANTS = {name: server_mutants(api.spec) for name, api in {**_APIS, **_OTHERS}.items()}


@attrs.frozen
class _Place:
    """A mutant, and the name of the API that it changes."""

    api: str
    mutant: ServerMutant


def _places() -> Iterator[_Place]:
    """Yield the first mutant of each kind."""
    known = set[str]()
    for api in _APIS:
        for each in _MUTANTS[api]:
            is_of_a_run = any(fnmatch(each.kind, kind) for kind in _OF_A_RUN)
            is_new = each.kind not in known and each.group != "field"
            known.add(each.kind)
            if is_new and not is_of_a_run and "conformance" not in each.laws:
                yield _Place(api, each)


@pytest.fixture(scope="module")
def apis() -> Iterator[Mapping[str, Mutated]]:
    """Serve a proxy of each API."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(mutated(api, _PARENTS if name == "token" else {}))
            for name, api in {**_APIS, **_OTHERS}.items()
        }


def _outcomes(api: Mutated, mutant: ServerMutant, law: Law) -> Iterator[str]:
    """Evaluate a law on a mutant, first for the subject that the mutant changes."""
    place = api.spec.list_operation(mutant.operation)
    subjects = applies(law, api.spec, place)
    api.proxy.take(mutant)
    runner = runner_of(api, api.proxy.upstream.given)
    for subject in sorted(subjects, key=lambda each: each != mutant.subject):
        evaluation = runner.evaluate_subject(law, place, "http", subject)
        assert api.proxy.problem is None
        yield evaluation.verdict.outcome


@pytest.mark.parametrize("place", [*_places()], ids=lambda place: place.mutant.kind)
def test_a_mutant_is_killed(place: _Place, apis: Mapping[str, Mutated]) -> None:
    """One of its laws fails if a response differs with this data."""
    api, mutant = apis[place.api], place.mutant
    laws = [law for each in mutant.laws for law in registered() if fnmatch(law.id, each)]
    is_killed = any("fail" in _outcomes(api, mutant, law) for law in laws)
    assert is_killed == bool(api.proxy.changed), mutant


@pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)
def test_a_law_kills_a_mutant_alone(law: Law, apis: Mapping[str, Mutated]) -> None:
    """It fails on a mutant that names it, with no other law evaluated."""
    assert any(
        "fail" in _outcomes(apis[name], mutant, law)
        for name, mutants in _MUTANTS.items()
        for mutant in mutants
        if law.id in mutant.laws
    )
