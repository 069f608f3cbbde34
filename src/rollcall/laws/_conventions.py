"""Compares the choices of a server where API guidelines differ with the spec, or notes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._notes import Sighting, notes_of
from rollcall.laws._violation import ViolationError, describe
from rollcall.spec import CONVENTIONS, Choice, Strictness, choice_text

__all__ = ["Reading", "Shown", "Spelling", "decide", "decide_all", "explained", "try_values"]

_SENT = 60


@attrs.frozen
class Shown:
    """A choice of the server, and the response that shows it.

    Attributes:
        choices: The choices that explain the response; several if the data cannot tell them apart.
        response: The response.
        subject: The parameter; empty: the operation itself.
        sent: The part of the request that shows it.
    """

    choices: tuple[Choice, ...]
    response: Response
    subject: str = ""
    sent: str = ""


def decide(context: Context, key: str, shown: Sequence[Shown]) -> bool:
    """Check that a server makes the choice of the spec; note its choice if the spec makes none.

    Args:
        context: The context of the law.
        key: The key of the convention.
        shown: The responses that show what the server does; all of them are looked at.

    Returns:
        Whether there was a response.

    Raises:
        ViolationError: The spec makes another choice.
    """
    strictness = context.operation.strictness
    if not strictness.chooses(key):
        _note(context, key, shown)
        return bool(shown)
    wrong = [each for each in shown if not _is_admitted(strictness, key, each)]
    if wrong:
        first, *others = wrong
        is_refused = isinstance(first.choices[0], int)
        raise ViolationError(
            _told(key, first),
            first.response,
            detail="\n".join(
                [
                    f"Expected {key}: {choice_text(strictness.chosen[key])}.",
                    *_likewise(key, first, others),
                ]
            ),
            is_proven=is_refused or strictness.refuses(key),
        )
    return bool(shown)


def _note(context: Context, key: str, shown: Sequence[Shown]) -> None:
    """Note what a server does where the spec makes no choice.

    Raises:
        ViolationError: The run is strict, so that the spec must make one.
    """
    if context.channel.id != "http" or not shown:
        return
    seen = [_sighting(context, key, each) for each in shown]
    context.sightings.extend(seen)
    if context.is_strict:
        (note,) = notes_of(seen)
        detail = f"The spec makes no choice; this line of strictness would: {note.binding}"
        raise ViolationError(note.sentence, shown[0].response, detail=detail, is_proven=True)


def decide_all(
    context: Context, shown: Mapping[str, Sequence[Shown]], problems: Sequence[ViolationError] = ()
) -> None:
    """Decide on several conventions, so that no violation hides another one.

    Args:
        context: The context of the law.
        shown: The responses that show what the server does, by the key of the convention.
        problems: Violations that no convention explains.

    Raises:
        ViolationError: The first contradiction or problem; its detail names the others.
    """
    found: list[ViolationError] = []
    for key, responses in shown.items():
        try:
            decide(context, key, responses)
        except ViolationError as error:
            found.append(error)
    found += problems
    if found:
        first, *others = found
        besides = (f"Besides, {each.title}." for each in others)
        first.detail = "\n".join(filter(None, (first.detail, *besides)))
        raise first


def _is_admitted(strictness: Strictness, key: str, shown: Shown) -> bool:
    chosen = strictness.chosen[key]
    if any(each in chosen for each in shown.choices):
        return True
    status = shown.choices[0]
    if not isinstance(status, int) or "refused" not in chosen:
        return False
    # The spec names the statuses of all refusals of values in one place.
    statuses = strictness.statuses("invalidValue") if CONVENTIONS[key].is_of_value else ()
    return not statuses or status in statuses


def _likewise(key: str, first: Shown, others: Sequence[Shown]) -> Iterator[str]:
    """Yield a line for each other choice of the server, with all requests that show it."""
    grouped: dict[Choice, list[Shown]] = {first.choices[0]: []}
    for each in others:
        grouped.setdefault(each.choices[0], []).append(each)
    for choice, shown in grouped.items():
        sent = ", ".join(each.sent for each in shown if each.sent)
        if choice == first.choices[0] and sent:
            yield f"Likewise, {sent}."
        elif choice != first.choices[0]:
            yield (
                f"{sent} {CONVENTIONS[key].sentence(choice)}."
                if sent
                else f"{_told(key, shown[0])}."
            )


def _told(key: str, shown: Shown) -> str:
    """Return what the server does, in a sentence."""
    convention = CONVENTIONS[key]
    sent = f", {shown.sent}," if shown.sent else ""
    return f"{convention.about}{sent} {convention.sentence(shown.choices[0])}"


def _sighting(context: Context, key: str, shown: Shown) -> Sighting:
    operation = context.operation
    _, again = context.channel.exchange(shown.response)
    return Sighting(
        operation.id,
        key,
        shown.choices,
        shown.subject,
        shown.sent,
        again.curl,
        operation.strictness.statuses("invalidValue"),
    )


_Listed = Query | Sequence[str] | Callable[[Response], bool]
Reading = tuple[Choice, _Listed]
"""A choice, and what a server lists that makes it: the items of a query, or the given ones.

