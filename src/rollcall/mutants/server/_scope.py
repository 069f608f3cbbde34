"""Mutants of lists below a parent."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

from rollcall.laws import restricts
from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants.server._cutting import cut, shown
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._scope_above import above
from rollcall.mutants.server._scope_rows import claimed, first_stranger, neighbours, strangers
from rollcall.mutants.server._scope_unknown import malformed, unknown
from rollcall.spec import ListOperation, Parent, Spec, path_names

__all__ = ["mutants"]


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of a list, if it has a parent."""
    parent = operation.parent
    if parent is None:
        return
    parameter = operation.parameter(parent.parameter)
    assert parameter is not None
    kinds = [*_others(), *_sometimes(operation), *_fields(parent)]
    if operation.page_size is not None:
        kinds += [*unknown(parameter)]
        if len(path_names(operation)) > 1:
            kinds += [*above()]
        if restricts(parameter.schema):
            kinds += [*malformed(operation, parameter)]
    yield from derived(operation, "scope", kinds, parent.parameter)


def _others() -> Iterator[Made]:
    yield ("ignored", relisted(lambda listed: [*listed.matching, *strangers(listed)]))
    yield ("other-first", relisted(lambda listed: [*strangers(listed), *listed.matching]))
    yield ("other-only", relisted(neighbours))
    yield ("stray", relisted(lambda listed: [*first_stranger(listed), *listed.matching]))
    yield ("stray-last", relisted(lambda listed: [*listed.matching, *first_stranger(listed)]))
    yield ("shared", relisted(lambda listed: claimed(listed, first_stranger)))


def _sometimes(operation: ListOperation) -> Iterator[Made]:
    yield ("lost-later", cut(_lost_later))
    filters = [each.name for each in operation.filters]
    flags = [*operation.flags]
    if filters:
        yield (
            "lost-with-filter",
            relisted(lambda listed: _unless(listed, has_strangers=bool(listed.conditions))),
        )
    if flags:
        yield (
            "lost-with-flag",
            relisted(
                lambda listed: _unless(
                    listed, has_strangers=any(listed.request.get(each) == "true" for each in flags)
                )
            ),
        )


def _lost_later(listed: Listed) -> Sequence[Row]:
    others = strangers(listed)
    if not listed.number or not others:
        return shown(listed)
    return others[: listed.size]


def _unless(listed: Listed, *, has_strangers: bool) -> Sequence[Row]:
    return [*listed.matching, *(strangers(listed) if has_strangers else [])]


def _fields(parent: Parent) -> Iterator[Made]:
    def stated(value: Callable[[Listed], object], *, is_all: bool) -> Responder:
        def other(listed: Listed) -> Sequence[Row]:
            rows = [deepcopy({**row}) for row in shown(listed)]
            for row in rows if is_all else rows[-1:]:
                put(row, parent.field, value(listed))
            return rows

        return cut(other)

    def another(listed: Listed) -> object:
        known = listed.upstream.parents(listed.request)
        others = (each.identity for each in known if each != listed.request.parent)
        return next(others, "x")

    yield ("field-wrong", stated(another, is_all=True))
    yield ("field-wrong-once", stated(another, is_all=False))
    yield ("field-null", stated(lambda _: None, is_all=True))
    yield (
        "field-identity",
        cut(lambda listed: [_named_after_itself(listed, row) for row in shown(listed)]),
    )


def _named_after_itself(listed: Listed, row: Row) -> Row:
    assert listed.operation.parent is not None
    renamed = deepcopy({**row})
    put(renamed, listed.operation.parent.field, listed.operation.identity.read(row))
    return renamed
