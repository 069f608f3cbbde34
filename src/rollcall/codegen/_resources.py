"""The resources of a client, from the tags of a spec."""

from collections.abc import Mapping, Sequence

import attrs

from rollcall.codegen._names import resource_classes
from rollcall.codegen._operations import Operation
from rollcall.codegen._plain import PlainOperation
from rollcall.spec import Spec, resource_name

__all__ = ["Resource", "resources"]


@attrs.frozen
class Resource:
    """A group of operations, reached through an attribute of the client or of another resource.

    Attributes:
        attribute: The name of the attribute.
        class_name: The name of its class.
        description: Its description.
        operations: Its own lists.
        plain: Its other operations.
        children: The resources below it.
    """

    attribute: str
    class_name: str
    description: str
    operations: Sequence[Operation]
    plain: Sequence[PlainOperation]
    children: Sequence["Resource"]


def resources(
    spec: Spec, lists: Mapping[str, Operation], plain: Mapping[str, PlainOperation]
) -> list[Resource]:
    """Return the operations by tag; a dot in a tag separates parent and child."""
    by_tag: dict[str, list[str]] = {}
    for each in spec.operations:
        by_tag.setdefault(str(each.tag), []).append(each.id)
    descriptions = {
        resource_name(str(tag["name"])): str(tag.get("description", ""))
        for tag in spec.get(("tags",)) or ()
    }

    classes = resource_classes(by_tag)

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
            class_name=classes[name],
            description=descriptions.get(name) or f"Leads to {leads_to or 'its operations'}.",
            operations=[lists[each] for each in by_tag.get(name, ()) if each in lists],
            plain=[plain[each] for each in by_tag.get(name, ()) if each in plain],
            children=children,
        )

    return below("")
