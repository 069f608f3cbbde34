"""The progress of a run, on a terminal and in a log."""

import io
from collections.abc import Iterator

from rich.console import Console

from rollcall.reports import Progress, open_console


def test_a_log_has_a_line_every_15_seconds() -> None:
    """The line has the counts, the time left and the current unit."""
    stream, clock = io.StringIO(), _clock(seconds=1)
    progress = Progress(open_console(stream), clock=clock.__next__)
    progress.start(40)
    for _ in range(31):
        progress.count("killed")
        progress.tick("listOrders filter.ignored")
    progress.end()
    assert stream.getvalue().splitlines() == [
        "16/40  killed 16  0:24 left  listOrders filter.ignored",
        "31/40  killed 31  0:09 left  listOrders filter.ignored",
    ]


def test_a_long_run_has_few_lines() -> None:
    """The time between two lines of a log grows with the time that the run has taken."""
    stream, clock = io.StringIO(), _clock(seconds=1)
    progress = Progress(open_console(stream), clock=clock.__next__)
    progress.start(1)
    for _ in range(3600):
        progress.tick("listOrders filter.ignored")
    assert 30 < len(stream.getvalue().splitlines()) < 60


def test_a_terminal_has_one_line() -> None:
    """The line is redrawn in place, cut to the width, and cleared at the end."""
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=60, color_system=None)
    progress = Progress(console, clock=_clock(seconds=1).__next__)
    progress.start(2)
    progress.count("pass")
    progress.tick("an operation with a name that is longer than the line\x1b[2J")
    drawn = stream.getvalue()
    progress.end()
    line = drawn.splitlines()[-1]
    assert "━━━━━━━━          1/2  pass 1" in line
    assert "…" in line
    assert "\n" not in drawn
    assert "\x1b[2J" not in drawn
    assert stream.getvalue().endswith("\x1b[2K\x1b[?25h") or "\x1b[2K" in stream.getvalue()


def _clock(seconds: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += seconds
