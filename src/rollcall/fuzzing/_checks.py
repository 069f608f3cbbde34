"""The checks of schemathesis, and when each of them decides.

Schemathesis calls every check for every response, and most checks do not apply to most responses.
Only the calls that decide are counted: others prove nothing.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import attrs
import schemathesis
from schemathesis.generation.meta import REQUEST_SHAPE_PROBES, CoverageScenario, coverage_scenario

from rollcall.http import Response
from rollcall.laws import Basis

__all__ = [
    "ANSWERED",
    "CHECKS",
    "SENTENCES",
    "Case",
    "Check",
    "decides",
    "is_negative_at",
    "is_not_implemented",
    "law_of",
    "named_parameters",
    "needed_parameters",
]

ANSWERED = "conformance.answered"
"""The law that every request gets a complete response in time; schemathesis has no such check."""

Case = schemathesis.Case[Any]
"""A generated request."""


def _is_probe(case: Case) -> bool:
    """Return whether a request is malformed on purpose, in a way that only two checks apply to."""
    return coverage_scenario(case) in REQUEST_SHAPE_PROBES


def _documented(case: Case, _: Response) -> bool:
    return not _is_probe(case)


def _positive(case: Case, _: Response) -> bool:
    return not _is_probe(case) and case.meta is not None and case.meta.generation.mode.is_positive


def _negative(case: Case, _: Response) -> bool:
    return not _is_probe(case) and case.meta is not None and case.meta.generation.mode.is_negative


def _with_headers(case: Case, response: Response) -> bool:
    definition = case.operation.responses.find_by_status_code(response.status_code)
    return not _is_probe(case) and definition is not None and bool(definition.headers)


def _unspecified_method(case: Case, _: Response) -> bool:
    return coverage_scenario(case) is CoverageScenario.UNSPECIFIED_HTTP_METHOD


def _options_with_allow(case: Case, response: Response) -> bool:
    return case.method.upper() == "OPTIONS" and "allow" in response.headers


def _missing_header(case: Case, _: Response) -> bool:
    data = case.meta.phase.data if case.meta else None
    return (
        coverage_scenario(case) is CoverageScenario.MISSING_PARAMETER
        and data is not None
        and data.parameter_location is not None
        and data.parameter_location.value == "header"
    )


def _authenticated(case: Case, response: Response) -> bool:
    return not _is_probe(case) and response.is_success and not is_negative_at(case, "path")


@attrs.frozen
class Check:
    """A check of schemathesis.

    Attributes:
        sentence: The law that it checks.
        decides: Returns whether it applies to a case and its response.
        not_run: The reason if it never decides in a run.
        basis: What the law rests on.
    """

    sentence: str
    decides: Callable[[Case, Response], bool] = lambda _case, _response: True
    not_run: str = "no such request"
    basis: Basis = "document"


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "not_a_server_error": Check("No request makes the server fail.", basis="standard"),
        "max_response_time": Check("Every response is complete within the time limit."),
        "status_code_conformance": Check("Every status is documented.", _documented),
        "content_type_conformance": Check(
            "Every response has a documented content type.", _documented
        ),
        "response_schema_conformance": Check("Every body conforms to its schema.", _documented),
        "response_headers_conformance": Check(
            "Every header conforms to its schema.",
            _with_headers,
            "no response had documented headers",
        ),
        "positive_data_acceptance": Check("Values that the schemas allow are accepted.", _positive),
        "negative_data_rejection": Check(
            "Values that the schemas do not allow are refused.", _negative, basis="convention"
        ),
        "ignored_auth": Check(
            "A request without credentials, or with wrong ones, is refused.", _authenticated
        ),
        "missing_required_header": Check(
            "A request without a required header is refused.",
            _missing_header,
            "no operation requires a header besides its credentials",
        ),
        "unsupported_method": Check(
            "A method that is not documented is refused.", _unspecified_method, basis="standard"
        ),
        "allow_header_conformance": Check(
            "Allow names the methods that are documented.",
            _options_with_allow,
            "no response to OPTIONS carried Allow",
        ),
    }
)
"""The checks by their names, in the order of the summary.

Checks that require unsafe requests or several accounts are left out.
"""

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        ANSWERED: "Every request gets a complete response in time.",
        **{f"conformance.{name}": check.sentence for name, check in CHECKS.items()},
    }
)
"""The law of each check of a response, by its id."""


def is_negative_at(case: Case, location: str) -> bool:
    """Return whether a case has invalid values on purpose in a location, such as the query."""
    return case.meta is not None and any(
        each.value == location and component.mode.is_negative
        for each, component in case.meta.components.items()
    )


def is_not_implemented(case: Case, response: Response) -> bool:
    """Return whether a server does not know a method (RFC 9110, sections 9.1 and 15.6.2)."""
    is_unknown = response.status_code == HTTPStatus.NOT_IMPLEMENTED
    return is_unknown and _unspecified_method(case, response)


def needed_parameters(case: Case) -> set[str]:
    """Return the query parameters that a smaller case must keep, required or invalid ones."""
    if case.meta is None or not is_negative_at(case, "query"):
        return {each.name for each in case.operation.query if each.is_required}
    return named_parameters(case) or {*case.query}


def named_parameters(case: Case) -> set[str]:
    """Return the names of the parameters that a case tests."""
    data = case.meta.phase.data if case.meta is not None else None
    mutations = getattr(data, "mutations", ())
    named = {getattr(data, "parameter", None), *(each.parameter for each in mutations)} - {None}
    return {str(each) for each in named}


def decides(check: str, case: Case, response: Response) -> bool:
    """Return whether a check applies to a case and its response."""
    return check in CHECKS and CHECKS[check].decides(case, response)


def law_of(check: str) -> str:
    """Return the id of the law of a check."""
    return f"conformance.{check}"
