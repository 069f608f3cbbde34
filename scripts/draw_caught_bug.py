"""Draw docs/caught_bug.svg: a server with a bug, and what two tools print about it.

    scripts/draw_caught_bug.py

The server is examples/orders, whose total ignores a filter. Both tools run in a terminal of tmux,
and the picture has its screen: "..." stands for lines that are left out, nothing else is changed.
"""

import io
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from rollcall.http import serving

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))

from tests.support.projects import ORDERS, module_of  # noqa: E402

_PICTURE = _ROOT / "docs" / "caught_bug.svg"
_COLUMNS, _ROWS = 88, 200
_ADDRESS = "http://127.0.0.1:8000"
_WAIT = 240
_END = "END-OF-RUN"

# The first and the last line of each part of the screen that is shown.
_SHOWN = {
    "st run {url}/openapi.json": [("Test cases:", "Test cases:"), ("generated", "generated"),
                                  ("No issues found", "No issues found")],
    "rollcall check {url}/openapi.json {url} --guess": [
        ("server: ", "profile: "), ("FAIL ", "curl "), ("fail: ", "fail: ")],
}  # fmt: skip


def main() -> int:
    """Run both tools, and write the picture."""
    lines: list[str] = []
    with serving(module_of(ORDERS, "app").app) as origin:
        for command, parts in _SHOWN.items():
            screen = _screen(command.format(url=origin))
            lines.append(f"\x1b[1m$ {command.format(url=_ADDRESS)}\x1b[0m")
            lines += [each.replace(origin, _ADDRESS) for each in _chosen(screen, parts)]
            lines.append("")
    _PICTURE.write_text(_drawn(lines[:-1]), encoding="utf-8")
    print(f"{_PICTURE.relative_to(_ROOT)}: written")
    return 0


def _screen(command: str) -> list[str]:
    """Return the lines that a command leaves on a terminal, with their colours."""
    with tempfile.TemporaryDirectory() as folder:
        tmux = ["tmux", "-S", f"{folder}/socket"]
        program = f"cd {folder}; {_with_path(command)}; echo {_END}; sleep {_WAIT}"
        size = ["-x", str(_COLUMNS), "-y", str(_ROWS)]
        subprocess.run([*tmux, "new-session", "-d", *size, program], check=True)  # noqa: S603
        try:
            until = time.monotonic() + _WAIT
            while True:
                shown = subprocess.run(  # noqa: S603
                    [*tmux, "capture-pane", "-p", "-e"], check=True, capture_output=True, text=True
                ).stdout
                if _END in shown:
                    return shown.partition(_END)[0].splitlines()
                if time.monotonic() > until:
                    raise TimeoutError(command)
                time.sleep(0.5)
        finally:
            subprocess.run([*tmux, "kill-server"], check=True)  # noqa: S603


def _with_path(command: str) -> str:
    """Return a command that finds the tools beside this Python."""
    return f"PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH {command}"


def _chosen(screen: Sequence[str], parts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield parts of a screen, with dots where lines are left out."""
    plain = [Text.from_ansi(each).plain for each in screen]
    at = 0
    for first, last in parts:
        start = next(index for index in range(at, len(plain)) if first in plain[index])
        end = next(index for index in range(start, len(plain)) if last in plain[index])
        if start > at:
            yield "\x1b[2m...\x1b[0m"
        yield from screen[start : end + 1]
        at = end + 1


def _drawn(lines: Sequence[str]) -> str:
    """Return the picture of a terminal, which loads nothing from elsewhere."""
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    for each in lines:
        console.print(Text.from_ansi(each), overflow="fold")
    drawn = console.export_svg(title="a list whose total ignores its filter", unique_id="caught")
    drawn = re.sub(r"@font-face \{.*?\}\n", "", drawn, flags=re.DOTALL)
    return re.sub(r"[ \t]+$", "", drawn, flags=re.MULTILINE)


if __name__ == "__main__":
    sys.exit(main())
