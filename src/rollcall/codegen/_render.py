"""Writes a client package into a folder."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from openapi_python_client import Project
from openapi_python_client.config import Config

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._errors import ToolError
from rollcall.codegen._leaving_out import at_fault, told, without
from rollcall.codegen._package import Package, describe
from rollcall.codegen._parsing import config_of, parse
from rollcall.codegen._reserved import PUBLIC_NAMES
from rollcall.codegen._resources import Resource
from rollcall.codegen._text import lower_first, printable, wrap
from rollcall.codegen._validation import check, supported
from rollcall.spec import Source, Spec, SpecError

__all__ = ["GENERATOR_VERSION", "project_of", "render", "supported_project"]

GENERATOR_VERSION: Final = "0.1.0"

_TOOLS: Final = {"openapi-python-client": "0.29.1", "ruff": "0.17.5"}
"""The tools that determine the output, with their versions."""

_TEMPLATES: Final = Path(__file__).parent / "templates"
_RUNTIME: Final = Path(__file__).parent / "runtime"

_RUFF: Final = ["--isolated", "--no-cache", "--quiet", "--config", "line-length=100"]
_TARGET: Final = ["--target-version", "py311"]


class ClientProject(Project):
    """Renders the templates of this package instead of those of openapi-python-client."""

    def __init__(self, spec: Spec, data: parsed.GeneratorData, config: Config) -> None:
        super().__init__(openapi=data, config=config, custom_template_path=_TEMPLATES)
        self.document = spec
        self.package: Package = describe(spec, data, self.package_name)
        classes = list(_all_resources(self.package.resources))
        self.env.filters.update(
            literal=repr, lower_first=lower_first, printable=printable, wrap=wrap
        )
        self.env.globals.update(
            package=self.package,
            resources=classes,
            resource_names=sorted(resource.class_name for resource in classes),
            public_names=_public_names(self.package),
            generator_version=GENERATOR_VERSION,
            parser_version=_TOOLS["openapi-python-client"],
        )

    def build(self) -> list[parsed.GeneratorError]:
        """Write the package."""
        self.package_dir.mkdir(parents=True)
        header = self._render("_header.py.jinja").rstrip("\n")
        for template in sorted(_TEMPLATES.glob("*.py.jinja")):
            name = template.name.removesuffix(".jinja")
            if name not in {"_header.py", "_macros.py"} and self._is_needed(name):
                self._write(name, f"{header}\n\n{self._render(template.name)}")
        for module in sorted(_RUNTIME.rglob("*.py")):
            name = module.relative_to(_RUNTIME).as_posix()
            if self._is_needed(name):
                self._write(name, f"{header}\n\n{module.read_text(encoding='utf-8')}")
        self._write("py.typed", "")
        return []

    def _is_needed(self, module: str) -> bool:
        """Return whether the package uses a module, as far as that depends."""
        has_lists, has_others = bool(self.package.operations), bool(self.package.plain)
        if module.startswith("_command_line/"):
            return self.package.has_commands
        needed = {
            "__main__.py": self.package.has_commands,
            "_calls.py": has_others,
            "_commands.py": self.package.has_commands,
            "_list_operations.py": has_lists,
            "_pickling.py": has_lists,
            "_plain_operations.py": has_others,
            "_cuts.py": self.package.has_dividers,
            "_dates.py": self.package.has_dates,
            "_forms.py": has_others,
            "_numbers.py": self.package.has_numbers,
            "_pairs.py": bool(self.package.key.pairs),
            "_partitions.py": self.package.has_dividers,
            "_several.py": self.package.has_lists_of_values,
            "_wire_models.py": self.package.has_renamed_fields,
        }
        return needed.get(module, True)

    def _render(self, template: str) -> str:
        return self.env.get_template(template).render()

    def _write(self, name: str, text: str) -> None:
        path = self.package_dir / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def render(
    source: Source, name: str, folder: Path, note: Callable[[str], None], *, is_strict: bool = False
) -> None:
    """Write the package ``name`` that a document describes into a new folder.

    Args:
        source: The document.
        name: The name of the package.
        folder: Where to write it; must not exist.
        note: Called with each part that is left out.
        is_strict: Whether to refuse a document of which a part would be left out.

    Raises:
        SpecError: The document is not valid, or not supported; the error has all problems.
        ToolError: A tool does not have the pinned version.
    """
    _check_tools()
    notes: list[str] = []
    project = supported_project(source, name, folder, notes.append, is_strict=is_strict)
    for each in notes:
        note(each)
    project.build()
    _format(folder)


def supported_project(
    source: Source,
    name: str,
    folder: Path,
    note: Callable[[str], None],
    *,
    is_strict: bool = False,
) -> ClientProject:
    """Return the package of a document without the operations that cannot be generated.

    Without those at fault, later stages find the problems of the others.
    """
    invalid: list[SpecError] = []
    unsupported: list[SpecError] = []
    while True:
        found = invalid
        try:
            checked = check(source)
            found = unsupported
            prepared = supported(checked)
            project = project_of(prepared.spec, name, folder)
            break
        except SpecError as error:
            found.append(error)
            faulty = at_fault(source, error)
            if not faulty:
                raise SpecError.of([*invalid, *unsupported]) from None
            for each in told(source, faulty):
                note(each)
            source = without(source, faulty)
    if invalid or (is_strict and (unsupported or prepared.notes)):
        problems = [*invalid, *unsupported]
        raise SpecError.of([*problems, *(SpecError(each) for each in prepared.notes)])
    for each in (*checked.notices, *prepared.notes, *prepared.remarks):
        note(each)
    return project


def project_of(spec: Spec, name: str, folder: Path) -> ClientProject:
    """Return a package that is not written yet.

    Raises:
        SpecError: The parser warns, or the generator does not support the document.
    """
    config = config_of(spec, name, folder)
    return ClientProject(spec, parse(spec, config), config)


def _all_resources(resources: Sequence[Resource]) -> Iterator[Resource]:
    for resource in resources:
        yield from _all_resources(resource.children)
        yield resource


def _public_names(package: Package) -> list[str]:
    names = [*PUBLIC_NAMES, *(each.name for each in package.types)]
    names += [each.name for each in package.status_classes]
    if package.brand:
        names += [package.brand, f"Async{package.brand}"]
    return sorted(names, key=lambda name: (not name.isupper(), name))


def _check_tools() -> None:
    for tool, expected in _TOOLS.items():
        try:
            found = version(tool)
        except PackageNotFoundError:
            raise ToolError(f"{tool} is not installed. Run: make venv") from None
        if found != expected:
            problem = f"{tool} {found} is installed, but {expected} is required"
            raise ToolError(f"{problem}, because the version determines the output. Run: make venv")


def _format(folder: Path) -> None:
    # Run the ruff that is installed with the generator, without any settings of the machine.
    ruff = [sys.executable, "-P", "-m", "ruff"]
    environment = {name: value for name, value in os.environ.items() if name[:5] != "RUFF_"}
    modules = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
    for command in (["check", "--select", "I,F401,RUF022", "--fix"], ["format"]):
        done = subprocess.run(  # noqa: S603 - the command is fixed, the modules are ours
            [*ruff, *command, *_RUFF, *_TARGET, *modules],
            # Modules in the working folder would be sorted as first-party imports.
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            problem = " ".join(f"{done.stdout}{done.stderr}".split()[:30])
            raise ToolError(f"ruff {command[0]} cannot read the generated code: {problem}")
