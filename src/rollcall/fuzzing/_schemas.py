"""Loads the spec into schemathesis, with values that occur in the data of the server."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import attrs
import schemathesis

from rollcall.fuzzing._checks import Case, is_negative_at
from rollcall.fuzzing._samples import Samples
from rollcall.http import Credentials, Transport
from rollcall.spec import (
    Operation,
    ParentPath,
    Pointer,
    Spec,
    body_location,
    partial_schema,
    success_status,
)

__all__ = ["CHECKS_ONLY", "PARTS_ONLY", "PHASES", "Generation", "load_schema"]

PHASES = ("examples", "coverage", "fuzzing", "stateful")
CHECKS_ONLY = "checks"
PARTS_ONLY = "parts"

_KNOWN_SHARE = 0.1


@attrs.define(kw_only=True)
class Generation:
    """The settings of generated requests.

    Attributes:
        spec: The spec.
        transport: Sends the requests.
        seed: The seed of all generated requests.
        samples: Values with which the operations return items, by operationId.
        max_examples: The number of requests that are drawn for an operation.
        is_strict: Whether a choice that the spec leaves to the server is a failure.
        probes_methods: Whether undocumented methods are sent.
    """

    spec: Spec
    transport: Transport
    seed: int
    samples: Mapping[str, Samples] = attrs.field(factory=dict)
    max_examples: int
    is_strict: bool = False
    probes_methods: bool

    def parents_of(self, operation: Operation) -> tuple[ParentPath, ...]:
        """Return known parents of an operation, those with most items first."""
        return self.samples.get(operation.id, Samples()).parents

    def path_values(self, operation: Operation) -> frozenset[str]:
        """Return the values of path parameters that lead to known parents of an operation."""
        return frozenset(value for each in self.parents_of(operation) for _, value in each.values)


def load_schema(
    source: Generation, phase: str, operations: Sequence[Operation]
) -> schemathesis.BaseSchema:
    """Load the spec for a phase.

    Args:
        source: The settings.
        phase: One of ``PHASES``; or one that generates no requests: ``CHECKS_ONLY``, or
            ``PARTS_ONLY`` for the responses to requests that select fields.
        operations: The operations that requests are generated for.
    """
    config = schemathesis.Config.from_dict(_config(source, phase, operations))
    raw = _lenient(source.spec)
    raw = _partial(source.spec, raw) if phase == PARTS_ONLY else raw
    loaded = schemathesis.openapi.from_dict(raw, config=config)
    schema = loaded.include(name=[each.label for each in operations])

    @schema.hook
    def map_case(context: schemathesis.HookContext, case: Case) -> Case:
        del context
        label = case.operation.label
        for operation in source.spec.operations:
            if operation.label == label and operation.id in source.samples:
                _meet_data(case, operation, source)
        return case

    if source.transport.keyring is not None:
        schema.auth()(_auth_provider(source))
    return schema


def _lenient(spec: Spec) -> dict[str, Any]:
    """Return the spec without the maxima of clamped page sizes, and without parameters of links.

    Schemathesis expects that a server accepts exactly the values that a schema allows. A server may
    clamp a value, and some parameters occur only in links.
    """
    raw = spec.raw
    for operation in spec.lists:
        carried = operation.paging.carried
        strictness = operation.strictness
        is_bound = strictness.chooses("oversizedPage")
        is_clamped = is_bound and not strictness.refuses("oversizedPage")
        if not carried and not is_clamped:
            continue
        raw = copy.deepcopy(raw) if raw is spec.raw else raw
        item = raw["paths"][operation.path]
        for holder in (item, item[operation.method.lower()]):
            nodes = holder.get("parameters", [])
            nodes[:] = [each for each in nodes if _resolved(raw, each)["name"] not in carried]
        if not is_clamped:
            continue
        for node in (*item.get("parameters", ()), *item[operation.method.lower()]["parameters"]):
            resolved = _resolved(raw, node)
            if resolved.get("name") == operation.paging.size:
                _resolved(raw, resolved["schema"]).pop("maximum", None)
    return raw


def _partial(spec: Spec, raw: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose pages need not have the fields that a request can leave out."""
    raw = copy.deepcopy(raw)
    for operation in spec.lists:
        status = success_status(spec, operation.at)
        place = body_location(spec, operation.at, status)
        if not operation.selects or place is None:
            continue
        responses = raw["paths"][operation.path][operation.method.lower()]["responses"]
        # Other operations may share the response.
        response = responses[status] = copy.deepcopy(_resolved(raw, responses[status]))
        media_type = place[-2]
        response["content"][media_type]["schema"] = dict(partial_schema(spec, operation))
    return raw


