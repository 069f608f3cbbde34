"""Values of parameters: invalid and unusually spelled ones, in one of the ways that APIs choose."""

from collections.abc import Callable, Sequence

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._conventions import Spelling, try_values
from rollcall.laws._items import filter_of
from rollcall.laws._law import HTTP_ONLY, SYNC, Cases, Law, Place, Subjects
from rollcall.laws._readings import (
    base_of,
    blank_spellings,
    boolean_spellings,
    case_spellings,
    date_spellings,
    empty_spellings,
    empty_text_spellings,
    invalid_page_spellings,
    invalid_spellings,
    kind_of,
    number_spellings,
)
from rollcall.laws._registry import law
from rollcall.spec import Parameter

_NUMBERS = {"integer", "number"}
_KINDS = {"date", "date-time", "boolean", "integer", "number", "uuid", "enum", "decimal"}
_OF_TEXTS = {"emptyText", "outerBlanks"}
"""The conventions about texts: by its types, a client refuses all other values itself."""

_Spellings = Callable[[Context], Sequence[Spelling]]


def _page(place: Place | Context) -> list[str]:
    paging = place.operation.paging
    return [each for each in (paging.size, paging.selector) if each]


def _sent(place: Place) -> list[Parameter]:
    """Return the parameters whose meaning is known: those of a page, filters and flags."""
    names = {*_page(place), *place.operation.flags}
    operation = place.operation
    one = {each.name for each in operation.filters if each.takes_one}
    return [each for each in operation.parameters if each.name in names | one]


def _is_text(parameter: Parameter) -> bool:
    return kind_of(parameter) == "string"


def _carried_index(place: Place) -> list[str]:
    paging = place.operation.paging
    return [each for each in paging.carried if each == paging.index]


def _where(condition: Callable[[Parameter], object]) -> Subjects:
    return lambda place: [each.name for each in _sent(place) if condition(each)]


def _law(  # noqa: PLR0913, PLR0917 - the parts of a law
    name: str,
    sentence: str,
    convention: str,
    spellings: _Spellings,
    subjects: Subjects,
    base: Callable[[Context], Query] = base_of,
    statement: str = "filter-17",
) -> Law:
    """Register the law that a server reads some texts as the spec chooses."""

    @law(
        name,
        sentence,
        source=f"the parameter's schema, and the annotation strictness/{convention}",
        statements=(statement, f"strictness-{convention}"),
        needs="a value to spell otherwise" if name.startswith("value.") else "an invalid value",
        subjects=subjects,
        cases=lambda _context: Cases([None]),
        channels=SYNC if convention in _OF_TEXTS else HTTP_ONLY,
        basis="convention",
    )
    def holds(context: Context, _: None) -> bool:
        """Compare the response to each spelling with what each choice would list."""
        return try_values(context, convention, base(context), spellings(context))

    return holds


_law(
    "page.refused",
    "A page number or size that is no number, or too small, is treated as the annotation says.",
    "invalidPage",
    invalid_page_spellings,
    _page,
    statement="paging-6",
)
_law(
    "link.refused",
    "A page number in a link that is no number, or too small, is treated as the annotation says.",
    "invalidPage",
    invalid_page_spellings,
    _carried_index,
    lambda context: context.query,
    "link-9",
)
_law(
    "filter.refused",
    "A value that has no meaning, or does not exist, such as 30 February, is treated as the "
    "annotation says.",
    "invalidValue",
    invalid_spellings,
    lambda place: [
        each.name
        for each in place.operation.filters
        if kind_of(each) in _KINDS
        and filter_of(each).operator != "between"
        and not filter_of(each).prefixes
    ],
)
_law(
    "expand.refused",
    "A value of the flag that has no meaning is treated as the annotation says.",
    "invalidValue",
    invalid_spellings,
    lambda place: place.operation.flags,
    statement="expand-6",
)
_law(
    "value.empty",
    "An empty value is treated as the annotation says.",
    "emptyValue",
    empty_spellings,
    _where(lambda each: not _is_text(each)),
)
_law(
    "value.empty_text",
    "An empty text is treated as the annotation says.",
    "emptyText",
    empty_text_spellings,
    _where(_is_text),
)
_law(
    "value.blanks",
    "Blanks around a text are treated as the annotation says.",
    "outerBlanks",
    blank_spellings,
    _where(lambda each: _is_text(each) and each.filter and "blanks" not in each.filter.ignored),
)
_law(
    "value.boolean",
    "Other spellings of true and false are treated as the annotation says.",
    "lenientBooleans",
    boolean_spellings,
    _where(lambda each: kind_of(each) == "boolean"),
)
_law(
    "value.number",
    "Other spellings of a number are treated as the annotation says.",
    "lenientNumbers",
    number_spellings,
    _where(lambda each: kind_of(each) in _NUMBERS),
)
_law(
    "value.date",
    "Other spellings of a date or a date-time are treated as the annotation says.",
    "lenientDates",
    date_spellings,
    _where(lambda each: each.filter is not None and kind_of(each) in {"date", "date-time"}),
)
_law(
    "value.case",
    "A value of an enumeration in another case is treated as the annotation says.",
    "enumCase",
    case_spellings,
    _where(lambda each: any(isinstance(one, str) for one in each.schema.get("enum", ()))),
)
