"""Tries all faults of a client, in every column, a sound copy first."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import attrs

from contract_tests._options import TOKEN_VARIABLE
from contract_tests.contract import Document

from ._copies import Copy, copied
from ._fault import ClientFault
from ._laws import Server, Warm, try_laws, warmed
from ._processes import TIME_LIMIT, Job, carried_out
from ._pytest import try_tests
from ._verdict import Column, Verdict

__all__ = ["Campaign", "Plan", "Tried", "open_campaign"]

ROOT = Path(__file__).parents[3]
_CONTRACT = "contract_tests"
_TESTS = "tests/client"

# A sound copy is tried with everything at once, and a machine may be busy.
_SOUND_SECONDS = 400.0
# These look at the generated package itself, or at the faults tried here.
_NOT_ABOUT_COPIES = ("test_typing.py", "test_recipes.py")

Tried = tuple[ClientFault, Column, Verdict]


@attrs.frozen
class Plan:
    """What a campaign is to try.

    Attributes:
        faults: The faults.
        packages: The folders of the packages that they are put into. The first is tried; the
            client's tests look at the others of them, too, for what all have alike.
        server: The server that the laws ask, and the contract suite.
        columns: What looks at them.
        folder: Where the copies are put.
        seconds: How long a trial may take.
        workers: How many trials are under way at once.
        is_thorough: Whether a column is tried that a fault names nothing of.
    """

    faults: Sequence[ClientFault]
    packages: Sequence[Path]
    server: Server
    columns: Sequence[Column]
    folder: Path
    seconds: float
    workers: int
    is_thorough: bool = False


@attrs.define
class Campaign:
    """A campaign under way.

    Attributes:
        plan: What it is to try.
        warm: What is known of the server.
        accused: What is broken in a sound copy, by column: it tells nothing of a fault.
    """

    plan: Plan
    warm: Warm
    accused: dict[Column, frozenset[str]] = attrs.field(factory=dict)

    def try_sound(self) -> Iterator[tuple[Column, Verdict]]:
        """Try a sound copy in every column that a fault names something of, with all of that.

        Raises:
            RuntimeError: That could not be done.
        """
        copy = copied(None, self.plan.packages, ROOT / "scripts", self.plan.folder / "sound")
        jobs = [
            Job(column, self._work(column, copy, None, tries_all=True), _SOUND_SECONDS)
            for column in reversed(self.plan.columns)
            if self.plan.is_thorough or any(_named(each, column) for each in self.plan.faults)
        ]
        for column, verdict in carried_out(jobs, self.plan.workers):
            if verdict.problem or (verdict.outcome == "killed" and not verdict.broken):
                raise RuntimeError(f"the sound copy, {column}: {verdict.problem or verdict.title}")
            self.accused[column] = frozenset(verdict.broken)
            yield column, verdict

    def try_faults(self) -> Iterator[Tried]:
        """Try every fault in every column.

        Raises:
            UnfoundError: A fault does not apply to the package.
        """
        jobs: list[Job[tuple[ClientFault, Column]]] = []
        for number, fault in enumerate(self.plan.faults):
            folder = self.plan.folder / f"{number}-{fault.kind}"
            copy = copied(fault, self.plan.packages, ROOT / "scripts", folder)
            for column in self.plan.columns:
                if _named(fault, column) or self.plan.is_thorough:
                    work = self._work(column, copy, fault, tries_all=False)
                    jobs.append(Job((fault, column), work, self.plan.seconds))
                else:
                    yield fault, column, Verdict("not applicable")
        for (fault, column), verdict in carried_out(jobs, self.plan.workers):
            if verdict.problem:
                title = f"could not be tried: {verdict.problem.strip()}"
                yield fault, column, attrs.evolve(verdict, outcome="survived", title=title)
                continue
            if verdict.law == TIME_LIMIT and not fault.is_endless:
                yield fault, column, attrs.evolve(verdict, outcome="survived", law="")
                continue
            yield fault, column, verdict

    def _work(
        self, column: Column, copy: Copy, fault: ClientFault | None, *, tries_all: bool
    ) -> Callable[[], Verdict]:
        names: tuple[str, ...] = ()
        if fault is not None:
            names = _named(fault, column)
        elif not self.plan.is_thorough:
            every = (name for each in self.plan.faults for name in _named(each, column))
            names = tuple(dict.fromkeys(every))
        accused = self.accused.get(column, frozenset())
        server = self.plan.server
        if column == "laws":
            look = partial(try_laws, self.warm, names or ("*",), accused, tries_all=tries_all)
        else:
            start = _CONTRACT if column == "contract" else _TESTS
            tests = [_located(start, each) for each in names] or _all(start)
            look = partial(_try_tests, copy, server, start, tests, accused, tries_all=tries_all)
        return partial(_tried, copy, server.document, look)


def open_campaign(plan: Plan) -> Campaign:
    """Begin a campaign: learn what the server has.

    Raises:
        pytest.UsageError: The server is not there, or refuses the token.
    """
    return Campaign(plan, warmed(plan.server))


def _named(fault: ClientFault, column: Column) -> tuple[str, ...]:
    by_column: dict[Column, tuple[str, ...]] = {
        "laws": fault.laws,
        "contract": fault.contract,
        "tests": fault.tests,
    }
    return by_column[column]


def _tried(copy: Copy, document: Document, look: Callable[[], Verdict]) -> Verdict:
    """Look at a copy, in a process that has not imported the package yet."""
    assert document.package not in sys.modules, f"{document.package} was imported before"
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.path[:0] = [str(copy.packages), str(copy.scripts)]
    return look()


def _try_tests(  # noqa: PLR0913 - what a run of tests takes
    copy: Copy,
    server: Server,
    start: str,
    tests: Sequence[str],
    accused: frozenset[str],
    *,
    tries_all: bool,
) -> Verdict:
    """Run tests on a copy: those of the contract suite, or the project's own."""
    paths = [str(copy.packages), ".", str(copy.scripts)]
    options = ["-o", f"pythonpath={' '.join(paths)}"]
    if start == _CONTRACT:
        os.environ[TOKEN_VARIABLE] = server.token
        options += ["--base-url", server.base_url, "--spec", str(server.document.path)]
        options += [
            f"--parent={name}={each}" for name in server.parents for each in server.parents[name]
        ]
        options += ["--hypothesis-seed", str(server.seed)]
    options += [f"--deselect={each}" for each in accused]
    return try_tests(ROOT, [*options, *tests], tries_all=tries_all)


def _located(start: str, name: str) -> str:
    """Find a test by the name of its module, which may stand in a folder of its own."""
    module, _, test = name.partition("::")
    folder = ROOT / start
    path = folder / module
    found = path if path.is_file() else next(folder.rglob(module))
    return f"{found.relative_to(ROOT)}::{test}"


def _all(start: str) -> list[str]:
    if start == _CONTRACT:
        return sorted(str(each.relative_to(ROOT)) for each in (ROOT / start).glob("test_client_*"))
    return [start, *(f"--ignore={start}/{each}" for each in _NOT_ABOUT_COPIES)]
