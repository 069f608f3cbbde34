"""Generated requests and checks: the only package that imports schemathesis."""

from rollcall.fuzzing._checks import (
    ANSWERED,
    CHECKS,
    SENTENCES,
    Case,
    decides,
    is_negative_at,
    law_of,
)
from rollcall.fuzzing._fuzzer import Fuzzer
from rollcall.fuzzing._samples import Samples, find_samples

__all__ = [
    "ANSWERED",
    "CHECKS",
    "SENTENCES",
    "Case",
    "Fuzzer",
    "Samples",
    "decides",
    "find_samples",
    "is_negative_at",
    "law_of",
]
