"""Print how many of the proposals of `rollcall annotate` are right, for each word.

The documents are those of public list APIs, without their annotations, and the servers those of the
tests. A word has a precision, the proposed parts that are right, and a recall, the annotated parts
that were proposed rightly.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import rollcall
from rollcall.annotate import Proposal, annotated, confirm, propose
from rollcall.spec import Spec
from tests.support.styles.documents import APIS
from tests.support.unannotated import different_parts, parts_of, without_annotations


def main() -> None:
    """Measure the proposals without a server and with one."""
    counts = Counter[tuple[str, str]]()
    for name in APIS:
        api = APIS[name]
        bare = without_annotations(api.spec)
        alone = propose(bare)
        known = parts_of(api.spec)
        counts.update((word, "known") for _, word in known)
        for way, proposals in (("alone", alone), ("asked", _asked(name, bare, alone))):
            proposed = annotated(bare, [each for each in proposals if each.is_likely])
            wrong = different_parts(proposed, api.spec)
            for key in parts_of(proposed):
                counts[key[1], way] += 1
                counts[key[1], f"{way} right"] += " ".join(key) not in wrong
    words = sorted({word for word, _ in counts})
    print("| word | parts | precision | recall | precision with a server | recall with a server |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for word in words:
        print(_row(word, {what: counts[word, what] for what in _WHATS}))
    print(_row("all", {what: sum(counts[word, what] for word in words) for what in _WHATS}))


_WHATS = ("known", "alone", "alone right", "asked", "asked right")


def _asked(name: str, spec: Spec, proposals: Sequence[Proposal]) -> Sequence[Proposal]:
    api = APIS[name]
    transport = httpx.MockTransport(api.respond)
    target = rollcall.Target(
        api.base_url, api.token, parents=api.parents, params=api.params, transport=transport
    )
    return confirm(spec, proposals, target, rollcall.Config(seed=1))


def _row(word: str, of: dict[str, int]) -> str:
    known, alone, right, asked, asked_right = (of[what] for what in _WHATS)
    return (
        f"| {word} | {known} | {right} of {alone} | {right} of {known} "
        f"| {asked_right} of {asked} | {asked_right} of {known} |"
    )


if __name__ == "__main__":
    main()
