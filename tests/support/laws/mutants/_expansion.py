"""Flags that add wrong children, or change something else."""

from collections.abc import Callable, Sequence

from attrs import evolve

from tests.support.laws.full_api import Condition, Data, ListRequest, Pairs, Row, Steps
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, Mutant

Meets = Callable[[Row, Condition], bool]
Parcels = Callable[[], list[Row]]
_FLAG = "with_parcels"


def _never(item: Row, asked: ListRequest, parcels: Parcels) -> Row:
    del asked, parcels
    return item


def _always(item: Row, asked: ListRequest, parcels: Parcels) -> Row:
    del asked
    return {**item, "parcels": parcels()}


def _given(item: Row, asked: ListRequest, parcels: Parcels) -> Row:
    return {**item, "parcels": parcels()} if _FLAG in asked.given else item


def _renamed(item: Row, asked: ListRequest, parcels: Parcels) -> Row:
    shown = CORRECT.expanded(item, asked, parcels)
    return {**shown, "name": f"{item['name']} (expanded)"} if asked.with_parcels else shown


def _first_alone(item: Row, asked: ListRequest, parcels: Parcels) -> Row:
    shown = CORRECT.expanded(item, asked, parcels)
    return shown if asked.start == 0 else item


def _full_alone(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    rows = CORRECT.found(every, asked, meets)
    return [row for row in rows if row["featured_parcel"]] if asked.with_parcels else rows


def _reordered(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    rows = CORRECT.found(every, asked, meets)
    return rows[::-1] if asked.with_parcels else rows


def _unfiltered(every: Sequence[Row], asked: ListRequest, meets: Meets) -> list[Row]:
    return CORRECT.found(
        every, evolve(asked, conditions=()) if asked.with_parcels else asked, meets
    )


def _total(
    every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], asked: ListRequest
) -> int:
    return CORRECT.total(every, matching, shown, asked) + (1 if asked.with_parcels else 0)


def _some(keep: Callable[[list[Row]], list[Row]]) -> Steps:
    """Build steps that keep some of a depot's parcels."""
    return Steps(children=lambda data, depot: keep(CORRECT.children(data, depot)))


def _one_of_another(data: Data, depot: Row) -> list[Row]:
    own = CORRECT.children(data, depot)
    others = [row for row in data.parcels if row["depot_id"] != depot["id"]]
    return [*own[:-1], others[0]] if own else own


def _understood(query: bytes) -> Pairs:
    return [
        (name, text)
        for name, text in CORRECT.pairs(query)
        if name != _FLAG or text in {"true", "false"}
    ]


def _expanding(expanded: Callable[[Row, ListRequest, Parcels], Row]) -> Steps:
    return Steps(expanded=expanded)


def _mutant(name: str, law: str, steps: Steps) -> Mutant:
    return Mutant(name, law, DEPOTS, steps, _FLAG)


EXPANSION = (
    _mutant("flag-hides", "expand.rows", Steps(found=_full_alone)),
    _mutant("flag-reorders", "expand.rows", Steps(found=_reordered)),
    _mutant("flag-renames", "expand.rows", _expanding(_renamed)),
    _mutant("flag-miscounts", "expand.rows", Steps(total=_total)),
    Mutant("flag-unfilters", "filter.conjunction", DEPOTS, Steps(found=_unfiltered)),
    _mutant("flag-always-on", "expand.absent", _expanding(_always)),
    _mutant("flag-false-is-true", "expand.absent", _expanding(_given)),
    _mutant("flag-ignored", "expand.children", _expanding(_never)),
    _mutant("flag-first-page", "expand.children", _expanding(_first_alone)),
    _mutant("children-page", "expand.children", _some(lambda rows: rows[:40])),
    _mutant("children-twice", "expand.children", _some(lambda rows: [*rows, *rows[:1]])),
    _mutant(
        "children-changed",
        "expand.children",
        _some(lambda rows: [{**row, "weight": 0} for row in rows]),
    ),
    _mutant("child-of-another", "expand.parent", Steps(children=_one_of_another)),
    _mutant("flag-of-any-text", "expand.refused", Steps(pairs=_understood)),
)
