"""Generates requests and checks responses; the only package that imports schemathesis."""

from rollcall.fuzzing._checks import ANSWERED, CHECKS, SENTENCES, law_of
from rollcall.fuzzing._fuzzer import Fuzzer, NoRequestsError
from rollcall.fuzzing._samples import find_samples

__all__ = [
    "ANSWERED",
    "CHECKS",
    "SENTENCES",
    "Fuzzer",
    "NoRequestsError",
    "find_samples",
    "law_of",
]
