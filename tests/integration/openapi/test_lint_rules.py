"""`make lint-spec`: the documents pass, and each of the project's own rules can fail."""

import copy
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.documents._document import OPENAPI, Node, at, document_paths, parse, read

REDOCLY = OPENAPI.parent / "node_modules" / ".bin" / "redocly"
CONFIG = OPENAPI / "redocly.yaml"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
TELNYX = read(OPENAPI / "telnyx-video.yaml")

ROOMS = "/paths/~1rooms/get"
DAY = f"{ROOMS}/parameters/0"
ROOM = "/components/schemas/Room"

needs_redocly = pytest.mark.skipif(
    not REDOCLY.exists(),
    reason="needs Redocly, which needs Node: run `make lint-spec` once",
)


def lint(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Lint documents; the output is a JSON report for each, one after another."""
    options = ("--config", str(CONFIG), "--format", "json")
    return subprocess.run(
        [str(REDOCLY), "lint", *options, *map(str, paths)],
        capture_output=True,
        check=False,
        env={**os.environ, **QUIET},
        text=True,
        timeout=300,
    )


def reports(output: str) -> list[Node]:
    """Return the JSON reports of an output."""
    found = []
    while output := output.lstrip():
        report, end = json.JSONDecoder().raw_decode(output)
        found.append(report)
        output = output[end:]
    return found


def replace(text: str, key: str, value: Node) -> Callable[[Node], None]:
    """Return a change that sets a key."""

    def change(spec: Node) -> None:
        at(spec, text)[key] = value

    return change


def remove(text: str, key: str) -> Callable[[Node], None]:
    """Return a change that removes a key."""

    def change(spec: Node) -> None:
        del at(spec, text)[key]

    return change


BREAKS: list[tuple[str, Callable[[Node], None]]] = [
    ("rule/operation-id", remove(ROOMS, "operationId")),
    ("rule/operation-id", replace(ROOMS, "operationId", "list_rooms")),
    ("rule/operation-tag", remove(ROOMS, "tags")),
    ("rule/operation-tag", replace(ROOMS, "tags", ["rooms", "rooms.sessions"])),
    ("rule/operation-security", remove(ROOMS, "security")),
    ("rule/operation-security", replace(ROOMS, "security", [])),
    ("rule/operation-list", remove(ROOMS, "x-list")),
    ("rule/operation-responses", remove(f"{ROOMS}/responses", "429")),
    ("rule/operation-responses", remove(f"{ROOMS}/responses", "5XX")),
    ("rule/operation-sentences", replace(ROOMS, "summary", "List rooms")),
    ("rule/operation-sentences", remove(ROOMS, "description")),
    ("rule/response-description", replace(f"{ROOMS}/responses/200", "description", "rooms")),
    ("rule/parameter-description", remove(DAY, "description")),
    ("rule/parameter-description", replace(DAY, "description", "the day")),
    ("rule/parameter-example", remove(DAY, "example")),
    ("rule/parameter-name", replace(DAY, "name", "filter[date-created.at]")),
    ("rule/parameter-flat", replace(DAY, "style", "deepObject")),
    ("rule/parameter-flat", replace(DAY, "explode", value=True)),
    ("rule/parameter-scalar", replace(f"{DAY}/schema", "type", "object")),
    ("rule/property-description", remove(f"{ROOM}/properties/id", "description")),
    ("rule/property-description", replace(f"{ROOM}/properties/id", "description", "the id")),
    ("rule/schema-open", replace(ROOM, "additionalProperties", value=False)),
    ("rule/schema-open", replace(ROOM, "unevaluatedProperties", value=False)),
]


@needs_redocly
def test_the_documents_pass() -> None:
    """Redocly reports no error and no warning, for the documents and the configuration."""
    run = lint(*document_paths())
    assert run.returncode == 0, run.stdout
    found = reports(run.stdout)
    assert len(found) == len(document_paths())
    assert [problem for report in found for problem in report["problems"]] == []
    assert "configuration" not in run.stderr


def test_every_rule_of_the_project_has_a_broken_case() -> None:
    """Each rule of the configuration has a case here that breaks it."""
    own = {
        name
        for name in parse(CONFIG.read_text(encoding="utf-8"))["rules"]
        if name.startswith("rule/")
    }
    assert own == {rule for rule, _ in BREAKS}


@needs_redocly
def test_a_broken_rule_is_reported(tmp_path: Path) -> None:
    """Each broken document fails, and the report names the rule."""
    paths = []
    for number, (_, change) in enumerate(BREAKS):
        spec = copy.deepcopy(TELNYX)
        change(spec)
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(json.dumps(spec), encoding="utf-8")
    run = lint(*paths)
    assert run.returncode == 1
    for (rule, _), report in zip(BREAKS, reports(run.stdout), strict=True):
        assert rule in {problem["ruleId"] for problem in report["problems"]}
