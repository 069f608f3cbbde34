# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Lists as tables of pandas, polars or Arrow.

    from .tables import to_pandas

    frame = to_pandas(client.orders.list())
    frame = to_pandas(client.orders.partitions(by="placed_at"))

Each function needs its own library, and no other. The columns are those of the model, also of an
empty list, with the names of the API and the same types for any data:

- an identifier or another text: text
- an instant: a timestamp in UTC, in microseconds; a date: a date
- an integer, a number, a boolean: nullable; an integer has 64 bits (a larger one is an error of the
  library), and a number is a float
- a ``Decimal``: a decimal of 38 digits, of which 18 are behind the point; in pandas, a ``Decimal``;
  a decimal that the API sends as a text stays a text
- a model in a field, or a list: a struct, or a list; in pandas, a ``dict``, or a ``list``
- a value of any type: the text of its JSON
- null, and a field that was not sent: null
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ._columns import Column, Kind, columns_of
from ._errors import ArgumentError
from ._pagers import Pager

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped, unused-ignore]
    import polars as pl

__all__ = ["to_arrow", "to_pandas", "to_polars"]

ItemT = TypeVar("ItemT")
T = TypeVar("T")

_THREADS: Final = 8
_DIGITS: Final = (38, 18)
_PANDAS: Final = {
    "text": "string",
    "json": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "instant": "datetime64[us, UTC]",
}


def to_pandas(
    source: "Pager[ItemT, Any] | Iterable[Pager[ItemT, Any]] | Iterable[ItemT]",
    model: type[ItemT] | None = None,
) -> "pd.DataFrame":
    """Return a list as a DataFrame of pandas.

    Args:
        source: A list; or several, such as partitions, of which up to 8 are read at once; or
            models, such as those of an asynchronous list.
        model: The class of the models, if they are passed.

    Raises:
        ImportError: pandas is not installed.
        ArgumentError: Models were passed without their class.
        Error: A page could not be read.
    """
    pandas: Any = _library("pandas")

    def frame(columns: Sequence[Column], models: Sequence[object]) -> Any:  # noqa: ANN401
        return pandas.DataFrame(
            {
                each.name: pandas.Series(
                    [each.cell(model) for model in models],
                    dtype=_PANDAS.get(each.kind.name, "object"),
                )
                for each in columns
            }
        )

    return pandas.concat(_parts(source, model, frame), ignore_index=True)


def to_polars(
    source: "Pager[ItemT, Any] | Iterable[Pager[ItemT, Any]] | Iterable[ItemT]",
    model: type[ItemT] | None = None,
) -> "pl.DataFrame":
    """Return a list as a DataFrame of polars.

    Args:
        source: As for ``to_pandas``.
        model: The class of the models, if they are passed.

    Raises:
        ImportError: polars is not installed.
        ArgumentError: Models were passed without their class.
        Error: A page could not be read.
    """
    polars: Any = _library("polars")
    simple = {
        "text": polars.String,
        "json": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "decimal": polars.Decimal(*_DIGITS),
        "boolean": polars.Boolean,
        "instant": polars.Datetime("us", "UTC"),
        "day": polars.Date,
    }

    def kind(of: Kind) -> Any:  # noqa: ANN401 - a type of polars
        if of.inner is not None:
            return polars.List(kind(of.inner))
        if of.name == "struct":
            return polars.Struct({each.name: kind(each.kind) for each in of.fields})
        return simple[of.name]

    def frame(columns: Sequence[Column], models: Sequence[object]) -> Any:  # noqa: ANN401
        return polars.DataFrame(
            [
                polars.Series(
                    each.name, [each.cell(model) for model in models], dtype=kind(each.kind)
                )
                for each in columns
            ]
        )

    joined: pl.DataFrame = polars.concat(_parts(source, model, frame))
    return joined


def to_arrow(
    source: "Pager[ItemT, Any] | Iterable[Pager[ItemT, Any]] | Iterable[ItemT]",
    model: type[ItemT] | None = None,
) -> Any:  # noqa: ANN401 - a pyarrow.Table, which has no types
    """Return a list as a table of Arrow, each page a chunk.

    Args:
        source: As for ``to_pandas``.
        model: The class of the models, if they are passed.

    Raises:
        ImportError: pyarrow is not installed.
        ArgumentError: Models were passed without their class.
        Error: A page could not be read.
    """
    arrow: Any = _library("pyarrow")
    simple = {
        "text": arrow.string(),
        "json": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "decimal": arrow.decimal128(*_DIGITS),
        "boolean": arrow.bool_(),
        "instant": arrow.timestamp("us", tz="UTC"),
        "day": arrow.date32(),
    }

    def kind(of: Kind) -> Any:  # noqa: ANN401 - a type of Arrow
        if of.inner is not None:
            return arrow.list_(kind(of.inner))
        if of.name == "struct":
            return arrow.struct({each.name: kind(each.kind) for each in of.fields})
        return simple[of.name]

    def table(columns: Sequence[Column], models: Sequence[object]) -> Any:  # noqa: ANN401
        return arrow.table(
            {
                each.name: arrow.array([each.cell(model) for model in models], kind(each.kind))
                for each in columns
            }
        )

    return arrow.concat_tables(_parts(source, model, table))


def _library(name: str) -> object:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        problem = f"{name} is not installed, and this function needs it: pip install {name}"
        raise ModuleNotFoundError(problem, name=name) from None


def _parts(
    source: Pager[Any, Any] | Iterable[Any],
    model: type[object] | None,
    table: Callable[[Sequence[Column], Sequence[object]], T],
) -> list[T]:
    """Return the tables of all pages, and an empty one, which has the columns, before them."""
    found: list[Any] = [source] if isinstance(source, Pager) else [*source]
    if model is not None and not isinstance(source, Pager):
        return [table(columns_of(model), found)]
    if not found or not all(isinstance(each, Pager) for each in found):
        problem = "expected a list of the client, or several; pass models with their class"
        raise ArgumentError("source", problem)

    def read(pager: Pager[Any, Any]) -> list[T]:
        return [*_tables(pager, table)]

    if len(found) == 1:
        return read(found[0])
    with ThreadPoolExecutor(_THREADS, "tables") as pool:
        return [each for part in pool.map(read, found) for each in part]


def _tables(
    pager: Pager[Any, Any], table: Callable[[Sequence[Column], Sequence[object]], T]
) -> Iterator[T]:
    columns = columns_of(pager.request.operation.item.model)
    yield table(columns, [])
    for page in pager.pages():
        yield table(columns, page.items)