A function returns whether a response is that of such a server.
"""


@attrs.frozen
class Spelling:
    """A text that is sent as the value of a parameter, and the readings that explain the response.

    Attributes:
        text: The text.
        readings: Choices, each with a query that lists the same items, with the identities of the
            items, or with a function that compares the response.
        otherwise: The choice that explains any other page, if there is one.
    """

    text: str
    readings: Sequence[Reading] = ()
    otherwise: Choice | None = None


def try_values(context: Context, key: str, query: Query, spellings: Sequence[Spelling]) -> bool:
    """Send each text as the value of the subject, a parameter, and decide on a convention.

    Args:
        context: The context of the law.
        key: The key of the convention.
        query: The query that the parameter is added to.
        spellings: The texts.

    Returns:
        Whether there was a response: a client may refuse every text, as its types exclude them.

    Raises:
        ViolationError: The spec makes another choice, or no choice explains a response.
    """
    shown: list[Shown] = []
    problems: list[ViolationError] = []
    for spelling in spellings:
        response = context.channel.page(query.having(context.subject, spelling.text))
        if response.status is None:
            continue
        sent = f"{context.subject}={spelling.text}"[:_SENT]
        try:
            choices = explained(context, spelling, response, sent)
        except ViolationError as error:
            problems.append(error)
        else:
            shown.append(Shown(choices, response, context.subject, sent))
    decide_all(context, {key: shown}, problems)
    return bool(shown)


def explained(
    context: Context, spelling: Spelling, response: Response, sent: str
) -> tuple[Choice, ...]:
    """Return the choices that explain a response.

    Raises:
        ViolationError: No choice does.
    """
    if response.kind == "failure":
        title = f"with {sent} the server fails: {describe(response)}"
        raise ViolationError(title, response, is_proven=True)
    if response.kind == "refusal" and response.status is not None:
        return (response.status,)
    found = dict.fromkeys(
        choice for choice, listed in spelling.readings if _lists(context, response, listed)
    )
    if not found and spelling.otherwise is not None:
        return (spelling.otherwise,)
    if not found:
        title = f"with {sent} the server lists {describe(response)}, which no reading explains"
        named = ", ".join(str(choice) for choice, _ in spelling.readings)
        raise ViolationError(title, response, detail=f"Expected a refusal, or one of: {named}.")
    return tuple(found)


def _lists(context: Context, response: Response, listed: _Listed) -> bool:
    """Return whether a page is that of a query, or has the items with these identities."""
    if callable(listed):
        return listed(response)
    if not isinstance(listed, Query):
        return context.identities(response.items) == [*listed[: len(response.items) or None]]
    other = context.channel.page(listed)
    is_flag = context.subject in context.operation.flags
    return context.are_equal(response, other) and (not is_flag or response.items == other.items)
