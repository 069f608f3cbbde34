"""Rows that come and go while they are read."""

from random import Random

from attrs import define, field

from tests.support.laws.full_api._rows import Data, Row, identifier

_FIRST_NUMBER = 10_000


@define
class Churn:
    """Inserts a row into each list and takes another away, at seeded positions.

    What a list of parents, an expanded child or a reference leads to stays: only rows that nothing
    refers to go. So every single answer is in order, as it is on a real server that is in use.
    """

    seed: int = 1
    _random: Random = field(init=False)
    _number: int = field(default=_FIRST_NUMBER, init=False)

    def __attrs_post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - the same changes each time are wanted

    def changed(self, data: Data, depot: str | None) -> Data:
        """Return the rows as they are after a change, below this depot where one is named."""
        parents = {row["depot_id"] for row in (*data.parcels, *data.scans)}
        referred = {row["parcel_ref"] for row in data.scans}
        referred |= {row["featured_parcel"] for row in data.depots}
        below = depot or (self._random.choice(data.depots)["id"] if data.depots else "")
        return Data(
            self._exchanged(data.depots, [row for row in data.depots if row["id"] not in parents]),
            self._exchanged(
                data.parcels,
                [
                    row
                    for row in data.parcels
                    if row["depot_id"] == below and row["ref"] not in referred
                ],
            ),
            self._exchanged(data.scans, [row for row in data.scans if row["depot_id"] == below]),
        )

    def _exchanged(self, rows: tuple[Row, ...], leaving: list[Row]) -> tuple[Row, ...]:
        """Put a copy of one of the rows, under a new name, in the place of none in particular."""
        if not leaving:
            return rows
        gone, pattern = self._random.choice(leaving), self._random.choice(leaving)
        kept = [row for row in rows if row is not gone]
        kept.insert(self._random.randint(0, len(kept)), self._renamed(pattern))
        return tuple(kept)

    def _renamed(self, row: Row) -> Row:
        if "ref" not in row:
            return {**row, "id": identifier(self._random)}
        self._number += 1
        return {**row, "ref": f"PX-{self._number}"}
