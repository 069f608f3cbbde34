"""Asks a server about proposals: the laws that rest on a proposal hold, or another value does."""

import json
from collections.abc import Callable, Iterable, Mapping

import attrs

from rollcall.annotate._choices import Choices
from rollcall.annotate._decisive import (
    is_about,
    is_of_another,
    laws_of,
    laws_of_choices,
    names_another,
)
from rollcall.annotate._orders import refined_sort
from rollcall.annotate._paging import paging_parameters
from rollcall.annotate._proposal import Proposal, State
from rollcall.annotate._propose import annotated, is_valid, owners_of
from rollcall.annotate._selecting import defaults_of, refined_select
from rollcall.config import Config
from rollcall.http import Spent, Target
from rollcall.laws import Violation
from rollcall.runs import Event, Report, RunFinished, open_session, run
from rollcall.spec import Location, Operation, Spec

__all__ = ["confirm"]

_Key = tuple[Location, tuple[str, ...]]

_MINOR = {"filter.exact", "filter.null", "page.default", "page.repeatable"}
"""Laws that a faulty server often breaks although the annotation is right."""

_ROWS = 200
"""The rows that show which fields items have by default, at most."""
_WEIGHT = 10
"""What a law that decides weighs against the others."""


@attrs.frozen
class _Judgement:
    """What the laws that rest on a proposal showed.

    Attributes:
        failed: A violation of each law that does not hold.
        held: The laws that hold, with a witness.
        is_hidden: Whether a filter that fails may be why an order seems wrong.
    """

    failed: Mapping[str, Violation]
    held: tuple[str, ...]
    is_hidden: bool

    @property
    def weight(self) -> int:
        """How much speaks against the proposal."""
        return sum(1 if law in _MINOR else _WEIGHT for law in self.failed)


