"""The runner of laws: it builds the context of each, and evaluates it for each subject."""

from collections.abc import Mapping

import attrs

from rollcall.channels import Channel, HttpChannel
from rollcall.laws._baseline import Baselines
from rollcall.laws._context import Context, Effort, Unreadable
from rollcall.laws._diagnosis import symptom_of_list
from rollcall.laws._evaluation import Evaluation, evaluate
from rollcall.laws._items import UNUSED_ID
from rollcall.laws._law import Law
from rollcall.laws._parents import Parents
from rollcall.laws._registry import applies
from rollcall.laws._results import Outcome, Verdict
from rollcall.laws._symptom import Symptom
from rollcall.spec import ListOperation, ParentPath, Spec, parent_path, path_names

__all__ = ["Runner"]


@attrs.define
class Runner:
    """Evaluates laws on a server.

    Attributes:
        spec: The spec.
        http: Plain HTTP, which reads the baselines.
        channels: The channels, by their ids.
        baselines: The baselines of the lists.
        effort: How many cases a law is tried with.
        given: The parents named by the user, by the path parameter.
        is_strict: Whether a choice that the spec leaves to the server is a violation.
        secrets: The texts that no response may hold: the token, and its encoded form.
        malformed: The operations whose responses do not conform to their schemas, each with the
            symptom.
    """

    spec: Spec
    http: HttpChannel
    channels: Mapping[str, Channel]
    baselines: Baselines
    effort: Effort
    given: Mapping[str, tuple[str, ...]]
    is_strict: bool = False
    secrets: tuple[str, ...] = attrs.field(default=(), repr=False)
    malformed: Mapping[str, Symptom] = attrs.field(factory=dict, repr=False)
    _parents: Parents = attrs.field(
        init=False,
        default=attrs.Factory(
            lambda self: Parents(self.spec, self.http, self.given), takes_self=True
        ),
    )

    def evaluate(self, law: Law, operation: ListOperation, channel: str) -> list[Evaluation]:
        """Evaluate a law on an operation through a channel, once for each of its subjects.

        Raises:
            Unanswered: The server sent no response.
            Halted: The run cannot go on.
        """
        subjects = applies(law, self.spec, operation)
        return [self.evaluate_subject(law, operation, channel, each) for each in subjects]

    def evaluate_subject(
        self, law: Law, operation: ListOperation, channel: str, subject: str
    ) -> Evaluation:
        """Evaluate a law for one of its subjects.

        Raises:
            Unanswered: The server sent no response.
            Halted: The run cannot go on.
        """
        outcome: Outcome = "vacuous"
        reason = f"no parent of {operation.id} was found"
        symptom = None
        try:
            parents = self.parents(operation)
        except Unreadable as problem:
            parents, outcome, reason = (), "inconclusive", str(problem)
            symptom = symptom_of_list(self.http, problem.response)
        parent = parents[0] if parents else None
        if operation.parent is not None and parent is None:
            if not law.is_rowless:
                reason += f"; --parent {operation.parent.parameter}=… names one"
                key = channel, operation.id, law.id, subject
                return Evaluation(Verdict(*key, outcome, 0, 0, reason, symptom))
            names = path_names(operation)
            parent = parent_path(operation, UNUSED_ID, [(each, UNUSED_ID) for each in names])
        context = Context(
            spec=self.spec,
            operation=operation,
            parent=parent,
            parents=parents,
            channel=self.channels[channel],
            http=self.http,
            baselines=self.baselines,
            effort=self.effort,
            is_strict=self.is_strict,
            secrets=self.secrets,
            malformed=self.malformed,
        )
        try:
            return evaluate(law, context, subject)
        finally:
            context.channel.settle()

    def renew(self) -> None:
        """Forget the baselines and the responses, but not the parents."""
        spec, http, most = self.spec, self.baselines.channel, self.baselines.most
        self.baselines = Baselines(spec, http, most)
        for channel in self.channels.values():
            channel.forget()

    def parents(self, operation: ListOperation) -> tuple[ParentPath, ...]:
        """Return parents of a list: those named by the user, or some; those with most items first.

        Raises:
            Unreadable: The list of the parents cannot be read.
        """
        return self._parents.of(operation)
