"""The security of a document, as far as a client can send it: the credential of one scheme."""

from collections.abc import Iterable, Iterator
from typing import Any

from rollcall.spec import Operation, Spec, client_scheme

__all__ = ["alternatives", "security_of", "unmet"]


def security_of(spec: Spec, operation: Operation) -> list[dict[str, Any]]:
    """Return the security of an operation with the scheme of the client alone.

    Raises:
        SpecError: The document does not define a scheme.
    """
    for name in operation.security:
        if name not in spec.security_schemes:
            spec.fail(operation.at, f"there is no security scheme {name}")
    scheme = client_scheme(spec)
    if scheme is None or scheme.name not in operation.security:
        return []
    is_optional = not operation.needs_credential
    if scheme.kind == "unsupported" and is_optional:
        return []
    return [{scheme.name: []}, *([{}] if is_optional else [])]


def alternatives(spec: Spec, operations: Iterable[Operation]) -> set[str]:
    """Return the scheme of the client, and the schemes that are admitted in its place."""
    scheme = client_scheme(spec)
    name = scheme.name if scheme is not None else ""
    return {
        each
        for operation in operations
        if (name,) in operation.requirements
        for alternative in operation.requirements
        for each in (alternative if len(alternative) == 1 else ())
    } | {name}


def unmet(spec: Spec, operation: Operation) -> Iterator[str]:
    """Yield a note if an operation needs more than the credential of the client."""
    scheme = client_scheme(spec)
    if scheme is None or not operation.needs_credential:
        return
    if (scheme.name,) not in operation.requirements:
        needed = " or ".join(" and ".join(each) for each in operation.requirements)
        problem = f"{operation.id} requires {needed}, and the client sends {scheme.name}"
        yield str(
            spec.error(operation.at, f"{problem}; pass the rest in extra_headers or extra_query")
        )