@attrs.define
class _Inquiry:
    """The proposals as they stand, and what was tried before."""

    spec: Spec
    current: dict[_Key, Proposal]
    tried: dict[_Key, list[tuple[Proposal, _Judgement]]] = attrs.field(factory=dict)
    """The values that a law contradicts, in the order of their likelihood."""
    refuted: dict[_Key, Proposal] = attrs.field(factory=dict)
    owners: Mapping[Location, tuple[Operation, str]] = attrs.field(init=False)

    @owners.default
    def _owned(self) -> Mapping[Location, tuple[Operation, str]]:
        return owners_of(self.spec)

    @property
    def paging(self) -> Mapping[str, set[str]]:
        """The parameters of paging, by operationId."""
        found: dict[str, set[str]] = {}
        for each in self.current.values():
            names = found.setdefault(self.operation(each), set())
            if each.path[:2] == ("x-list", "pagination"):
                names |= paging_parameters([each])
        return found

    @property
    def reliable(self) -> list[Proposal]:
        """The proposals without the filters that the server contradicts."""
        known = self.current.values()
        return [each for each in known if (each.path, each.state) != (("x-filter",), "disputed")]

    def operation(self, proposal: Proposal) -> str:
        """Return the id of the operation that a proposal is about."""
        return self.owners[proposal.at][0].id

    def advance(self, report: Report, asked: Iterable[_Key]) -> list[_Key]:
        """Settle what a run showed, and return the proposals to ask about again."""
        again: list[_Key] = []
        for key in asked:
            if key not in self.current:
                continue  # its list was refuted
            proposal = self.current[key]
            judgement = self._judged(report, proposal)
            if judgement.is_hidden and not judgement.failed:
                again.append(key)
                continue
            if not judgement.failed and (proposal.stated is None or proposal.is_stated):
                state: State = "confirmed" if judgement.held else proposal.state
                self.current[key] = attrs.evolve(proposal, state=state)
                continue
            self.tried.setdefault(key, []).append((proposal, judgement))
            following = self._following(proposal, judgement) if judgement.failed else None
            if following is not None:
                told = f"not {json.dumps(proposal.value)}: {_told(judgement)}"
                told = proposal.evidence or told
                curl = proposal.curl or _settled(proposal, judgement, "open").curl
                self.current[key] = attrs.evolve(following, evidence=told, curl=curl)
                again.append(key)
            else:
                self._settle(key)
        return [each for each in again if each in self.current]

    def laws_again(self, key: _Key) -> tuple[str, ...]:
        """Return the laws that another value of a proposal is asked about by."""
        laws = laws_of(self.current[key])
        if key in self.tried and key[1] == ("x-sort",):
            # Whatever a key of an order means, it lists the same items.
            failed = {law for _, judgement in self.tried[key] for law in judgement.failed}
            laws = (*failed, "order.sorted", "order.reversed")
        # Another value of a parameter may show other choices.
        families = {law.partition(".")[0] for law in laws} if key[1][0] != "x-list" else set()
        return (*laws, *(each for each in laws_of_choices() if each.partition(".")[0] in families))

    def _judged(self, report: Report, proposal: Proposal) -> _Judgement:
        operation, subject = self.operation(proposal), self.owners[proposal.at][1]
        failed: dict[str, Violation] = {}
        is_hidden = False
        for each in report.violations:
            rests = is_about(proposal, each.law, each.subject, subject)
            # Without the parameters at fault, such as a filter, the law holds.
            is_of_paging = not each.parameters or {*each.parameters} & self.paging[operation]
            if not (rests and each.operation == operation and (subject or is_of_paging)):
                continue
            if is_of_another(each, report.violations):
                is_hidden |= proposal.path == ("x-sort",)
            else:
                failed.setdefault(each.law, each)
        return _Judgement(
            {law: each for law, each in failed.items() if not names_another(each.title, proposal)},
            tuple(
                each.law
                for each in report.verdicts
                if each.operation == operation
                and each.outcome == "pass"
                and each.witnesses
                and is_about(proposal, each.law, each.subject, subject)
            ),
            is_hidden,
        )

    def _following(self, proposal: Proposal, judgement: _Judgement) -> Proposal | None:
        """Return a proposal with the next of its values that the document admits."""
        others = proposal.others
        refined = None
        if proposal.path == ("x-sort",):
            refined = refined_sort(proposal.value, self.owners[proposal.at][1], judgement.failed)
        elif proposal.path == ("x-select",):
            refined = refined_select(proposal.value, next(iter(judgement.failed.values())))
        others = (*([refined] if refined is not None else ()), *others)
        while others:
            following = attrs.evolve(proposal, value=others[0], others=others[1:])
            others = others[1:]
            proposals = {**self.current, (proposal.at, proposal.path): following}
            if is_valid(self.spec, proposals.values()):
                return following
        return None

    def _settle(self, key: _Key) -> None:
        """Keep the value that least speaks against, or that the document states, or none."""
        tried = self.tried[key]
        stated = [each for each in tried if each[0].stated is not None and each[0].is_stated]
        best, least = min(tried, key=lambda each: each[1].weight)
        is_right = least.weight < _WEIGHT
        if stated and (best.is_certain or is_right) and not (is_right and best.is_stated):
            kept, judgement = min(stated, key=lambda each: each[1].weight)
            self.current[key] = _settled(kept, judgement, "disputed")
            return
        if is_right:
            self.current[key] = _settled(best, least, "confirmed")
            return
        del self.current[key]
        self.refuted[key] = _settled(*tried[0], "contradicted")
        if is_valid(self.spec, self.current.values()):
            return
        # Without it there is no list, so nothing else is known about it.
        operation = self.operation(best)
        for found in (self.current, self.refuted):
            for other, each in [*found.items()]:
                if self.operation(each) == operation and other != key:
                    del found[other]
        self.refuted[key] = attrs.evolve(self.refuted[key], ends_list=True)


