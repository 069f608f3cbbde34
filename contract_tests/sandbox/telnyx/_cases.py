"""The instants that servers get wrong: those at the edges of days."""

from contract_tests.sandbox.telnyx._instants import at

# Around a leap day, a year's end and an ordinary day: the last microsecond before, the first and
# the last one of the day, the first one after, and noon twice, for a tie.
INSTANTS: tuple[int, ...] = tuple(
    at(day, time)
    for before, on, after in (
        ("2020-02-28", "2020-02-29", "2020-03-01"),
        ("2020-12-30", "2020-12-31", "2021-01-01"),
        ("2021-04-24", "2021-04-25", "2021-04-26"),
    )
    for day, time in (
        (before, "23:59:59.999999"),
        (on, "00:00:00.000000"),
        (on, "12:00:00.000000"),
        (on, "12:00:00.000000"),
        (on, "23:59:59.999999"),
        (after, "00:00:00.000000"),
    )
)
