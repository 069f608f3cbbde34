"""The checks of schemathesis, and when each of them decides.

schemathesis calls every check for every response, and most of them return at once for most of
them. Counting those calls would credit a run with checks that never looked, so a check is counted
only where it decided.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import schemathesis
from schemathesis.generation.meta import REQUEST_SHAPE_PROBES, CoverageScenario, coverage_scenario

from rollcall.http import Response

__all__ = [
    "ANSWERED",
    "CHECKS",
    "NOT_RUN",
    "SENTENCES",
    "Case",
    "decides",
    "is_negative_at",
    "law_of",
]

ANSWERED = "conformance.answered"
"""Not one of schemathesis' checks: every request is answered completely and in time."""

Case = schemathesis.Case[Any]
"""A request that schemathesis has generated."""

_Decides = Callable[[Case, Response], bool]


def _is_probe(case: Case) -> bool:
    """Whether the request is malformed on purpose, in a way that only two checks look at."""
    return coverage_scenario(case) in REQUEST_SHAPE_PROBES


def _always(case: Case, response: Response) -> bool:
    del case, response
    return True


def _documented(case: Case, response: Response) -> bool:
    del response
    return not _is_probe(case)


def _positive(case: Case, response: Response) -> bool:
    del response
    return not _is_probe(case) and case.meta is not None and case.meta.generation.mode.is_positive


def _negative(case: Case, response: Response) -> bool:
    del response
    return not _is_probe(case) and case.meta is not None and case.meta.generation.mode.is_negative


def _with_headers(case: Case, response: Response) -> bool:
    definition = case.operation.responses.find_by_status_code(response.status_code)
    return not _is_probe(case) and definition is not None and bool(definition.headers)


def _unspecified_method(case: Case, response: Response) -> bool:
    del response
    return coverage_scenario(case) is CoverageScenario.UNSPECIFIED_HTTP_METHOD


def _options_with_allow(case: Case, response: Response) -> bool:
    return case.method.upper() == "OPTIONS" and "allow" in response.headers


def _missing_header(case: Case, response: Response) -> bool:
    del response
    data = case.meta.phase.data if case.meta else None
    return (
        coverage_scenario(case) is CoverageScenario.MISSING_PARAMETER
        and data is not None
        and data.parameter_location is not None
        and data.parameter_location.value == "header"
    )


def _authenticated(case: Case, response: Response) -> bool:
    return (
        not _is_probe(case)
        and any(True for _ in case.operation.security.iter_parameters())
        and response.status_code in range(200, 300)
        and not is_negative_at(case, "path")
    )


def _never(case: Case, response: Response) -> bool:
    del case, response
    return False


CHECKS: Mapping[str, _Decides] = MappingProxyType(
    {
        "not_a_server_error": _always,
        "max_response_time": _always,
        "status_code_conformance": _documented,
        "content_type_conformance": _documented,
        "response_schema_conformance": _documented,
        "response_headers_conformance": _with_headers,
        "positive_data_acceptance": _positive,
        "negative_data_rejection": _negative,
        "ignored_auth": _authenticated,
        "missing_required_header": _missing_header,
        "unsupported_method": _unspecified_method,
        "allow_header_conformance": _options_with_allow,
        "use_after_free": _never,
        "ensure_resource_availability": _never,
        "object_level_authorization": _never,
    }
)
"""When each check decides, by its name, in the order of the summary."""

NOT_RUN: Mapping[str, str] = MappingProxyType(
    {
        "response_headers_conformance": "no response had headers that the spec describes",
        "missing_required_header": "no operation requires a header besides its credentials",
        "allow_header_conformance": "no response to OPTIONS carried Allow",
        "use_after_free": "nothing is deleted",
        "ensure_resource_availability": "nothing is created",
        "object_level_authorization": "it needs the credentials of two accounts",
    }
)
"""Why a check may not have decided even once."""


def is_negative_at(case: Case, location: str) -> bool:
    """Return whether what a case sends there (path, query...) breaks the spec on purpose."""
    return case.meta is not None and any(
        each.value == location and component.mode.is_negative
        for each, component in case.meta.components.items()
    )


def decides(check: str, case: Case, response: Response) -> bool:
    """Return whether a check looks at such a response, or returns at once."""
    return CHECKS.get(check, _always)(case, response)


def law_of(check: str) -> str:
    """Return the id of the law that a check is."""
    return f"conformance.{check}"


SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        ANSWERED: "Every request is answered completely, and in time.",
        **{
            law_of(check): sentence
            for check, sentence in {
                "not_a_server_error": "No request makes the server fail.",
                "max_response_time": "Every answer comes in time.",
                "status_code_conformance": "Every status is documented.",
                "content_type_conformance": "Every answer has a documented content type.",
                "response_schema_conformance": "Every body is what its schema says.",
                "response_headers_conformance": "Every header is what its schema says.",
                "positive_data_acceptance": "What the schemas admit is accepted.",
                "negative_data_rejection": "What the schemas do not admit is refused.",
                "ignored_auth": "A request without credentials, or with wrong ones, is refused.",
                "missing_required_header": "A request without a required header is refused.",
                "unsupported_method": "A method that is not documented is refused.",
                "allow_header_conformance": "Allow names the methods that are documented.",
            }.items()
        },
    }
)
"""What each check of a response says, by the id of the law."""
