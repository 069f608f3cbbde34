"""The instants that servers get wrong."""

from contract_tests.sandbox.twilio._instants import at

# Around a year's end, a leap day and the day on which Europe's clocks change: a second and a
# microsecond before midnight, midnight, a microsecond after it, and then a tie and what sorts
# otherwise as text than as an instant: whole seconds beside parts of one.
INSTANTS: tuple[int, ...] = tuple(
    at(f"{day}T{time}Z")
    for before, on in (
        ("2023-12-30", "2023-12-31"),
        ("2024-02-28", "2024-02-29"),
        ("2024-03-30", "2024-03-31"),
    )
    for day, time in (
        (before, "23:59:59"),
        (before, "23:59:59.999999"),
        (on, "00:00:00"),
        (on, "00:00:00.000001"),
        (on, "12:00:00"),
        (on, "12:00:00"),
        (on, "12:00:00.5"),
        (on, "12:00:00.999999"),
        (on, "12:00:01"),
    )
)
