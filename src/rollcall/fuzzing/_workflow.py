"""Requests in a row: each takes up what an earlier response says, along the links of the spec."""

from typing import Any

import hypothesis
import schemathesis
from schemathesis.generation.stateful import APIStateMachine

from rollcall.fuzzing._checks import Case
from rollcall.fuzzing._engine import Engine

__all__ = ["state_machine"]


def state_machine(engine: Engine) -> type[APIStateMachine]:
    """Build the state machine of a spec, which sends and checks through an engine."""
    base: Any = engine.schema("stateful").as_state_machine()

    class Workflow(base):  # type: ignore[misc]
        def call(self, case: Case, **_options: object) -> schemathesis.Response:
            return engine.search(case, self.recorder)

        def validate_response(self, *_arguments: object, **_options: object) -> None:
            """Do nothing: the engine has run the checks when it returns the response."""

    workflow: type[APIStateMachine] = hypothesis.seed(engine.seed)(Workflow)
    return workflow
