"""Rows that change while they are read."""

from random import Random

from attrs import define, field

from tests.support.laws.full_api._rows import Data, Row, identifier

_FIRST_NUMBER = 10_000


@define
class Churn:
    """Inserts a row into each list and removes another row, at seeded positions.

    Only rows that no other row refers to are removed, so that each single response is correct.
    """

    seed: int = 1
    _random: Random = field(init=False)
    _number: int = field(default=_FIRST_NUMBER, init=False)

    def __attrs_post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - the same changes in each run

    def changed(self, data: Data, depot: str | None) -> Data:
        """Return the rows after a change, of one depot if it is given."""
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
        """Remove a row, and insert a copy of another row under a new name."""
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
