"""The samples of the documentation: commands exist with their options, and tests run the Python."""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import telnyx_video.__main__ as telnyx_video
import twilio_video.__main__ as twilio_video
from rollcall.cli import main

_ROOT = Path(__file__).parents[3]
_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_TARGETS = set(re.findall(r"^([a-z-]+):", (_ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
_PAGES = {
    str(path.relative_to(_ROOT)): path.read_text("utf-8")
    for folder in ("docs", "openapi", "generated", "examples", ".")
    for path in (_ROOT / folder).glob("*.md" if folder == "." else "**/*.md")
}
_CLIENTS = {"telnyx-video": telnyx_video.main, "twilio-video": twilio_video.main}
_OTHERS = {
    "curl": "sends a request to a server of the reader",
    "export": "sets a variable of the shell",
    "git": "shows the changes of the reader",
    "pip": "installs from a registry",
    "uvicorn": "serves until it is stopped",
}
"""Commands that are not of this repository, and what they do."""

_RUN_BY = {
    "CONTRIBUTING.md": "tests/unit/docs/test_documents.py",
    "README.md": "tests/integration/docs/test_samples.py",
    "docs/howto/check.md": "tests/integration/runs/test_three_lines.py",
    "docs/howto/long_lists.md": "tests/integration/docs/test_samples.py",
    "docs/howto/own_law.md": "tests/integration/laws/test_own_law.py",
    "docs/howto/recipes.md": "tests/integration/client/test_recipes.py",
    "docs/reference/client.md": "tests/integration/docs/test_samples.py",
    "docs/reference/providers.md": "tests/integration/docs/test_samples.py",
    "docs/tutorials/own_api.md": "tests/integration/examples/test_orders.py",
    "docs/tutorials/use_client.md": "tests/integration/docs/test_samples.py",
    "generated/README.md": "tests/integration/docs/test_samples.py",
}
"""The test that runs the Python samples of a page."""


def _samples(*languages: str) -> Iterator[tuple[str, str]]:
    """Yield each sample in one of some languages, with its page."""
    for page, text in _PAGES.items():
        for indent, language, sample in _BLOCK.findall(text):
            if language in languages:
                yield page, re.sub(f"^{indent}", "", sample, flags=re.MULTILINE)


def _commands() -> Iterator[tuple[str, str]]:
    """Yield each command of the samples, with its page."""
    for page, sample in _samples("sh", "bash", "console"):
        for line in sample.replace("\\\n", " ").splitlines():
            for command in re.split(r" (?:&&|\|) ", line.removeprefix("$ ").split(" > ")[0]):
                if command.strip() and not command.startswith("#"):
                    yield page, command


@pytest.mark.parametrize(("page", "command"), [*dict.fromkeys(_commands())])
def test_a_command_exists(page: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in this repository, with each option; of another one, the reason is printed."""
    words = [each for each in shlex.split(command) if not re.match(r"[A-Z_]+=", each)]
    name = words[0].rpartition("/")[2]
    if name in _OTHERS:
        pytest.skip(f"{page}: {name} {_OTHERS[name]}")
    elif name == "rollcall":
        _parse(main.commands[words[1]], words[2:])
    elif name in _CLIENTS:
        monkeypatch.setattr(sys, "argv", [*words, "--help"])
        assert _CLIENTS[name]() == 0
    elif name == "make":
        assert {*words[1:]} <= _TARGETS
    else:
        assert name in {"python", ".", "source"}
        assert words[1:3] in (["-m", "venv"], ["-m", "pytest"]) or _is_file(page, words[1])


def _parse(command: click.Command, words: list[str]) -> None:
    """Parse the words of a command; an unknown option raises an error."""
    if isinstance(command, click.Group):
        command, words = command.commands[words[0]], words[1:]
    context = click.Context(command)
    values, arguments, _ = command.make_parser(context).parse_args([*words])
    assert values.keys() - {each.name for each in command.params} == set()
    assert not [each for each in arguments if each.startswith("-")]


def _is_file(page: str, name: str) -> bool:
    """Return whether a file is in the repository or beside its page, or is part of a .venv."""
    folders = (_ROOT, (_ROOT / page).parent)
    return name == ".venv/bin/activate" or any((each / name).is_file() for each in folders)


def test_there_are_commands() -> None:
    """The patterns find the commands of the pages."""
    assert len([*_commands()]) > 40


@pytest.mark.parametrize("page", dict.fromkeys(page for page, _ in _samples("python")))
def test_a_test_runs_the_python_samples_of_a_page(page: str) -> None:
    """The test that runs them names the page."""
    text = (_ROOT / _RUN_BY[page]).read_text("utf-8")
    assert page in text or Path(page).name in text
