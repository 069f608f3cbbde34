"""Measurements in rounds, and their ratios within a round."""

import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from typing import TypeVar

__all__ = ["describe_ratio", "measure_rounds", "median_ratio", "ratios", "timed"]

T = TypeVar("T")


def measure_rounds(measures: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Return the figures of all measures, each taken once per round.

    The order within a round is shuffled with a fixed seed, so that disturbances of the machine
    affect all measures alike.

    Args:
        measures: The functions that return a figure, by name.
        rounds: The number of figures of each.
    """
    figures: dict[str, list[T]] = {name: [] for name in measures}
    order = list(measures)
    shuffle = random.Random(1).shuffle  # noqa: S311 - nothing secret is drawn
    # Garbage collections during a measure skip the imported objects.
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
    """Return a measure of the CPU time of a call in this thread, in milliseconds.

    Other processes interrupt a long call more often than a short one, which would change a ratio of
    the times by the clock.
    """

    def measure() -> float:
        start = time.thread_time()
        call()
        return (time.thread_time() - start) * 1000

    return measure


def ratios(figures: Sequence[float], base: Sequence[float]) -> list[float]:
    """Return each figure divided by the figure of the base in the same round."""
    return [figure / other for figure, other in zip(figures, base, strict=True)]


def median_ratio(figures: Sequence[float], base: Sequence[float]) -> float:
    """Return the median of the ratios."""
    return median(ratios(figures, base))


def describe_ratio(figures: Sequence[float], base: Sequence[float]) -> str:
    """Return the median of the ratios, and their first and third quartile."""
    if figures is base:
        return "1"
    found = ratios(figures, base)
    low, middle, high = quantiles(found, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f}-{high:.2f})"
