"""The resources of a client, from the tags of a spec."""

from collections.abc import Mapping, Sequence

import attrs

from rollcall.codegen._names import class_name, is_attribute
from rollcall.codegen._operations import Operation
from rollcall.spec import Spec

__all__ = ["Resource", "resources"]

_METHODS = {"aclose", "close", "list"}
"""The names that clients and resources define."""


@attrs.frozen
class Resource:
    """A group of operations, reached through an attribute of the client or of another resource.

    Attributes:
        attribute: The name of the attribute.
        class_name: The name of its class.
        description: Its description.
        operations: Its own operations.
        children: The resources below it.
    """

    attribute: str
    class_name: str
    description: str
    operations: Sequence[Operation]
    children: Sequence["Resource"]


def resources(spec: Spec, described: Mapping[str, Operation]) -> list[Resource]:
    """Return the operations by tag; a dot in a tag separates parent and child."""
    by_tag: dict[str, list[Operation]] = {}
    for each in spec.operations:
        tags = spec.get((*each.at, "tags")) or []
        if len(tags) != 1:
            spec.fail(each.at, f"expected one tag, which names the resource, got {len(tags)}")
        operation = described[each.id]
        for token in tags[0].split("."):
            if not is_attribute(token) or token in _METHODS:
                problem = (
                    f"{tags[0]} cannot name a resource: use snake_case words, separated by dots"
                )
                spec.fail((*each.at, "tags"), problem)
        methods = by_tag.setdefault(tags[0], [])
        if any(operation.method == other.method for other in methods):
            spec.fail(each.at, f"the resource {tags[0]} has two methods {operation.method}")
        methods.append(operation)
    descriptions = {
        str(tag["name"]): str(tag.get("description", "")) for tag in spec.get(("tags",)) or ()
    }

    def below(prefix: str) -> list[Resource]:
        depth = len(prefix.split(".")) if prefix else 0
        names = dict.fromkeys(
            ".".join(tag.split(".")[: depth + 1])
            for tag in by_tag
            if not prefix or tag.startswith(f"{prefix}.")
        )
        return [resource(name) for name in names]

    def resource(name: str) -> Resource:
        children = below(name)
        leads_to = ", ".join(child.attribute.replace("_", " ") for child in children)
        return Resource(
            attribute=name.rsplit(".", maxsplit=1)[-1],
            class_name=class_name(name),
            description=descriptions.get(name) or f"Leads to {leads_to or 'its operations'}.",
            operations=by_tag.get(name, []),
            children=children,
        )

    return below("")
