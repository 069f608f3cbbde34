"""``rollcall report join``."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import click
import msgspec

from rollcall import reports
from rollcall.cli._common import EXIT_STATUS, FILE
from rollcall.http import Redactor
from rollcall.runs import Part, join, part_from_json, report_of
from rollcall.spec import UsageError

__all__ = ["report"]

_OF_MUTANTS = {".json": "json", ".html": "html"}
_SUFFIXES = {**_OF_MUTANTS, ".xml": "junit", ".md": "markdown", ".sarif": "sarif"}


@attrs.frozen
class _Shard:
    """The report of a shard, as it was read.

    Attributes:
        file: The file.
        command: The command that wrote it.
        index: The number of the shard, from 1.
        count: The number of shards.
        facts: What all shards of the run have in common.
        content: The part of a run, or the report of a mutation run.
    """

    file: Path
    command: str
    index: int
    count: int
    facts: Mapping[str, str]
    content: Any


@click.group()
def report() -> None:
    """Work with the reports of runs."""


@report.command(name="join", epilog=EXIT_STATUS)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR|FILE",
    help="Write all formats into this folder, or this file: .json, .xml (JUnit), .html, .md or "
    ".sarif. Repeatable.",
)
def join_command(files: tuple[Path, ...], outputs: tuple[Path, ...]) -> None:
    """Join the reports of the shards of a run into one.

    FILE... are the JSON reports of all shards of rollcall check, or of rollcall mutate, with
    --shard. The exit status is that of the whole run.
    """
    shards = _read(files)
    is_of_mutants = shards[0].command == "mutate"
    targets = _targets(outputs, _OF_MUTANTS if is_of_mutants else _SUFFIXES)
    contents = [each.content for each in shards]
    raise SystemExit((_join_mutants if is_of_mutants else _join_runs)(contents, targets))


def _join_runs(parts: Sequence[Part], targets: Sequence[tuple[str, Path]]) -> int:
    """Print and write the report of a run, and return its exit status."""
    joined = report_of(join(parts))
    reports.print_report(joined, reports.open_console())
    for name, path in targets:
        reports.write(joined, {name: path})
    _tell(targets)
    click.echo(reports.annotations_for_github(joined), nl=False)
    return joined.exit_code


def _join_mutants(
    shards: Sequence[reports.MutationReport], targets: Sequence[tuple[str, Path]]
) -> int:
    """Print and write the report of a mutation run, and return its exit status."""
    joined = reports.join_mutation_reports(shards)
    reports.print_mutation_report(joined, reports.open_console())
    for name, path in targets:
        # The secrets were replaced when the shards were written.
        reports.write_mutation_report(joined, Redactor.of(), **{name: path})
    _tell(targets)
    return joined.exit_code


def _tell(targets: Sequence[tuple[str, Path]]) -> None:
    if targets:
        click.echo(f"reports: {', '.join(str(path) for _, path in targets)}")


def _targets(outputs: Iterable[Path], suffixes: Mapping[str, str]) -> list[tuple[str, Path]]:
    """Return the format and the path of each file to write.

    Raises:
        UsageError: A file has another suffix.
    """
    found: list[tuple[str, Path]] = []
    for each in outputs:
        if each.suffix in suffixes and not each.is_dir():
            found.append((suffixes[each.suffix], each))
        elif each.suffix and not each.is_dir():
            expected = ", ".join(suffixes)
            raise UsageError(f"--output: {each}: expected a folder, or a file with {expected}")
        else:
            found += [(name, each / f"report{suffix}") for suffix, name in suffixes.items()]
    return found


def _read(files: Sequence[Path]) -> list[_Shard]:
    """Read the reports of all shards of a run, and return them in their order.

    Raises:
        UsageError: A file is no such report, or they are not those of one run.
    """
    shards: list[_Shard] = []
    problems: list[str] = []
    for each in files:
        try:
            shards.append(_shard(each))
        except UsageError as problem:
            problems.append(str(problem))
    problems += _problems(shards)
    if problems:
        raise UsageError("\n".join(problems))
    return sorted(shards, key=lambda each: each.index)


def _shard(file: Path) -> _Shard:
    try:
        content = json.loads(file.read_bytes())
        if not isinstance(content, dict) or not content.keys() & {"side", "verdicts"}:
            raise UsageError(f"{file}: not a JSON report of rollcall check or rollcall mutate")
        shard = content.get("shard")
        if shard is None:
            raise UsageError(f"{file}: not the report of a shard; pass --shard I/N to the run")
        if "side" in content:
            mutation = reports.read_mutation_report(file)
            titles = mutation.title, mutation.version, mutation.server
            facts = {**shard["run"], "side": mutation.side, "report": " ".join(titles)}
            return _Shard(file, "mutate", shard["index"], shard["count"], facts, mutation)
        part = part_from_json(shard["part"])
    except OSError as problem:
        raise UsageError(f"{file}: {problem.strerror}") from None
    except (ValueError, LookupError, TypeError, msgspec.MsgspecError) as problem:
        hint = "join reports with the version of Rollcall that wrote them"
        raise UsageError(f"{file}: the report cannot be read; {hint}: {problem}") from None
    return _Shard(file, "check", shard["index"], shard["count"], part.facts, part)


def _problems(shards: Sequence[_Shard]) -> Iterator[str]:
    """Yield why some reports are not those of all shards of one run."""
    if not shards:
        return
    first = shards[0]
    seen: dict[int, Path] = {}
    for each in shards:
        if each.command != first.command:
            commands = f"rollcall {each.command}, but {first.file} is one of {first.command}"
            yield f"{each.file}: a report of {commands}"
            continue
        if each.index in seen:
            yield f"{each.file}: shard {each.index}/{each.count} is also {seen[each.index]}"
        seen.setdefault(each.index, each.file)
        if each.count != first.count:
            yield f"{each.file}: --shard: I/{each.count}, but I/{first.count} in {first.file}"
        for name in {**first.facts, **each.facts}:
            one, other = first.facts.get(name, "none"), each.facts.get(name, "none")
            if one != other:
                yield f"{each.file}: {name}: {other}, but {one} in {first.file}"
    if missing := [f"{n}/{first.count}" for n in range(1, first.count + 1) if n not in seen]:
        yield f"the report of shard {', '.join(missing)} is missing"
