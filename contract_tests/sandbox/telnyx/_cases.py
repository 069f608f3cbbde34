"""The values that servers get wrong: instants at the edges of days, and awkward texts."""

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

# Each differs from a neighbour in one respect that a lax comparison overlooks.
TEXTS: tuple[str, ...] = (
    "My Room",
    "my room",
    "MY ROOM",
    "My Room ",
    " My Room",
    "My  Room",
    "My Roo",
    "My Room 2",
    "My+Room",
    "My%20Room",
    "My%Room",
    "My_Room",
    "100%",
    "100",
    "O'Brien",
    "OBrien",
    '"quoted"',
    "back\\slash",
    "a&b=c",
    "a",
    "a#b",
    "a;b",
    "a,b",
    "a/b?c",
    "a\nb",
    "a\tb",
    "caf\u00e9",  # composed
    "cafe\u0301",  # decomposed
    "cafe",
    "CAF\u00c9",
    "stra\u00dfe",
    "strasse",
    "\u0130stanbul",  # its lower case has two code points
    "\U0001f469\u200d\U0001f4bb",  # an emoji of three code points
    "\u05e9\u05dc\u05d5\u05dd",  # right to left
    "\u4f1a\u8b70\u5ba4",
    "null",
    "true",
    "0",
    "' OR 1=1 --",
    "*",
    "%",
    "_",
    "My Room, and everybody who is in it",
)
