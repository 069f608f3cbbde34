"""The differences of two generated packages: what an application that imports one notices."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile
from pathlib import Path

import attrs
import griffe

from rollcall.diff._annotations import type_change

__all__ = ["PythonChange", "python_changes"]

_RESOURCES = "_resources"
_GRIFFE = {
    "PARAMETER_MOVED": "argument moved",
    "PARAMETER_REMOVED": "argument removed",
    "PARAMETER_CHANGED_KIND": "argument changed its kind",
    "PARAMETER_CHANGED_DEFAULT": "default changed",
    "PARAMETER_CHANGED_REQUIRED": "argument is required now",
    "PARAMETER_ADDED_REQUIRED": "required argument added",
    "RETURN_CHANGED_TYPE": "return type removed",
    "OBJECT_REMOVED": "removed",
    "OBJECT_CHANGED_KIND": "is another kind of object",
    "CLASS_REMOVED_BASE": "base class removed",
}
"""The breakages that griffe finds, in words."""


@attrs.frozen
class PythonChange:
    """One change of a generated package.

    Attributes:
        owner: The class, or the function or value of the package itself.
        member: Its method or attribute; empty: the class itself.
        argument: The argument of the method, if it is about one.
        what: What changes.
        is_breaking: Whether code that uses the package may fail, or its type checker may.
        breaks_sender: The same for an attribute that an application sets, in a body that it sends;
            None: there is no difference.
    """

    owner: str
    member: str
    argument: str
    what: str
    is_breaking: bool
    breaks_sender: bool | None = None

    @property
    def name(self) -> str:
        """The part that changes, as code."""
        name = f"{self.owner}.{self.member}" if self.member else self.owner
        return f"{name}({self.argument})" if self.argument else name


def python_changes(before: Path, after: Path) -> list[PythonChange]:
    """Return the changes from a package to its later version, without duplicates.

    The changes of an asynchronous class are left out if the synchronous one has the same.

    Args:
        before: The folder of the earlier package.
        after: The folder of the later package, which has the same name.
    """
    old, new = (_loaded(each) for each in (before, after))
    found = [*dict.fromkeys(_all_changes(old, new))]
    found = [*_classes_renamed(found, old, new)]
    return [each for each in found if _synchronous(each) not in found or _is_synchronous(each)]


def _loaded(package: Path) -> griffe.Module:
    found = griffe.load(
        package.name, search_paths=[package.parent], allow_inspection=False, resolve_aliases=False
    )
    assert isinstance(found, griffe.Module)
    return found


def _modules(
    old: griffe.Module, new: griffe.Module
) -> Iterator[tuple[griffe.Module, griffe.Module]]:
    """Yield the modules whose names an application uses: a client holds its resources."""
    yield old, new
    resources = old.members.get(_RESOURCES), new.members.get(_RESOURCES)
    if isinstance(resources[0], griffe.Module) and isinstance(resources[1], griffe.Module):
        yield resources[0], resources[1]


def _all_changes(old: griffe.Module, new: griffe.Module) -> Iterator[PythonChange]:
    for before, after in _modules(old, new):
        for breakage in griffe.find_breaking_changes(before, after):
            found = _broken(breakage)
            if found is not None:
                yield found
        olds, news = _public(before), _public(after)
        for name, each in news.items():
            if name not in olds:
                yield PythonChange(name, "", "", f"{each.kind.value} added", is_breaking=False)
            elif each.is_class and olds[name].is_class:
                yield from _members(name, olds[name], each)
            elif each.is_function and olds[name].is_function:
                yield from _function(name, "", olds[name], each)


def _broken(breakage: griffe.Breakage) -> PythonChange | None:
    words = _GRIFFE.get(breakage.kind.name)
    if words is None:
        return None
    package = breakage.obj.package.name
    path = breakage.obj.path.removeprefix(f"{package}.").split(".")
    owner, *members = dropwhile(lambda each: each.startswith("_"), path)
    member = ".".join(members)
    argument = ""
    if breakage.kind.name.startswith("PARAMETER"):
        argument = (breakage.old_value or breakage.new_value).name
    if words == "removed":
        words = f"{breakage.obj.kind.value} removed"
    if words == "default changed":
        words += f": {breakage.old_value.default} → {breakage.new_value.default}"
    return PythonChange(owner, member, argument, words, is_breaking=True)


def _public(container: griffe.Object) -> dict[str, griffe.Object]:
    """Return the public members by name; aliases are followed."""
    found: dict[str, griffe.Object] = {}
    for name, each in container.all_members.items():
        if each.is_public and not name.startswith("_"):
            try:
                found[name] = each.final_target if isinstance(each, griffe.Alias) else each
            except griffe.GriffeError:
                continue
    return found


def _members(owner: str, old: griffe.Object, new: griffe.Object) -> Iterator[PythonChange]:
    olds, news = _public(old), _public(new)
    for name, each in news.items():
        former = olds.get(name)
        if former is None:
            kind = "method" if each.is_function else "attribute"
            yield PythonChange(owner, name, "", f"{kind} added", is_breaking=False)
        elif each.is_function and former.is_function:
            yield from _function(owner, name, former, each)
        elif each.is_attribute and former.is_attribute:
            step = type_change(_text(former, "annotation"), _text(each, "annotation"))
            if step is not None:
                # An attribute is read: more alternatives are more than the reader expects.
                breaks = not step.is_narrower, not step.is_wider
                yield PythonChange(owner, name, "", step.words, *breaks)


def _function(
    owner: str, name: str, old: griffe.Object, new: griffe.Object
) -> Iterator[PythonChange]:
    assert isinstance(old, griffe.Function)
    assert isinstance(new, griffe.Function)
    former = {each.name: each for each in old.parameters}
    for each in new.parameters:
        if each.name not in former:
            if not each.required:
                yield PythonChange(owner, name, each.name, "argument added", is_breaking=False)
            continue
        step = type_change(*(_plain(one.annotation) for one in (former[each.name], each)))
        if step is not None:
            # An argument is passed: fewer alternatives are fewer than the caller passes.
            broken = not step.is_wider
            yield PythonChange(owner, name, each.name, step.words, is_breaking=broken)
    step = type_change(_text(old, "returns"), _text(new, "returns"))
    if step is not None:
        yield PythonChange(owner, name, "", f"returns: {step.words}", is_breaking=True)


def _text(of: griffe.Object, name: str) -> str:
    return _plain(getattr(of, name, None))


def _plain(annotation: object) -> str:
    return "" if annotation is None else str(annotation)


def _classes_renamed(
    found: Iterable[PythonChange], old: griffe.Module, new: griffe.Module
) -> Iterator[PythonChange]:
    """Yield the changes, with one for a class that is gone and a new one with its members."""
    found = [*found]
    gone = [each.owner for each in found if each.what == "class removed" and not each.member]
    fresh = [each.owner for each in found if each.what == "class added" and not each.member]
    olds = {
        name: each for module, _ in _modules(old, new) for name, each in _public(module).items()
    }
    news = {
        name: each for _, module in _modules(old, new) for name, each in _public(module).items()
    }
    renamed: dict[str, str] = {}
    for name in gone:
        mine = _shape(olds.get(name))
        same = [each for each in fresh if mine and _shape(news.get(each)) == mine]
        if len(same) == 1 and same[0] not in renamed.values():
            renamed[name] = same[0]
    for each in found:
        if each.what == "class removed" and each.owner in renamed:
            yield attrs.evolve(each, what=f"class renamed {renamed[each.owner]}")
        elif not (each.what == "class added" and each.owner in renamed.values()):
            yield each


def _shape(each: griffe.Object | None) -> Mapping[str, str]:
    """Return the members of a class with their types."""
    if each is None:
        return {}
    return {name: _text(one, "annotation") for name, one in _public(each).items()}


def _is_synchronous(each: PythonChange) -> bool:
    return not each.owner.startswith("Async")


def _synchronous(each: PythonChange) -> PythonChange:
    return attrs.evolve(
        each,
        owner=each.owner.removeprefix("Async"),
        what=each.what.replace("Async", ""),
    )
