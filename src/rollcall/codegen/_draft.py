"""Writes a package that is compared, and never imported: without formatting, in a moment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from rollcall.codegen._names import constant_name
from rollcall.codegen._render import supported_project
from rollcall.codegen._resources import Resource
from rollcall.spec import Source, unique_names

__all__ = ["Draft", "draft"]


@attrs.frozen
class Draft:
    """The names that a package has for the parts of a document.

    Attributes:
        methods: The class and the method of each operation, such as ``Orders.list``, by its id.
        statuses: The exceptions by the statuses of the document.
    """

    methods: Mapping[str, str]
    statuses: Mapping[str, str]


def draft(source: Source, name: str, folder: Path, note: Callable[[str], None]) -> Draft:
    """Write the package of a document into a new folder.

    Args:
        source: The document.
        name: The name of the package.
        folder: Where to write it; must not exist.
        note: Called with each part that is left out.

    Raises:
        SpecError: The document is not valid, or not supported; the error has all problems.
    """
    project = supported_project(source, name, folder, note)
    project.build()
    operations = project.document.operations
    constants = unique_names((each.id, constant_name(each.id)) for each in operations)
    methods = dict(_methods(project.package.resources))
    return Draft(
        methods={key: methods[each] for key, each in constants.items() if each in methods},
        statuses={each.status: each.name for each in project.package.status_classes},
    )


def _methods(resources: Sequence[Resource]) -> Iterator[tuple[str, str]]:
    """Yield the constant of each operation, with its class and its method."""
    for resource in resources:
        found = [(each.constant, each.method) for each in resource.operations]
        found += [(each.constant, each.method) for each in resource.plain]
        for constant, method in found:
            yield constant, f"{resource.class_name}.{method}"
        yield from _methods(resource.children)
