"""Measure the sandbox's time for a filtered page, with few participants and with many.

    python -m benchmarks.sandbox_pages [--participants N]

Both sizes are measured alternately, each in its own sandbox process. A row "first" uses a new
filter, so that the sandbox has to find all matching participants; the other rows use filters of the
warm-up.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlsplit

from attrs import frozen

from benchmarks._table import print_table

FEW = 1_000
MANY = 1_000_000
_SAMPLES = 300
_DAYS = [date(2020, 1, 1) + timedelta(days=number) for number in range(0, 600, 20)]


@frozen
class _Target:
    """A sandbox, and the path of its large session."""

    address: str
    token: str
    path: str

    def get(self, connection: HTTPConnection, query: str) -> tuple[float, dict[str, int]]:
        """Send a GET for a page; return the seconds and the page information."""
        start = time.perf_counter()
        connection.request(
            "GET", f"{self.path}?{query}", headers={"authorization": f"Bearer {self.token}"}
        )
        response = connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - start
        if response.status != 200:  # noqa: PLR2004
            message = f"{query}: {response.status}"
            raise RuntimeError(message)
        meta: dict[str, int] = json.loads(body)["meta"]
        return seconds, meta


def main(arguments: Sequence[str] | None = ()) -> None:
    """Print a table of measurements."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sandbox_pages")
    parser.add_argument("--participants", type=int, default=MANY, help="default: %(default)s")
    many = parser.parse_args(arguments).participants
    with _sandbox(FEW) as few_target, _sandbox(many) as many_target:
        rows = [
            _row(name, _measure(name, few_target), _measure(name, many_target)) for name in _CASES
        ]
    print_table(
        f"Sandbox: a filtered page of 20, {FEW:,} and {many:,} participants (ms)",
        ("filter, page", f"{FEW:,} p50", "p99", f"{many:,} p50", "p99", "p50 ratio", "p99 ratio"),
        rows,
    )


@contextmanager
def _sandbox(participants: int) -> Iterator[_Target]:
    command = [sys.executable, "-m", "contract_tests.sandbox", "--rooms", "1", "--sessions", "1"]
    with subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--participants", str(participants)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as process:
        try:
            assert process.stdout is not None  # noqa: S101
            address = urlsplit(process.stdout.readline().split()[1])
            token = process.stdout.readline().split()[1]
            with closing(HTTPConnection(address.netloc, timeout=60)) as connection:
                path = _session_path(connection, address.path, token)
            yield _Target(address.netloc, token, path)
        finally:
            process.terminate()


def _session_path(connection: HTTPConnection, base: str, token: str) -> str:
    headers = {"authorization": f"Bearer {token}"}
    connection.request("GET", f"{base}/rooms?include_sessions=true", headers=headers)
    (room,) = json.loads(connection.getresponse().read())["data"]
    return f"{base}/room_sessions/{room['sessions'][0]['id']}/participants"


# The name of each case, its filter by day, and whether the filter is new each time.
_CASES = {
    "joined, early": ("filter[date_joined_at][gte]={}", False),
    "joined, deep": ("filter[date_joined_at][gte]={}", False),
    "updated, early": ("filter[date_updated_at][gte]={}", False),
    "updated, deep": ("filter[date_updated_at][gte]={}", False),
    "context and updated, early": ("filter[context]=Alice&filter[date_updated_at][gte]={}", False),
    "context and updated, deep": ("filter[context]=Alice&filter[date_updated_at][gte]={}", False),
    "left on a day, first, early": ("filter[date_left_at][eq]={}", True),
    "left from a day on, first, early": ("filter[date_left_at][gte]={}", True),
    "left until a day, first, deep": ("filter[date_left_at][lte]={}", True),
}


def _measure(name: str, target: _Target) -> list[float]:
    filters, is_first = _CASES[name]
    # Each case has a new connection: the measurement of the other sandbox may take long.
    with closing(HTTPConnection(target.address, timeout=60)) as connection:
        target.get(connection, "page%5Bsize%5D=1")
        if is_first:
            number = _first_page(name)
            return [target.get(connection, _query(filters, day, number))[0] for day in _DAYS]
        pages = {
            day: target.get(connection, _query(filters, day, 1))[1]["total_pages"]
            for day in _DAYS[:5]
        }
        samples = []
        for number in range(_SAMPLES):
            day = _DAYS[number % 5]
            page = max(1, pages[day] - number % 10) if name.endswith("deep") else 1 + number % 3
            samples.append(target.get(connection, _query(filters, day, page))[0])
        return samples


def _first_page(name: str) -> int:
    # A deep page, without a request for the number of pages, which would cache the matches.
    return 1_000 if name.endswith("deep") else 1


def _query(filters: str, day: date, page: int) -> str:
    return quote(filters.format(day), safe="=&") + f"&page%5Bnumber%5D={page}"


def _row(name: str, few: list[float], many: list[float]) -> list[str]:
    few_p50, few_p99, many_p50, many_p99 = _p50(few), _p99(few), _p50(many), _p99(many)
    times = [f"{1000 * seconds:.2f}" for seconds in (few_p50, few_p99, many_p50, many_p99)]
    return [name, *times, f"{many_p50 / few_p50:.1f}", f"{many_p99 / few_p99:.1f}"]


def _p50(samples: list[float]) -> float:
    return quantiles(samples, n=100, method="inclusive")[49]


def _p99(samples: list[float]) -> float:
    return quantiles(samples, n=100, method="inclusive")[98]


if __name__ == "__main__":
    main(None)
