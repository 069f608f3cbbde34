"""Flags that add the wrong children, or change more than they ought to."""

from collections.abc import Callable, Sequence

from attrs import evolve

from tests.support.laws.depot import Condition, Data, Pairs, Row, Steps, Wanted
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


def _inverted(item: Row, want: Wanted, parcels: Parcels) -> Row:
    return RIGHT.expanded(item, evolve(want, with_parcels=not want.with_parcels), parcels)


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


def _of_another(data: Data, depot: Row) -> list[Row]:
    index = next(i for i, row in enumerate(data.depots) if row["id"] == depot["id"])
    return RIGHT.children(data, data.depots[index - 1])


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


def _mutant(name: str, sentence: str, law: str, steps: Steps) -> Mutant:
    return Mutant(name, sentence, law, DEPOTS, steps, _FLAG)


EXPANSION = (
    _mutant(
        "flag-hides",
        "The flag hides the depots without parcels.",
        "expand.rows",
        Steps(found=_full_alone),
    ),
    _mutant(
        "flag-reorders", "The flag turns the list around.", "expand.rows", Steps(found=_reordered)
    ),
    _mutant("flag-renames", "The flag changes another field.", "expand.rows", _expanding(_renamed)),
    _mutant(
        "flag-miscounts", "The flag adds one to the total.", "expand.rows", Steps(total=_total)
    ),
    Mutant(
        "flag-unfilters",
        "The flag drops the filters.",
        "filter.conjunction",
        DEPOTS,
        Steps(found=_unfiltered),
    ),
    _mutant(
        "flag-always-on", "The parcels are always there.", "expand.absent", _expanding(_always)
    ),
    _mutant(
        "flag-false-is-true",
        "The flag counts as true whatever it says.",
        "expand.absent",
        _expanding(_given),
    ),
    _mutant(
        "flag-inverted",
        "True and false of the flag are exchanged.",
        "expand.absent",
        _expanding(_inverted),
    ),
    _mutant("flag-ignored", "The flag adds nothing.", "expand.children", _expanding(_never)),
    _mutant(
        "flag-first-page",
        "The flag works on the first page alone.",
        "expand.children",
        _expanding(_first_alone),
    ),
    _mutant(
        "children-truncated",
        "A depot carries five parcels at most.",
        "expand.children",
        _some(lambda rows: rows[:5]),
    ),
    _mutant(
        "children-page",
        "A depot carries as many parcels as the largest page holds.",
        "expand.children",
        _some(lambda rows: rows[:40]),
    ),
    _mutant(
        "children-undelivered",
        "A depot carries only the parcels that are not delivered.",
        "expand.children",
        _some(lambda rows: [row for row in rows if row["delivered_at"] is None]),
    ),
    _mutant(
        "children-twice",
        "A depot carries its first parcel twice.",
        "expand.children",
        _some(lambda rows: [*rows, *rows[:1]]),
    ),
    _mutant(
        "children-changed",
        "A carried parcel has another weight than a listed one.",
        "expand.children",
        _some(lambda rows: [{**row, "weight": 0} for row in rows]),
    ),
    _mutant(
        "children-of-another",
        "A depot carries the parcels of another.",
        "expand.parent",
        Steps(children=_of_another),
    ),
    _mutant(
        "child-of-another",
        "A depot carries one parcel of another.",
        "expand.parent",
        Steps(children=_one_of_another),
    ),
    _mutant(
        "flag-of-any-text",
        "A flag that is neither true nor false is passed over.",
        "expand.refused",
        Steps(pairs=_understood),
    ),
)
