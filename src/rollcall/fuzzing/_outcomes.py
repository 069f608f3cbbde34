"""Runs checks of schemathesis on a response."""

from collections.abc import Iterable, Mapping, Sequence

import schemathesis
import schemathesis.checks
from schemathesis.core.failures import Failure
from schemathesis.generation.overrides import Override

from rollcall.fuzzing._checks import Case

__all__ = ["CheckOutcomes", "run_checks"]

CheckOutcomes = Sequence[tuple[str, Failure | None]]
"""The checks that were run, by name, each with its failure; a check may have several failures."""


def run_checks(
    case: Case, response: schemathesis.Response, names: Iterable[str], existing: Mapping[str, str]
) -> CheckOutcomes:
    """Run checks of schemathesis on a response, and return the outcomes.

    ``Case.validate_response`` does the same, and more that takes longer than the checks.

    Args:
        case: The case that was sent.
        response: The response.
        names: The names of the checks.
        existing: The path parameters of the case whose values exist on the server.
    """
    found: list[tuple[str, Failure | None]] = []
    schemathesis.checks.run_checks(
        case=case,
        response=response,
        ctx=schemathesis.checks.CheckContext(
            override=Override(path_parameters=dict(existing)),
            auth=None,
            headers=None,
            config=case.operation.schema.config.checks_config_for(),
            transport_kwargs=None,
            response_checks=None,
        ),
        checks=[getattr(schemathesis.checks, each) for each in names],
        on_failure=lambda name, _, failure: found.append((name, failure)),
        on_success=lambda name, _: found.append((name, None)),
    )
    return found
