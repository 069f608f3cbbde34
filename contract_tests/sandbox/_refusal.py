"""What the server answers when it does not answer the question."""

from collections.abc import Mapping

from attrs import field, frozen


@frozen
class Problem:
    """One thing that is wrong with a request.

    `parameter` is the name of the query or path parameter at fault, if one is.
    """

    code: str
    title: str
    detail: str
    parameter: str | None = None


@frozen
class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a mistake of the program
    """A request that is answered with a status from 400 on, and why."""

    status: int
    problems: tuple[Problem, ...]
    headers: Mapping[str, str] = field(factory=dict)
