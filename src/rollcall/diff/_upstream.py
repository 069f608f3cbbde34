"""How a document differs from its vendor's own, apart from what is explained."""

from collections.abc import Sequence
from pathlib import Path

import attrs

from rollcall.diff._alignment import aligned
from rollcall.diff._change import Change, grouped
from rollcall.diff._explanations import Explanation
from rollcall.diff._wire import wire_differences
from rollcall.spec import Spec

__all__ = ["Difference", "Upstream", "compare_upstream"]

_ANNOTATIONS = ("promise.", "offer.")
"""The beginnings of the rules about annotations, which no vendor has."""


@attrs.frozen
class Difference:
    """A difference from the vendor's document.

    Attributes:
        change: What the document does differently.
        why: The explanation; empty: there is none.
    """

    change: Change
    why: str = ""


@attrs.frozen
class Upstream:
    """How a document differs from its vendor's own.

    Attributes:
        spec: The file or the URL of the document.
        vendor: That of the vendor's.
        explained_in: The file of the explanations; None: there is none.
        differences: The differences, in the order of the document.
        gone: The explanations of differences that no longer exist.
    """

    spec: str
    vendor: str
    explained_in: Path | None
    differences: tuple[Difference, ...]
    gone: tuple[Explanation, ...]

    @property
    def exit_code(self) -> int:
        """1 if a difference has no explanation, or an explanation no difference; otherwise 0."""
        return int(bool(self.gone) or not all(each.why for each in self.differences))

    def rows(self, *, is_explained: bool) -> list[tuple[str, str, str, str]]:
        """Return the place, the difference, its rule and the explanation of each difference.

        Those that several operations have alike are one.
        """
        groups: dict[str, list[Change]] = {}
        for each in self.differences:
            if bool(each.why) is is_explained:
                groups.setdefault(each.why, []).append(each.change)
        return [
            (each.place, each.what, each.rule.id, why)
            for why, changes in groups.items()
            for each in grouped(changes)
        ]


def compare_upstream(
    spec: Spec,
    vendor: Spec,
    explanations: Sequence[Explanation] = (),
    explained_in: Path | None = None,
) -> Upstream:
    """Compare a document with its vendor's own.

    Texts, names that are on no wire, and annotations make no difference.

    Args:
        spec: The document.
        vendor: The vendor's document.
        explanations: What is known about the differences.
        explained_in: The file of the explanations.
    """
    own, theirs = aligned(spec, vendor)
    changes = [
        each
        for each in wire_differences(theirs, own)
        if not each.rule.is_prose and not each.rule.id.startswith(_ANNOTATIONS)
    ]
    return Upstream(
        spec=spec.address or str(spec.path),
        vendor=vendor.address or str(vendor.path),
        explained_in=explained_in,
        differences=tuple(
            Difference(each, next((one.why for one in explanations if one.explains(each)), ""))
            for each in changes
        ),
        gone=tuple(one for one in explanations if not any(map(one.explains, changes))),
    )
