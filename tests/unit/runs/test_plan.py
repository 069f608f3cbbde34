"""The units of a run: which laws are checked, on which operations, through which channels."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import rollcall
from rollcall.channels import client_problem
from rollcall.runs import plan
from rollcall.spec import parse_spec
from tests.support.api import Api
from tests.support.checks import TELNYX


@pytest.mark.parametrize(
    ("options", "laws"),
    [
        ({"laws": ("page.l*", "filter.sound")}, {"page.length", "filter.sound"}),
        (
            {"laws": ("conformance.*",), "exclude_laws": ("*.fuzzing", "*.examples")},
            {"conformance.coverage"},
        ),
        ({"laws": ("page.length",), "operations": ("list*",)}, {"page.length"}),
        ({"laws": ("page.length",), "channels": ("http",)}, {"page.length"}),
    ],
)
def test_patterns_select_units(options: dict[str, Any], laws: set[str]) -> None:
    """Laws, operations and channels are selected by patterns of their names."""
    units = plan(Api().spec, rollcall.Config(**options))
    assert {each.law for each in units} == laws
    assert len({each.id for each in units}) == len(units)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"laws": ("fitler.*",)}, "--law: nothing matches fitler.*"),
        ({"laws": ("filter.sond",)}, "--law: nothing matches filter.sond; did you mean filter.s"),
        ({"operations": ("orders",)}, "--operation: nothing matches orders; there is listBooks"),
        ({"exclude_laws": ("pages",)}, "--exclude-law: nothing matches pages"),
        ({"channels": ("https",)}, "--channel: nothing matches https; did you mean http?"),
        (
            {"laws": ("page.*",), "exclude_laws": ("page.*",)},
            "these options leave nothing to check",
        ),
        ({"plugins": ("no_such_module",)}, "--plugin: no_such_module cannot be imported"),
    ],
)
def test_options_that_select_nothing_are_usage_errors(
    options: dict[str, Any], message: str
) -> None:
    """The message names the option, the pattern and the names that may be meant."""
    with pytest.raises(rollcall.UsageError) as caught:
        plan(Api().spec, rollcall.Config(**options))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("scheme", "kind"),
    [
        ({"type": "mutualTLS"}, "mutualTLS"),
        ({"type": "http", "scheme": "digest"}, "http digest"),
    ],
)
def test_a_client_that_cannot_send_the_credential_is_left_out(
    scheme: dict[str, str], kind: str
) -> None:
    """The laws are checked over HTTP, and the reason is known."""
    spec = rollcall.from_path(TELNYX)
    raw = deepcopy(spec.raw)
    schemes = raw["components"]["securitySchemes"]
    (name,) = schemes
    schemes[name] = scheme
    changed = parse_spec(spec.path, raw)
    assert not client_problem(spec)
    assert client_problem(changed) == f"it cannot send the credential {name} ({kind})"
    assert {each.channel for each in plan(spec, rollcall.Config())} > {"http", "client"}
    assert {each.channel for each in plan(changed, rollcall.Config())} == {"http"}


@pytest.mark.parametrize("name", ["json", "httpx", "sys"])
def test_a_spec_may_be_named_like_a_module_that_is_no_client(name: str) -> None:
    """The module of another project is not taken for the client, and the run says so."""
    spec = parse_spec(Path(f"{name}.yaml"), Api().document)
    assert client_problem(spec).startswith(f"{name} is another module (")
    assert {each.channel for each in plan(spec, rollcall.Config(laws=("page.length",)))} == {"http"}


def test_the_laws_come_first() -> None:
    """A budget is spent on them before it is spent on generated requests."""
    kinds = [each.kind for each in plan(rollcall.from_path(TELNYX), rollcall.Config())]
    order = ["law", "client", "examples", "coverage", "fuzzing", "workflows"]
    assert list(dict.fromkeys(kinds)) == order


def test_the_profile_live_sends_nothing_that_is_generated_or_malformed() -> None:
    """It checks the laws through plain HTTP and one client."""
    units = plan(rollcall.from_path(TELNYX), rollcall.Config("live"))
    assert {each.channel for each in units if each.kind == "law"} == {"http", "client"}
    assert {each.kind for each in units} == {"law", "client"}
    laws = {each.law for each in units}
    assert not [each for each in laws if each.startswith("http.") or each.endswith(".refused")]


def test_a_unit_is_named_by_what_it_checks() -> None:
    """The id is unique within a run; the group is a line of the progress."""
    units = {each.id: each.group for each in plan(rollcall.from_path(TELNYX), rollcall.Config())}
    assert units["client-ahead-listRooms-page.length"] == "laws of listRooms, client-ahead"
    assert units["coverage-listRooms"] == "coverage of listRooms"
    assert units["workflows"] == "workflows"
    assert "client checks of listRooms" in units.values()
