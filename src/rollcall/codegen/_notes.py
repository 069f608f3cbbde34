"""What a client lacks of a document, and what it has in another form."""

from collections.abc import Iterable, Iterator

from rollcall.codegen._media import form_fields, media_of
from rollcall.codegen._security import unmet
from rollcall.codegen._support import (
    body_places,
    is_argument,
    is_list,
    refusals,
    request_media,
    success_places,
)
from rollcall.codegen._unions import MERGED
from rollcall.spec import ListOperation, Location, Operation, Spec, is_own

__all__ = ["chosen_media_types", "left_out", "merged"]

_MEND = "; a discriminator, or a required field that only one has, would tell them apart"


def chosen_media_types(spec: Spec, operations: Iterable[Operation]) -> Iterator[str]:
    """Yield which of several media types is sent and accepted, once for each choice."""
    found: dict[str, list[tuple[Location, str]]] = {}
    for each in operations:
        for place in (*body_places(spec, each), *success_places(spec, each)):
            offered = [*(spec.get((*place, "content")) or ())]
            media = media_of(spec, place, is_request=place[-2:-1] != ("responses",))
            if len(offered) > 1 and media is not None:
                problem = f"of {', '.join(offered)}, {media.key} is used"
                found.setdefault(problem, []).append((place, each.id))
    for problem, users in found.items():
        names = ", ".join(dict.fromkeys(name for _, name in users))
        yield str(spec.error(users[0][0], f"{names}: {problem}"))


def merged(spec: Spec) -> Iterator[str]:
    """Yield which objects of unions become one class or dict."""
    for location, node in spec.walk():
        if isinstance(node, dict) and MERGED in node:
            is_class = location[:-1] == ("components", "schemas") and node.get("properties")
            form = f"the class {location[-1]} with the fields of all" if is_class else "a dict"
            mend = "" if "annotations" in node[MERGED] else _MEND
            yield str(spec.error(location, f"{node[MERGED]}: {form}{mend}"))


def _left_out_of_body(spec: Spec, operation: Operation) -> Iterator[str]:
    place, media = (*operation.at, "requestBody"), request_media(spec, operation)
    if spec.get(place) is not None and media is None:
        yield str(spec.error(place, f"{operation.id} takes no body: it is not supported"))
    elif media is not None and media.kind == "form":
        for field in form_fields(spec, spec.resolve(place), media):
            if field.kind is None:
                problem = f"{operation.id} takes no {field.name} in its form"
                yield str(spec.error(place, f"{problem}: its kind is not supported"))


def left_out(spec: Spec) -> Iterator[str]:
    """Yield what a client does not have, each with its place and the reason."""
    for each in spec.operations:
        if not is_list(each) and (found := [*refusals(spec, each)]):
            for place, problem in found:
                yield str(spec.error(place, f"{each.id} is not generated: {problem}"))
            continue
        yield from unmet(spec, each)
        yield from _left_out_of_body(spec, each)
        carried = each.paging.carried if isinstance(each, ListOperation) else ()
        for parameter in each.parameters:
            if is_argument(spec, each, parameter) or is_own(spec, parameter):
                continue
            if parameter.name in carried:
                continue
            problem = f"{each.id} takes no {parameter.name}: its kind is not supported"
            if parameter.location == "header":
                problem = f"{problem}; pass it in headers"
            elif parameter.required:
                spec.fail(parameter.at, f"{problem}, but it is required")
            yield str(spec.error(parameter.at, problem))
