"""Flags that add the wrong children, or change more than they ought to."""

from collections.abc import Callable, Sequence

from attrs import evolve

from tests.support.laws.full_api import Condition, Data, Pairs, Row, Steps, Wanted
from tests.support.laws.mutants._mutant import DEPOTS, RIGHT, Mutant

Meets = Callable[[Row, Condition], bool]
Parcels = Callable[[], list[Row]]
_FLAG = "with_parcels"


def _never(item: Row, want: Wanted, parcels: Parcels) -> Row:
    del want, parcels
    return item


def _always(item: Row, want: Wanted, parcels: Parcels) -> Row:
    del want
    return {**item, "parcels": parcels()}


def _given(item: Row, want: Wanted, parcels: Parcels) -> Row:
    return {**item, "parcels": parcels()} if _FLAG in want.given else item


def _renamed(item: Row, want: Wanted, parcels: Parcels) -> Row:
    shown = RIGHT.expanded(item, want, parcels)
    return {**shown, "name": f"{item['name']} (expanded)"} if want.with_parcels else shown


def _first_alone(item: Row, want: Wanted, parcels: Parcels) -> Row:
    shown = RIGHT.expanded(item, want, parcels)
    return shown if want.start == 0 else item


def _full_alone(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    rows = RIGHT.found(every, want, meets)
    return [row for row in rows if row["featured_parcel"]] if want.with_parcels else rows


def _reordered(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    rows = RIGHT.found(every, want, meets)
    return rows[::-1] if want.with_parcels else rows


def _unfiltered(every: Sequence[Row], want: Wanted, meets: Meets) -> list[Row]:
    return RIGHT.found(every, evolve(want, conditions=()) if want.with_parcels else want, meets)


def _total(
    every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], want: Wanted
) -> int:
    return RIGHT.total(every, matching, shown, want) + (1 if want.with_parcels else 0)


def _some(keep: Callable[[list[Row]], list[Row]]) -> Steps:
    """Make a step that keeps some of a depot's parcels."""
    return Steps(children=lambda data, depot: keep(RIGHT.children(data, depot)))


def _one_of_another(data: Data, depot: Row) -> list[Row]:
    own = RIGHT.children(data, depot)
    others = [row for row in data.parcels if row["depot_id"] != depot["id"]]
    return [*own[:-1], others[0]] if own else own


def _understood(query: bytes) -> Pairs:
    return [
        (name, text)
        for name, text in RIGHT.pairs(query)
        if name != _FLAG or text in {"true", "false"}
    ]


def _expanding(expanded: Callable[[Row, Wanted, Parcels], Row]) -> Steps:
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
