"""A third API, testable by writing its annotated document and nothing else.

Nothing of the harbour is known to the suite, to the generator, or to a test of either but this one.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from tests.support.checks import Outcome, check
from tests.support.harbour import KEY_HEADER, ROOT, SPEC, Harbour, generate_client, serving

TEXT = SPEC.read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = YAML(typ="safe", pure=True).load(TEXT)
VOCABULARY = json.loads(
    (ROOT / "src" / "rollcall" / "spec" / "annotations.schema.json").read_text("utf-8")
)
VISITS = DOCUMENT["paths"]["/berths/{berth}/visits"]["get"]
BERTHS = DOCUMENT["paths"]["/berths"]["get"]

_BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def harbour() -> Iterator[Harbour]:
    """Start the server."""
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the client of the harbour, and give the folder that holds it."""
    return generate_client(tmp_path_factory.mktemp("generated"))


@pytest.fixture
def client(generated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the client of the harbour, for one test."""
    monkeypatch.syspath_prepend(str(generated))
    yield importlib.import_module("harbour")
    for name in [each for each in sys.modules if each.partition(".")[0] == "harbour"]:
        del sys.modules[name]


def test_the_document_is_valid() -> None:
    """The document is OpenAPI 3.1, and has all annotations, but for what only passwords have."""
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []
    found = [*_annotations(DOCUMENT)]
    for annotation in found:
        Draft202012Validator(VOCABULARY).validate(annotation)
    assert {key for each in found for key in each} == {*VOCABULARY["properties"]} - {
        "x-credentials"
    }


def _annotations(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield from ({key: value} for key, value in node.items() if str(key).startswith("x-"))
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for value in values:
        yield from _annotations(value)


def test_the_harbour_is_unlike_what_the_suite_was_made_for() -> None:
    """Its names, its styles of paging and its choices are others than those of openapi/."""
    others = [
        YAML(typ="safe", pure=True).load(each)
        for each in (ROOT / "openapi").glob("*.yaml")
        if "openapi:" in each.read_text("utf-8").partition("\ninfo:")[0]
    ]
    assert others
    for theirs in others:
        assert not {*DOCUMENT["paths"]} & {*theirs["paths"]}
        assert not _names(DOCUMENT) & _names(theirs)
    assert VISITS["x-list"]["pagination"]["style"] == "link"
    assert BERTHS["x-list"]["strictness"]["pastTheEnd"] == "notFound"
    assert BERTHS["x-list"]["strictness"]["oversizedPage"] == "clamped"
    assert DOCUMENT["components"]["securitySchemes"]["harbourKey"]["type"] == "apiKey"
    operators = {
        each["x-filter"]["operator"]
        for operation in (BERTHS, VISITS)
        for each in operation["parameters"]
        if "x-filter" in each
    }
    assert operators == {"eq", "gt", "gte", "lt", "lte"}


def _names(spec: dict[str, Any]) -> set[str]:
    """Return the names of all parameters, and of the properties of pages and items."""
    properties = {
        name
        for title, schema in spec["components"]["schemas"].items()
        if not title.startswith(("Problem", "Error"))
        for name in schema.get("properties", ())
    }
    return properties | {
        each["name"]
        for item in spec["paths"].values()
        for each in item["get"]["parameters"]
        if "name" in each
    }


WRONG = {
    "a link that is no text": ("prev: /more/back", "prev: /visits", "a string at /visits"),
    "a link that is not there": ("self: /more/here", "self: /more/this", "/more/this"),
    "an echo that is no number": ("echo: /limit", "echo: /more/here", "an integer at /more/here"),
    "a size that is no parameter": ("parameter: limit", "parameter: most", "parameter most"),
    "a choice that is none": ("clamped, pastTheEnd", "cut, pastTheEnd", "'cut' is not one of"),
    "a key in the query": ("in: header", "in: query", "a key in a header"),
    "a header that is none": ("name: X-Harbour-Key", "name: X Harbour", "the name of a header"),
}


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_annotation_is_refused_by_the_generator(
    right: str, wrong: str, message: str, tmp_path: Path
) -> None:
    """What an annotation points at must be there, and be what the annotation says."""
    assert right in TEXT
    spec = tmp_path / "harbour.yaml"
    spec.write_text(TEXT.replace(right, wrong), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "scripts/generate.py", "update", str(spec), "--output", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_client_reads_both_lists(client: ModuleType, harbour: Harbour) -> None:
    """Numbers, links, filters, the flag and the key work in the generated client as on the wire."""
    with client.Client(harbour.key, base_url=harbour.base_url) as office:
        berths = list(office.berths.list(per=9, with_visits=True, concurrency=3))
        assert [each.code for each in berths] == [
            each["code"] for p in range(2) for each in harbour.get("/berths", per=50, p=p)["berths"]
        ]
        visits = list(office.berths.visits.list("B-3", limit_=7))
        assert [each.ref for each in visits] == [each["ref"] for each in harbour.visits("B-3")]
        assert next(each for each in berths if each.code == "B-3").visits == visits
        since = datetime(2026, 3, 1, tzinfo=UTC)
        narrowed = office.berths.visits.list(
            "B-3", arrived_after=since, departed_by=date(2026, 3, 20), draught_min=10, limit_=2
        )
        assert [each.ref for each in narrowed] == [
            each.ref
            for each in visits
            if each.arrived_at > since
            and each.departed_at is not None
            and each.departed_at.astimezone(UTC).date() <= date(2026, 3, 20)
            and (each.draught or 0) >= 10
        ]
        with pytest.raises(client.NotFoundError) as refusal:
            office.berths.visits.list("B-99").first()
        assert refusal.value.body.problem.parameter == "berth"
    with (
        client.Client("wrong", base_url=harbour.base_url) as stranger,
        pytest.raises(client.UnauthorizedError),
    ):
        stranger.berths.list().first()


def test_the_client_keeps_the_key_to_itself(client: ModuleType, harbour: Harbour) -> None:
    """The header with the key is neither kept with a response nor open to be set by others."""
    with client.Client(harbour.key, base_url=harbour.base_url) as office:
        page = next(office.berths.list().pages())
        assert KEY_HEADER.lower() not in page.response.request.headers
    for headers in ({KEY_HEADER: "other"}, {KEY_HEADER.upper(): "other"}):
        with pytest.raises(client.ArgumentError, match="own to set"):
            client.Client(harbour.key, base_url=harbour.base_url, headers=headers)


def _schemathesis(spec: Path, harbour: Harbour, folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [
            *(str(_BIN / "schemathesis"), "run", str(spec), "--url", harbour.base_url),
            *("--header", f"{KEY_HEADER}: {harbour.key}", "--checks", "all", "--no-color"),
            *("--max-examples", "30", "--seed", "1"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_server_passes_schemathesis(harbour: Harbour, tmp_path: Path) -> None:
    """All checks of schemathesis' own command line hold.

    It does not know that an oversized page may be clamped, so it is not told of the largest size.
    """
    spec = tmp_path / "harbour.yaml"
    unbounded = TEXT.replace("maximum: 50, default: 10", "default: 10")
    assert unbounded.count("default: 10") == 2
    spec.write_text(unbounded, encoding="utf-8")
    status, output = _schemathesis(spec, harbour, tmp_path)
    assert status == 0, output
    assert "No issues found" in output


def test_schemathesis_alone_takes_clamping_for_a_fault(harbour: Harbour, tmp_path: Path) -> None:
    """Told of the largest size, it objects to that and to nothing else."""
    status, output = _schemathesis(SPEC, harbour, tmp_path)
    assert status == 1, output
    assert "found 2 unique failures" in output
    assert output.count("Value greater than maximum") == 2


def _is_proven(outcome: Outcome) -> None:
    """See that every verdict is a pass that a witness has earned."""
    assert outcome.status == 0, outcome.output
    verdicts = outcome.report["verdicts"]
    assert len(verdicts) > 100
    weak = [each for each in verdicts if each["outcome"] != "pass" or not each["witnesses"]]
    assert not weak


def test_the_suite_proves_the_harbour(harbour: Harbour, client: ModuleType, tmp_path: Path) -> None:
    """Every law holds on both lists, with witnesses, through plain HTTP and through the client."""
    assert client.__name__ == "harbour"
    outcome = check(tmp_path, harbour.base_url, token=harbour.key, spec=SPEC)
    _is_proven(outcome)
    verdicts = outcome.report["verdicts"]
    assert {each["operation"] for each in verdicts} == {"listBerths", "listVisits"}
    assert {each["channel"] for each in verdicts} == {
        "http",
        "client",
        "client-async",
        "client-ahead",
    }
    families = {each["law"].partition(".")[0] for each in verdicts if each["channel"] == "http"}
    assert families == {
        *("page", "link", "filter", "expand", "scope", "coherence", "auth", "http"),
        "conformance",
    }
    for operation in (BERTHS, VISITS):
        filters = {each["name"] for each in operation["parameters"] if "x-filter" in each}
        for law in ("filter.sound", "filter.complete"):
            assert filters == {
                each["subject"]
                for each in verdicts
                if (each["law"], each["operation"]) == (law, operation["operationId"])
            }


def test_the_suite_needs_no_client(harbour: Harbour, tmp_path: Path) -> None:
    """Without a generated client the wire is tested alone, and the report says so."""
    outcome = check(tmp_path, harbour.base_url, "--law=page.*", token=harbour.key, spec=SPEC)
    assert outcome.status == 0, outcome.output
    assert {each["channel"] for each in outcome.report["verdicts"]} == {"http"}
    assert "there is no client harbour" in outcome.output
