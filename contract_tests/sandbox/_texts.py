"""Texts that servers get wrong."""

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