def _resolved(raw: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = Pointer(node["$ref"].removeprefix("#")).read(raw)
    return node


def _meet_data(case: Case, operation: Operation, source: Generation) -> None:
    """Change a valid case so that it returns items more often than by chance.

    Four in five cases get a parent that exists. Every second case loses most of its query: it
    keeps required parameters, the parameter that it tests, and at most two parameters whose values
    occur in the data, since more filters match nothing. The change depends only on the case, as
    Hypothesis requires.
    """
    if case.meta is None:
        return
    samples = source.samples[operation.id]
    number = crc32(repr((case.path_parameters, case.query)).encode())
    if samples.parents and number % 5 and not is_negative_at(case, "path"):
        chosen = samples.parents[number // 5 % len(samples.parents)]
        case.path_parameters = {**case.path_parameters, **dict(chosen.values)}
    if number // 7 % 2 and not is_negative_at(case, "query"):
        known = [name for name in case.query if case.query[name] in samples.occurring(name)]
        first = number // 14 % max(1, len(known))
        kept = {
            case.meta.phase.data.parameter,
            *(each.name for each in operation.parameters if each.required),
            *(each.scheme.field for each in source.transport.credentials(operation).every),
            *known[first : first + number // 42 % 3],
        }
        case.query = {name: case.query[name] for name in case.query if name in kept}


# Only safe undocumented methods are sent (RFC 9110, section 9.2.1): a server may implement others,
# and change its data.
_PROBED_METHODS = ["OPTIONS", "TRACE"]


def _config(source: Generation, phase: str, operations: Sequence[Operation]) -> dict[str, Any]:
    dictionaries: dict[str, Any] = {}
    bound: dict[str, dict[str, Any]] = {}
    for operation in operations:
        bindings = bound[operation.label] = {}
        for name, values in source.samples.get(operation.id, Samples()).queries.items():
            dictionary = f"values-{len(dictionaries)}"
            dictionaries[dictionary] = {"values": list(dict.fromkeys(values))}
            bindings[f"query.{name}"] = {"dictionary": dictionary, "probability": _KNOWN_SHARE}
    # Schemathesis merges the entries of operations again for each case and for each check.
    is_one = len(operations) == 1
    entries = [{"include-name": name, "parameters": each} for name, each in bound.items()]
    methods = _PROBED_METHODS if source.probes_methods else []
    return {
        "base-url": source.transport.base_url,
        "seed": source.seed,
        "generation": {
            "mode": "all",
            "max-examples": max(1, source.max_examples),
            # Otherwise most invalid requests would lack only the credentials, which the coverage
            # cases and the check ignored_auth test.
            "with-security-parameters": phase == "coverage",
        },
        "phases": {
            **{each: {"enabled": each == phase} for each in PHASES},
            "coverage": {"enabled": phase == "coverage", "unexpected-methods": methods},
        },
        "checks": {"max_response_time": source.transport.timeout},
        "warnings": False,
        "dictionaries": dictionaries,
        "parameters": bound[operations[0].label] if is_one else {},
        "operations": [] if is_one or phase not in PHASES else entries,
        # Names of parameters are no secrets, and the requests hold no token.
        "output": {
            "sanitization": {
                "keys-to-sanitize": ["authorization"],
                "sensitive-markers": ["authorization"],
            }
        },
    }


def _auth_provider(source: Generation) -> type[Any]:
    operations = {each.label: each for each in source.spec.operations}

    class Provider:
        """Adds the credentials to a case, with placeholders for the tokens."""

        def get(self, case: Case, context: schemathesis.AuthContext) -> Credentials:
            del context
            operation = operations.get(case.operation.label)
            return source.transport.credentials(operation) if operation else Credentials()

        def set(self, case: Case, data: Credentials, context: schemathesis.AuthContext) -> None:
            del context
            operation = operations.get(case.operation.label)
            for each in data.every:
                # The given value of a declared parameter is its constant in the document.
                if operation and operation.parameter(each.scheme.field) and each in data.fixed:
                    continue
                places = {"header": case.headers, "query": case.query, "cookie": case.cookies}
                places[each.scheme.location][each.scheme.field] = each.placeholder

    return Provider
