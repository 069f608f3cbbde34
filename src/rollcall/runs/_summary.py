"""Summarizes what a session observed, for its report."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType

import attrs

from rollcall.channels import client_problem
from rollcall.clients import SENTENCES as CLIENT_SENTENCES
from rollcall.config import Config
from rollcall.fuzzing import CHECKS, SENTENCES, law_of
from rollcall.laws import Baselines, Results, Verdict, Violation, family_titles, registered
from rollcall.runs._part import Part
from rollcall.runs._summaries import BaselineSummary, LawSummary, NotJudged, OperationSummary
from rollcall.spec import ListOperation, Spec

__all__ = [
    "baselines_of",
    "controlled",
    "families_of_laws",
    "laws_of",
    "not_checked_of",
    "not_judged_of",
    "operations_of",
    "places_of",
    "unchecked_of",
]

_CONFORMANCE = "conformance"
_SUCCESS = range(200, 300)
_PHASES: Mapping[str, str] = MappingProxyType(
    {
        f"{_CONFORMANCE}.{phase}": f"{what} was sent, and every check of the responses holds."
        for phase, what in {
            "examples": "Every example of the spec",
            "coverage": "A request for each keyword of the schemas",
            "fuzzing": "Every request of the search",
            "workflows": "Every sequence of requests along the links",
        }.items()
    }
)
_OF_REQUESTS = tuple(
    law_of(each)
    for each in (
        *("positive_data_acceptance", "negative_data_rejection"),
        *("missing_required_header", "unsupported_method"),
    )
)
"""The checks of whether a request is accepted: on a server that accepts none, they show nothing."""


def controlled(
    verdicts: Iterable[Verdict], operations: Iterable[OperationSummary]
) -> Iterator[Verdict]:
    """Yield verdicts; the acceptance of requests is undecided where none was accepted."""
    statuses = {each.id: each.statuses for each in operations}
    for each in verdicts:
        seen = statuses.get(each.operation, {})
        is_open = each.law in _OF_REQUESTS and each.outcome == "pass"
        if is_open and not any(status in _SUCCESS for status in seen):
            shown = ", ".join(map(str, sorted(seen))) or "none"
            reason = f"no request to {each.operation} was accepted (statuses: {shown})"
            yield attrs.evolve(each, outcome="inconclusive", witnesses=0, reason=reason)
        else:
            yield each


def families_of_laws() -> Mapping[str, str]:
    """Return the title of each family of laws; the checks of responses come first."""
    return MappingProxyType({_CONFORMANCE: "Conformance", **family_titles()})


def operations_of(spec: Spec, results: Results) -> tuple[OperationSummary, ...]:
    """Return the requests to each operation."""
    found = []
    for each in spec.operations:
        tally = results.tally(each.id)
        statuses = MappingProxyType(dict(sorted(tally.statuses.items())))
        counts = tally.requests, tally.with_items, statuses
        found.append(OperationSummary(each.id, each.method, each.path, *counts))
    return tuple(found)


def places_of(spec: Spec, violations: Iterable[Violation]) -> Iterator[tuple[str, str, str, int]]:
    """Yield the file and the line of each operation and parameter that a violation is about."""
    operations = {each.id: each for each in spec.operations}
    about = (
        (each.operation, name) for each in violations for name in (*each.parameters, each.subject)
    )
    for name, subject in dict.fromkeys(about):
        operation = operations.get(name)
        if operation is not None:
            parameter = operation.parameter(subject)
            origin = spec.origin(operation.at if parameter is None else parameter.at)
            if origin.line is not None:
                is_document = origin.address == str(spec.path)
                file = spec.address if is_document and spec.address else origin.address
                yield name, subject, file, origin.line


def baselines_of(baselines: Baselines) -> tuple[BaselineSummary, ...]:
    """Return how much of each list was read as its baseline."""
    return tuple(
        BaselineSummary(
            operation=operation,
            parent=None if parent is None else str(parent),
            rows=len(each.rows),
            total=each.total,
            is_whole=each.is_complete,
            has_failed=each.failure is not None,
            changed=baselines.changed.get((operation, parent), 0),
        )
        for (operation, parent), each in baselines.known.items()
    )


def laws_of(seen: Collection[str]) -> Iterator[LawSummary]:
    """Yield the laws with these ids; the checks of responses and clients come first."""
    for each in sorted(seen):
        if each.startswith(f"{_CONFORMANCE}."):
            check = CHECKS.get(each.partition(".")[2])
            by = "schemathesis" if check is not None else "the suite"
            yield LawSummary(
                id=each,
                family=_CONFORMANCE,
                sentence={**SENTENCES, **CLIENT_SENTENCES, **_PHASES}[each],
                source=f"a check of {by}",
                needs="response that the check applies to",
                basis=check.basis if check is not None else "document",
            )
    for law in registered():
        if law.id in seen:
            yield LawSummary(law.id, law.family, law.sentence, law.source, law.needs, law.basis)


def unchecked_of(spec: Spec, config: Config) -> Iterator[str]:
    """Yield the parts that the spec and the configuration leave out, with the reasons."""
    if spec.left_out:
        first, *others = spec.left_out
        more = f" and {len(others):,} more" if others else ""
        yield f"{first}{more} may change data, and was not called"
    for each in spec.documents:
        yield f"{each} returns the OpenAPI document; --operation selects it"
    yield from _of_annotations(spec)
    yield from _of_config(spec, config)


def not_judged_of(spec: Spec, config: Config) -> Iterator[NotJudged]:
    """Yield the parameters of the lists of a run that no annotation explains."""
    for operation in spec.lists:
        if config.selects(operation.id):
            yield from (NotJudged(operation.id, each.name) for each in operation.unexplained)


def not_checked_of(part: Part) -> Iterator[str]:
    """Yield the parts that were not checked, with the reasons."""
    yield from part.unchecked
    chosen = {each.operation for each in part.plan}
    for operation in part.operations:
        if operation.id not in part.lists:
            continue
        if operation.id in chosen and not operation.with_items:
            yield f"{operation.id} returned no items: only empty lists were checked"
        if operation.id not in chosen and operation.requests:
            yield f"{operation.id} was only read, for other operations (--operation)"
    for each in part.baselines:
        yield from _of_baseline(each)
    seen = {law for (_, _, law, _), _, _ in part.checks}
    # This check decides for every generated request: without it, none was generated.
    if law_of("positive_data_acceptance") in seen:
        for check in CHECKS:
            law = law_of(check)
            is_left_out = any(fnmatchcase(law, each) for each in part.config.exclude_laws)
            if law not in seen and not is_left_out:
                yield f"{check} decided nothing: {CHECKS[check].not_run}"


def _of_annotations(spec: Spec) -> Iterator[str]:
    """Yield the operations that no law judges, for lack of annotations."""
    others = [each.id for each in spec.operations if not isinstance(each, ListOperation)]
    if not spec.lists:
        yield "no list is annotated (x-list); checked for conformance only"
    elif others:
        yield f"without x-list, checked for conformance only: {', '.join(others)}"


def _of_config(spec: Spec, config: Config) -> Iterator[str]:
    if not config.channels and (problem := client_problem(spec)):
        yield f"the laws were not checked through a generated client: {problem}"
    if not config.probe_methods:
        yield "only GET was sent (--no-method-probe)"
    if config.settings.without:
        left_out = ", ".join(config.settings.without)
        yield f"the profile {config.profile} skips the laws {left_out}"
    selected = {"operation": config.operations, "law": config.laws, "channel": config.channels}
    for option, patterns in {**selected, "exclude-law": config.exclude_laws}.items():
        if patterns:
            yield f"not everything was checked (--{option} {', '.join(patterns)})"


def _of_baseline(baseline: BaselineSummary) -> Iterator[str]:
    below = f" of {baseline.parent}" if baseline.parent is not None else ""
    if not baseline.is_whole and not baseline.has_failed:
        of = f" of {baseline.total}" if baseline.total is not None else ""
        yield (
            f"the laws of {baseline.operation}{below} were checked on the first "
            f"{baseline.rows} rows{of} (--max-rows)"
        )
    if baseline.changed:
        times = "once" if baseline.changed == 1 else f"{baseline.changed} times"
        yield f"{baseline.operation}{below} changed during the run, {times}"