def confirm(
    spec: Spec,
    proposals: Iterable[Proposal],
    target: Target,
    config: Config,
    show: Callable[[Event], None] = lambda _: None,
) -> tuple[Proposal, ...]:
    """Ask a server about proposals, with GET requests only.

    A proposal that the laws contradict gets the next of its other values. Each is tried alike, and
    the value that least speaks against remains, unless the document states another one outright.
    What the server does where guidelines differ becomes proposals for ``strictness``.

    Args:
        spec: The document.
        proposals: The proposals, as ``propose`` returns them.
        target: The server.
        config: The configuration of the runs; ``max_requests`` is for all of them together.
        show: Called with each event of the runs but the last one.

    Returns:
        The proposals, confirmed, contradicted, or open if the data of the server decides nothing.
        Of a list that cannot be annotated, only the part whose contradiction says why.

    Raises:
        UsageError: The server does not respond, or refuses the token.
    """
    inquiry = _Inquiry(spec, {(each.at, each.path): each for each in proposals})
    left = _read_defaults(inquiry, target, config)
    asked = [*inquiry.current]
    laws = dict.fromkeys(law for each in inquiry.current.values() for law in laws_of(each))
    laws |= dict.fromkeys(laws_of_choices())
    choices = Choices()
    while asked and (left is None or left > 0):
        operations = {inquiry.operation(inquiry.current[each]): None for each in asked}
        report = _run(
            annotated(spec, inquiry.reliable),
            target,
            attrs.evolve(config, operations=tuple(operations), laws=tuple(laws), max_requests=left),
            show,
        )
        left = None if left is None else left - report.requests
        choices.add(report.notes)
        asked = inquiry.advance(report, asked)
        laws = dict.fromkeys(law for each in asked for law in inquiry.laws_again(each))
    lists = {inquiry.operation(each) for each in inquiry.current.values()}
    known = [
        each for each in choices.proposals(spec, inquiry.paging) if inquiry.operation(each) in lists
    ]
    return (*inquiry.current.values(), *known, *inquiry.refuted.values())


def _read_defaults(inquiry: _Inquiry, target: Target, config: Config) -> int | None:
    """Add the fields that items have by default to the proposals for selections.

    Returns:
        The requests that may still be sent; None: there is no limit.
    """
    others = {key: each for key, each in inquiry.current.items() if each.path != ("x-select",)}
    plain, left = annotated(inquiry.spec, others.values()), config.max_requests
    for key in inquiry.current.keys() - others.keys():
        proposal = inquiry.current[key]
        operation = plain.list_operation(inquiry.operation(proposal))
        if operation.parent is not None or (left is not None and left <= 0):
            continue
        asked = attrs.evolve(config, operations=(operation.id,), channels=("http",))
        asked = attrs.evolve(asked, max_rows=_ROWS, max_requests=left)
        with open_session(plain, target, asked) as session:
            try:
                rows = session.runner.baselines.of(operation, None).rows
            except Spent:
                rows = ()  # what is left does not suffice
            left = None if left is None else left - session.results.requests
        chosen = defaults_of(proposal.value, plain, operation, rows)
        if chosen is not None:
            values = (proposal.value, *proposal.others)
            inquiry.current[key] = attrs.evolve(proposal, value=chosen, others=values)
    return left


def _run(spec: Spec, target: Target, config: Config, show: Callable[[Event], None]) -> Report:
    quiet = attrs.evolve(config, channels=("http",), probe_methods=False)
    reports: list[Report] = []
    for event in run(spec, target, quiet):
        if isinstance(event, RunFinished):
            reports.append(event.report)
        else:
            show(event)
    return reports[0]


def _settled(proposal: Proposal, judgement: _Judgement, state: State) -> Proposal:
    """Return a proposal with what the laws showed of it."""
    first = next(iter(judgement.failed.values()), None)
    curl = first.curl if first is not None else ""
    return attrs.evolve(proposal, others=(), state=state, evidence=_told(judgement), curl=curl)


def _told(judgement: _Judgement) -> str:
    return "; ".join(f"{law}: {each.title}" for law, each in judgement.failed.items())
