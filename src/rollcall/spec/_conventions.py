"""The conventions of list APIs: where guidelines differ, and a spec may choose (``strictness``)."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

__all__ = ["CONVENTIONS", "Choice", "Convention", "Strictness", "choice_text"]

Choice = str | int
"""A choice of a convention: a word, or the status that a request is refused with."""

_NOT_FOUND = 404


@attrs.frozen
class Convention:
    """A behaviour on which API guidelines differ.

    Attributes:
        key: The key of ``strictness``.
        about: The request or response that it is about: the subject of a sentence.
        choices: The choices, each with the rest of that sentence.
        tells_status: Whether a note tells the status of a refusal.
        is_of_value: Whether it is about a value of a parameter, so that ``invalidValue`` has the
            statuses of its refusals.
    """

    key: str
    about: str
    choices: Mapping[str, str]
    tells_status: bool = False
    is_of_value: bool = False

    def sentence(self, choice: Choice) -> str:
        """Return the rest of the sentence for a choice."""
        if isinstance(choice, int):
            return f"is refused with the status {choice}"
        return self.choices[choice]


_REFUSED = {"refused": "is refused"}
_TAKEN = {"accepted": "is accepted"}
_NOT_READ = {"ignored": "counts as absent", "noMatch": "matches no item"}

CONVENTIONS: Mapping[str, Convention] = MappingProxyType(
    {
        each.key: each
        for each in (
            Convention(
                "oversizedPage",
                "a page size above the maximum",
                {**_REFUSED, "clamped": "counts as the maximum", "ignored": "counts as absent"},
                is_of_value=True,
            ),
            Convention(
                "pastTheEnd",
                "a page after the last one",
                {
                    "empty": "is empty",
                    "notFound": "is not found (404)",
                    "lastPage": "is the last page again",
                    **_REFUSED,
                },
            ),
            Convention(
                "invalidPage",
                "a page number or size that is no number, or too small",
                {
                    **_REFUSED,
                    "ignored": "counts as absent",
                    "clamped": "counts as the smallest one",
                    "empty": "gets an empty page",
                },
                is_of_value=True,
            ),
            Convention(
                "invalidValue",
                "a value without a meaning for its parameter",
                {**_REFUSED, **_NOT_READ, "accepted": "is read as a valid value"},
                tells_status=True,
            ),
            Convention(
                "emptyValue",
                "an empty value of a parameter that is no text",
                {**_REFUSED, **_NOT_READ, "accepted": "is read as a valid value"},
                is_of_value=True,
            ),
            Convention(
                "emptyText",
                "an empty text as the value of a text filter",
                {**_REFUSED, "literal": "matches only empty texts", "ignored": "counts as absent"},
                is_of_value=True,
            ),
            Convention(
                "outerBlanks",
                "the value of a text filter with blanks around it",
                {**_REFUSED, "literal": "is compared with them", "ignored": "is compared without"},
                is_of_value=True,
            ),
            Convention(
                "lenientBooleans",
                "a boolean in another spelling than true and false",
                {
                    **_REFUSED,
                    "accepted": "is read as it is meant",
                    **_NOT_READ,
                    "misread": "is read as the other boolean",
                },
                is_of_value=True,
            ),
            Convention(
                "lenientNumbers",
                "a number in another spelling than that of JSON",
                {
                    **_REFUSED,
                    "accepted": "is read as it is meant",
                    **_NOT_READ,
                    "misread": "is read as another number",
                },
                is_of_value=True,
            ),
            Convention(
                "lenientDates",
                "a date or date-time in another spelling than that of RFC 3339",
                {**_REFUSED, "accepted": "is read as a date", **_NOT_READ},
                is_of_value=True,
            ),
            Convention(
                "enumCase",
                "a value of an enumeration in another case",
                {**_REFUSED, "accepted": "is read as the value", **_NOT_READ},
                is_of_value=True,
            ),
            Convention(
                "unknownParameter",
                "a parameter that the spec does not have",
                {**_REFUSED, "ignored": "is ignored"},
                is_of_value=True,
            ),
            Convention(
                "repeatedParameter",
                "a parameter that is sent twice with different values",
                {
                    **_REFUSED,
                    "first": "has the first value",
                    "last": "has the last value",
                    "any": "matches either value",
                    **_NOT_READ,
                },
                is_of_value=True,
            ),
            Convention(
                "alteredToken",
                "a continuation token that was invented or altered",
                {**_REFUSED, **_TAKEN},
            ),
            Convention(
                "tokenOfOtherFilters",
                "a continuation token that is sent with other filters",
                {**_REFUSED, **_TAKEN},
            ),
            Convention(
                "tokenOfOtherPageSize",
                "a continuation token that is sent with another page size",
                {**_REFUSED, **_TAKEN},
            ),
            Convention(
                "tokenOfOtherParent",
                "a continuation token that is sent with another parent",
                {**_REFUSED, **_TAKEN},
            ),
            Convention(
                "linkedPages",
                "a linked page before the last one",
                {"full": "has as many items as the page size", "short": "has fewer items"},
            ),
            Convention(
                "lastPage",
                "the last of several linked pages",
                {"filled": "has items even if the page before it is full", "empty": "is empty"},
            ),
            Convention(
                "emptyListPages",
                "the number of pages of an empty list",
                {"none": "is 0", "one": "is 1"},
            ),
            Convention(
                "unknownParent",
                "the list of a parent that does not exist",
                {**_REFUSED, "empty": "is empty", "accepted": "is that of a similar one"},
                tells_status=True,
            ),
            Convention(
                "malformedParent",
                "the list of a parent whose identifier is malformed",
                {**_REFUSED, "empty": "is empty", "accepted": "is that of a similar one"},
                tells_status=True,
            ),
        )
    }
)
"""The conventions by their keys, in the order of the documentation."""


@attrs.frozen
class Strictness:
    """The choices of a list where API guidelines differ (``strictness`` of ``x-list``).

    Attributes:
        chosen: The choices that the spec admits, by the key of the convention. A key that is
            absent leaves the choice to the server.
    """

    chosen: Mapping[str, tuple[Choice, ...]] = MappingProxyType({})

    @classmethod
    def read(cls, *annotations: Mapping[str, Any]) -> "Strictness":
        """Parse valid annotations; a later one overrides the keys of those before it."""
        found: dict[str, tuple[Choice, ...]] = {}
        for annotation in annotations:
            for key, value in annotation.items():
                found[key] = tuple(value) if isinstance(value, list) else (value,)
        return cls(MappingProxyType(found))

    def chooses(self, key: str) -> bool:
        """Return whether the spec makes a choice."""
        return key in self.chosen

    def admits(self, key: str, choice: Choice) -> bool:
        """Return whether the spec admits a choice; False if it makes none."""
        chosen = self.chosen.get(key, ())
        return choice in chosen or (isinstance(choice, int) and "refused" in chosen)

    def refuses(self, key: str) -> bool:
        """Return whether the spec chooses only refusals; False if it makes no choice."""
        chosen = self.chosen.get(key, ())
        return bool(chosen) and all(
            isinstance(each, int) or each in {"refused", "notFound"} for each in chosen
        )

    def statuses(self, key: str) -> tuple[int, ...]:
        """Return the statuses that a refusal may have; an empty tuple if it may have any."""
        chosen = self.chosen.get(key, ())
        if "notFound" in chosen:
            return (_NOT_FOUND,)
        if "refused" in chosen:
            return ()
        return tuple(each for each in chosen if isinstance(each, int))


def choice_text(choices: Iterable[Choice]) -> str:
    """Return choices as the value of a key of ``strictness``, in YAML."""
    found = [*dict.fromkeys(choices)]
    if len(found) == 1 and isinstance(found[0], str):
        return found[0]
    return f"[{', '.join(map(str, _ordered(found)))}]"


def _ordered(choices: Iterable[Choice]) -> Iterator[Choice]:
    """Yield the statuses in ascending order, then the words."""
    found = [*choices]
    yield from sorted(each for each in found if isinstance(each, int))
    yield from (each for each in found if isinstance(each, str))
