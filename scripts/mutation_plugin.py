"""A plugin for pytest, used by ``mutate_code.py``: it chooses the tests that mutmut counts.

- A test that starts a process is skipped, since a mutant is not active in another process.
- A test that fails without a mutant is skipped: mutmut wraps each function, and a test may notice.
  ``left-out.txt`` lists the skipped tests.
- Tests of a module may share a fixture or a cache. The first of them computes the value, so a
  function that one of these tests reaches counts as reached by the later ones.
- The fastest modules run first, and within a module the fastest tests; but those that share come
  last, since the first of them may take long.
- A mutant is given a limit of CPU seconds. One that exceeds it counts as a timeout.
"""

import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

_STATS = Path("mutmut-stats.json")
_chosen: list[str] = []
_running: list[pytest.Item] = []
_skipped: set[str] = set()
_reached: defaultdict[str, set[str]] = defaultdict(set)


def pytest_configure(config: pytest.Config) -> None:
    """Set the limits of a mutant, and notice when a test starts a process.

    The files are collected, and the tests are chosen afterwards, because an id that depends on the
    time of day is not found again.
    """
    _chosen[:] = [each for each in config.args if "::" in each]
    config.args = list(dict.fromkeys(each.partition("::")[0] for each in config.args))
    if "__mutmut_" in _mutant():
        seconds = int(os.environ["MUTATION_CPU_LIMIT"])
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds, hard))
        signal.signal(signal.SIGALRM, lambda *_: os._exit(36))  # a timeout, to mutmut
        signal.alarm(10 * seconds)
    sys.addaudithook(_skip_before_process)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests; keep a single test when mutmut checks that tests can pass and fail."""
    if not _STATS.exists():
        return
    if _chosen:
        chosen = {*_chosen}
        items[:] = [each for each in items if each.nodeid in chosen]
    stats = json.loads(_STATS.read_text("utf-8"))
    durations: dict[str, float] = stats["duration_by_test"]
    by_module: Counter[Path] = Counter()
    for item in items:
        by_module[item.path] += durations.get(item.nodeid, 0)  # type: ignore[assignment]
    items.sort(
        key=lambda each: (
            by_module[each.path],
            each.path,
            _shares(each),
            durations.get(each.nodeid, 0),
        )
    )
    if _mutant() in {"", "fail"}:
        reaching = set().union(*stats["tests_by_mangled_function_name"].values())
        items[:] = [each for each in items if each.nodeid in reaching][:1]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember the test that runs."""
    _running[:] = [item]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Skip a test that fails without a mutant."""
    report = yield
    if _mutant() == "stats" and report.failed:
        _skipped.add(item.nodeid)
        report.outcome = "skipped"
        report.longrepr = (str(item.path), 0, "fails without a mutant")
    return report


def pytest_sessionfinish() -> None:
    """List the tests that are left out."""
    if _mutant() == "stats":
        Path("left-out.txt").write_text("".join(f"{each}\n" for each in sorted(_skipped)), "utf-8")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Complete the functions that the test reached, before mutmut records them."""
    _running.clear()
    if _mutant() != "stats":
        return
    hits: set[str] = import_module("mutmut.state").state()._stats  # noqa: SLF001
    if item.nodeid in _skipped:
        hits.clear()
    elif _shares(item):
        _reached[str(item.path)] |= hits
        hits |= _reached[str(item.path)]


def _mutant() -> str:
    return os.environ.get("MUTANT_UNDER_TEST", "")


def _skip_before_process(event: str, _: tuple[object, ...]) -> None:
    if event == "subprocess.Popen" and _running:
        _skipped.add(_running[0].nodeid)
        pytest.skip("starts a process")


def _shares(item: Any) -> bool:  # noqa: ANN401 - a test function
    """Return whether a test uses a fixture of a module or session, or a cached function."""
    definitions = [each for some in item._fixtureinfo.name2fixturedefs.values() for each in some]  # noqa: SLF001
    own = [each for each in definitions if not each.func.__module__.startswith("_pytest")]
    used = (getattr(item.module, name, None) for name in item.function.__code__.co_names)
    return any(each.scope != "function" for each in own) or any(
        hasattr(each, "cache_info") for each in used
    )
