"""Tries laws on a server: finds parents, builds scenes, and keeps what is known of the lists."""

from collections.abc import Mapping

import attrs

from rollcall._results import Outcome, Verdict
from rollcall.channels import Channel, HttpChannel, Query, Response
from rollcall.laws._baseline import Baselines, first_page, largest_size
from rollcall.laws._catalogue import applies
from rollcall.laws._context import Context, Effort, Unreadable, describe
from rollcall.laws._judge import Judgement, judge
from rollcall.laws._law import Law
from rollcall.spec import Expand, ListOperation, Spec

__all__ = ["Runner"]

_VACUOUS: Outcome = "vacuous"
_INCONCLUSIVE: Outcome = "inconclusive"
_CANDIDATES = 12
_ABOVE = 3
_MOST_PAGES = 20
# The form of an identifier that most APIs take, and none has.
_NOBODY = "00000000-0000-0000-0000-000000000000"


@attrs.define
class Runner:
    """Tries laws on a server.

    Attributes:
        spec: The contract.
        http: Plain HTTP, by which the lists are known.
        channels: The channels, by their ids.
        baselines: What is known of the lists.
        effort: How hard a law is tried.
        given: The parents that are not to be looked for, by the path parameter.
        secrets: What no answer may hold: the token, or what is made of it.
    """

    spec: Spec
    http: HttpChannel
    channels: Mapping[str, Channel]
    baselines: Baselines
    effort: Effort
    given: Mapping[str, tuple[str, ...]]
    secrets: tuple[str, ...] = attrs.field(default=(), repr=False)
    _parents: dict[str, tuple[str, ...]] = attrs.field(factory=dict)

    def judge(self, law: Law, operation: ListOperation, channel: str) -> list[Judgement]:
        """Try a law on an operation through a channel, once for each of its subjects.

        Raises:
            Unanswered: The server gave no answer.
            Halted: The run cannot go on.
        """
        subjects = applies(law, self.spec, operation)
        return [self.judge_subject(law, operation, channel, each) for each in subjects]

    def judge_subject(
        self, law: Law, operation: ListOperation, channel: str, subject: str
    ) -> Judgement:
        """Try a law for one of its subjects.

        Raises:
            Unanswered: The server gave no answer.
            Halted: The run cannot go on.
        """
        try:
            context = self.context(operation, channel)
        except Unreadable as problem:
            context, outcome, reason = None, _INCONCLUSIVE, str(problem)
        else:
            outcome, reason = _VACUOUS, f"no parent of {operation.id} was found"
        if context is None and law.is_rowless:
            context = self._scene(operation, channel, (), _NOBODY)
        if context is None:
            assert operation.parent is not None
            reason += f"; --parent {operation.parent.parameter}=… names one"
            return Judgement(Verdict(channel, operation.id, law.id, subject, outcome, 0, 0, reason))
        return judge(law, context, subject)

    def renew(self) -> None:
        """Forget what is known of the lists, but for the parents, and what was answered."""
        self.baselines = attrs.evolve(self.baselines, touched=set(), changed={}, known={})
        for channel in self.channels.values():
            channel.forget()

    def context(self, operation: ListOperation, channel: str) -> Context | None:
        """Build what laws are tried on; None where the list has a parent and none was found."""
        parents = self.parents(operation)
        if operation.parent is not None and not parents:
            return None
        return self._scene(operation, channel, parents, parents[0] if parents else None)

    def _scene(
        self, operation: ListOperation, channel: str, parents: tuple[str, ...], parent: str | None
    ) -> Context:
        return Context(
            spec=self.spec,
            operation=operation,
            parent=parent,
            parents=parents,
            channel=self.channels[channel],
            http=self.http,
            baselines=self.baselines,
            effort=self.effort,
            secrets=self.secrets,
        )

    def parents(self, operation: ListOperation) -> tuple[str, ...]:
        """Return those that are given, or find some through the spec, those with most items first."""
        if operation.id not in self._parents:
            self._parents[operation.id] = tuple(self._find(operation))
        return self._parents[operation.id]

    def _find(self, operation: ListOperation) -> list[str]:
        parent = operation.parent
        if parent is None:
            return []
        if parent.parameter in self.given or parent.operation is None:
            return [*self.given.get(parent.parameter, ())]
        above = self.spec.list_operation(parent.operation)
        higher = self.parents(above)[:_ABOVE] if above.parent else (None,)
        counted: dict[str, int] = {}
        for each in higher:
            counted |= self._counted(above, each, operation)
        ordered = sorted(counted, key=lambda each: -counted[each])
        tried = [*ordered[:_CANDIDATES], *ordered[_CANDIDATES:][-1:]]
        found = {each: self._count(operation, each) for each in tried}
        return sorted(found, key=lambda each: -found[each])

    def _counted(
        self, above: ListOperation, parent: str | None, below: ListOperation
    ) -> dict[str, int]:
        """List parents, and count their children where a flag shows them."""
        query = first_page(Query(above, parent), largest_size(above))
        if self.http.page(query).kind != "page":
            query = first_page(Query(above, parent), None)
        expand = None
        for each in above.parameters:
            if each.expand is not None and each.expand.operation == below.id:
                expand = each.expand
                query = query.having(each.name, value=True)
        answer = self.http.page(query)
        if answer.kind != "page":
            raise Unreadable(f"{above.id} cannot be listed: {describe(answer)}")
        found: dict[str, int] = {}
        for pages in range(1, (_MOST_PAGES if expand else 1) + 1):
            answers = self.http.walk(query, pages)
            found |= _children(above, expand, answers[-1])
            # Where a flag shows none, those that have some may be on a later page.
            if any(found.values()) or len(answers) < pages:
                break
        return found

    def _count(self, operation: ListOperation, parent: str) -> int:
        answer = self.http.page(Query(operation, parent))
        total = operation.paging.total_items
        said = total.read(answer.body) if total and answer.kind == "page" else None
        return said if isinstance(said, int) else len(answer.items)


def _children(above: ListOperation, expand: Expand | None, answer: Response) -> dict[str, int]:
    """Return the parents on a page, and how many children each shows."""
    found: dict[str, int] = {}
    for item in answer.items:
        identity = above.identity.read(item)
        children = expand.field.read(item) if expand else None
        if identity is not None:
            found[str(identity)] = len(children) if isinstance(children, list) else 0
    return found
