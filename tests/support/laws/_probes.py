"""Requests that tell a mutated server from a healthy one, by hand and without a law."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import urlencode

import httpx
from attrs import field, frozen

from tests.support.laws._oracle import value_of, values
from tests.support.laws.depot import FILTERS, TOKEN, Data, Row, Steps, Target

_BEARER = f"Bearer {TOKEN}"
_ODD = (
    *("", "x", "10x", "2024-02-30", "2024-02-29T", "2024-02-29T12:00:00-23:00"),
    *("'", '"', "\0", "%", "a_b", "a*b"),
)


Shown = tuple[int, dict[str, str], bytes]
"""What tells one answer from another: status, headers, body."""


@frozen
class Probe:
    """A request: its target below the base URL, its method, and its credentials if it has any."""

    target: str
    method: str = "GET"
    authorization: str | None = _BEARER


def probes(kind: str, data: Data) -> Iterator[Probe]:
    """Yield requests for a list, from its rows, those first that show most mutants."""
    counts = {row["id"]: len(data.rows("parcels", row["id"])) for row in data.depots}
    largest = max(counts, key=lambda each: counts[each])
    path = "/depots" if kind == "depots" else f"/depots/{largest}/{kind}"
    rows = data.rows(kind, None if kind == "depots" else largest)
    yield from _pages(kind, path)
    yield from _credentials(path)
    for method in ("POST", "TRACE"):
        yield Probe(path, method)
    for query in ("a=%zz", "nothing=1", "per=1&size=1&per=1&size=1", f"nothing={'a' * 4000}"):
        yield Probe(f"{path}?{query}")
    if kind != "depots":
        nowhere = "00000000-0000-4000-8000-000000000000"
        yield from (Probe(f"/depots/{depot}/{kind}") for depot in (nowhere, "nowhere"))
    yield from _odd_values(kind, path)
    yield from _pairs(kind, path, rows)
    for name in FILTERS[kind]:
        for value in values(kind, rows, name):
            yield Probe(f"{path}?{urlencode({name: value})}")


def _pages(kind: str, path: str) -> Iterator[Probe]:
    size, number = ("per", "start") if kind == "scans" else ("size", "number")
    yield Probe(path)
    # The same once more: some servers do not answer it in the same way.
    yield Probe(path)
    for each in ("1", "5", "10", "40", "41", "0", "-1", "all", ""):
        yield Probe(f"{path}?{size}={each}")
    for each in ("0", "1", "2", "3", "4", "5", "7", "10", "30", "45", "99", str(2**70), "x"):
        yield Probe(f"{path}?{number}={each}")
        yield Probe(f"{path}?{size}=7&{number}={each}")
    if kind == "depots":
        yield Probe(f"{path}?with_parcels=x&size=40")
        for flag in ("true", "false"):
            yield Probe(f"{path}?with_parcels={flag}&size=40")
            yield Probe(f"{path}?with_parcels={flag}&size=5&number=2")
            yield Probe(f"{path}?with_parcels={flag}&size=40&open=true")


def _odd_values(kind: str, path: str) -> Iterator[Probe]:
    for name in FILTERS[kind]:
        for value in _ODD:
            yield Probe(f"{path}?{urlencode({name: value})}")


def _pairs(kind: str, path: str, rows: list[Row]) -> Iterator[Probe]:
    for name, other in product(FILTERS[kind], FILTERS[kind]):
        for row in rows[:3]:
            # A second page of one row, of what this row matches.
            given = {each: value_of(kind, row, each) for each in (name, other)}
            page = {"per": "1", "start": "1"} if kind == "scans" else {"size": "1", "number": "2"}
            yield Probe(f"{path}?{urlencode({**given, **page})}")


def _credentials(path: str) -> Iterator[Probe]:
    for authorization in (
        None,
        "",
        "Bearer",
        "Bearer wrong",
        TOKEN,
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN[:-1]}x",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN.lower()}",
        f"Basic {TOKEN}",
        f"Token {TOKEN}",
    ):
        yield Probe(path, authorization=authorization)


@frozen
class Probed:
    """A server whose steps are exchanged, and what it answers to the probes."""

    client: httpx.Client
    served: Target
    _healthy: dict[str, list[Shown]] = field(factory=dict, init=False)

    def healthy(self, kind: str) -> list[Shown]:
        """Return what the right steps answer."""
        if kind not in self._healthy:
            self._healthy[kind] = list(self.answers(kind, Steps()))
        return self._healthy[kind]

    def answers(self, kind: str, steps: Steps) -> Iterator[Shown]:
        """Send the probes of a list, one after another, to a server of these steps."""
        self.served.lists.steps = steps
        for each in probes(kind, self.served.lists.data):
            headers = {} if each.authorization is None else {"authorization": each.authorization}
            url = f"{self.served.base_url}{each.target}"
            response = self.client.request(each.method, url, headers=headers)
            shown = {name: value for name, value in response.headers.items() if name != "date"}
            yield response.status_code, shown, response.content
