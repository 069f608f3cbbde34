"""Words of the items of a list, with which it is searched."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations, zip_longest

from rollcall.laws._admission import admits_value
from rollcall.laws._baseline import Baseline
from rollcall.spec import Parameter, Search, simplified

__all__ = ["absent_word", "pairs", "search_of", "several_words", "single_words"]

_SHORTEST = 3
_FEW = 4
_ABSENT = ("qzxjvkw", "zzqqxjx", "vwxqjzk", "xqzjwvkq")


def search_of(parameter: Parameter) -> Search:
    """Return the meaning of a parameter that searches."""
    assert parameter.search is not None
    return parameter.search


def single_words(parameter: Parameter, baseline: Baseline) -> list[str]:
    """Return words, those first that one field alone has; of each field the most frequent ones."""

    def found() -> list[str]:
        search = search_of(parameter)
        count = max(1, len(search.fields))
        columns = [_of_field(search, number, baseline) for number in range(count)]
        if "accents" in search.ignored:
            columns.insert(0, _accented(search, baseline))
        spelt = (_spelt(search, each[:_FEW]) for each in columns)
        words = chain.from_iterable(zip_longest(*spelt))
        return [*dict.fromkeys(each for each in words if each and _admits(parameter, each))]

    return baseline.keep(("words", parameter.name), found)


def _of_field(search: Search, number: int, baseline: Baseline) -> list[str]:
    """Return the words of a field: those that some item has nowhere else, by frequency."""
    counts: Counter[str] = Counter()
    alone: set[str] = set()
    for row in baseline.rows:
        texts = search.texts(row) if not search.fields else _texts(search.fields[number].read(row))
        plain = (simplified(each, search.ignored & {"accents"}) for each in texts)
        own = {*chain.from_iterable(map(_words, plain))}
        counts.update(own)
        others = [each for at, each in enumerate(search.fields) if at != number]
        beside = " ".join(chain.from_iterable(_texts(each.read(row)) for each in others)).casefold()
        alone |= {each for each in own - alone if each.casefold() not in beside}

    # A word of every item does not show whether the list is searched.
    def order(word: str) -> tuple[bool, bool, int, str]:
        return word not in alone, counts[word] == len(baseline.rows), -counts[word], word

    return sorted(counts, key=order)


def _accented(search: Search, baseline: Baseline) -> list[str]:
    """Return the words that items have with accents, without them; the most frequent ones first."""
    counts: Counter[str] = Counter()
    for text in chain.from_iterable(map(search.texts, baseline.rows)):
        counts.update({*_words(simplified(text, {"accents"}))} - {*_words(text)})
    return [word for word, _ in counts.most_common()]


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else []


def _words(text: str) -> Iterator[str]:
    """Yield the words on which all servers agree: letters and digits between blanks."""
    for word in text.split():
        if len(word) >= _SHORTEST and word.isascii() and word.isalnum():
            yield word


def _spelt(search: Search, words: list[str]) -> Iterator[str]:
    """Yield words in another case where it does not count, and parts of them."""
    for number, word in enumerate(words):
        yield word.swapcase() if "case" in search.ignored and number % 2 == 0 else word
        if len(word) > _SHORTEST and search.match in {"prefix", "word"}:
            yield word[:-1]
        if len(word) > _SHORTEST and search.match in {"prefix", "contains"}:
            yield word[1:]


def _admits(parameter: Parameter, value: str) -> bool:
    return admits_value(parameter.schema, value)


def pairs(parameter: Parameter, baseline: Baseline) -> list[tuple[str, str]]:
    """Return pairs of words that find different items, those first that one item has together."""

    def found() -> list[tuple[str, str]]:
        search, words = search_of(parameter), single_words(parameter, baseline)[: 3 * _FEW]
        finds = {
            word: {at for at, row in enumerate(baseline.rows) if search.must_find(row, word)}
            for word in words
        }
        both = [
            (one, other)
            for one, other in combinations(words, 2)
            if finds[one] - finds[other] and finds[other] - finds[one]
            if _admits(parameter, f"{one} {other}")
        ]
        return sorted(both, key=lambda each: not finds[each[0]] & finds[each[1]])

    return baseline.keep(("pairs of words", parameter.name), found)


def several_words(parameter: Parameter, baseline: Baseline) -> list[str]:
    """Return values of two words, in both orders; none if it is not known how they count."""
    if not search_of(parameter).words:
        return []
    found = pairs(parameter, baseline)[:_FEW]
    return [each for one, other in found for each in (f"{other} {one}", f"{one} {other}")]


def absent_word(parameter: Parameter, baseline: Baseline) -> str | None:
    """Return a word that no item has, if the schema of the parameter admits one."""
    search = search_of(parameter)
    known = " ".join(chain.from_iterable(map(search.texts, baseline.rows))).casefold()
    return next((each for each in _ABSENT if each not in known and _admits(parameter, each)), None)
