"""Measures several things in turn, and compares what was measured in the same round."""

import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from typing import TypeVar

__all__ = ["describe_ratio", "measure_rounds", "median_ratio", "ratios", "timed"]

T = TypeVar("T")


def measure_rounds(measures: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Take every measure once in each round.

    The order within a round is shuffled, and always in the same way: whatever disturbs the machine
    for a while, or is left behind by one, is shared by all.

    Args:
        measures: What to call for a figure, by name.
        rounds: How many figures to take of each.
    """
    figures: dict[str, list[T]] = {name: [] for name in measures}
    order = list(measures)
    shuffle = random.Random(1).shuffle  # noqa: S311 - nothing secret is drawn
    # What was imported is not looked through again by a collection that a measure sets off.
    gc.collect()
    gc.freeze()
    try:
        for _ in range(rounds):
            shuffle(order)
            for name in order:
                figures[name].append(measures[name]())
    finally:
        gc.unfreeze()
    return figures


def timed(call: Callable[[], object]) -> Callable[[], float]:
    """Return a measure of a call's time, in milliseconds."""

    def measure() -> float:
        start = time.perf_counter()
        call()
        return (time.perf_counter() - start) * 1000

    return measure


def ratios(figures: Sequence[float], base: Sequence[float]) -> list[float]:
    """Divide each figure by that of the base in the same round."""
    return [figure / other for figure, other in zip(figures, base, strict=True)]


def median_ratio(figures: Sequence[float], base: Sequence[float]) -> float:
    """Return the median of the ratios."""
    return median(ratios(figures, base))


def describe_ratio(figures: Sequence[float], base: Sequence[float]) -> str:
    """Write the median of the ratios, and their first and third quartile."""
    if figures is base:
        return "1"
    found = ratios(figures, base)
    low, middle, high = quantiles(found, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f}-{high:.2f})"
