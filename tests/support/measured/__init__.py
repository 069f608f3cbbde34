"""The APIs whose mutants are measured, and the words of the annotations that a mutant is about.

All mutants of the public APIs are measured, and of the example APIs those that are about a word
that the public APIs do not use, or have fewer than three mutants of.
"""

from tests.support.measured._apis import (
    EXAMPLES,
    MEASURED,
    Measured,
    measured_words,
    mutated_spec,
    usage,
    write,
)
from tests.support.measured._words import words_of

__all__ = [
    "EXAMPLES",
    "MEASURED",
    "Measured",
    "measured_words",
    "mutated_spec",
    "usage",
    "words_of",
    "write",
]
