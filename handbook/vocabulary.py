"""The words of a text: what the dictionaries know of them, and phrases in any inflected form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from handbook.cache import Cache
from handbook.search.dictionaries import dictionary, has_dictionary
from handbook.search.lexicon import dictionary_fingerprint

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_CHUNK = re.compile(r"\S+")
_IS_ADDRESS = re.compile(r"@|://")
_UNUSUAL = re.compile(r"[@\d]|://")
_RUN = re.compile(r"[\w'’ʼ-]+")
_DIGIT = re.compile(r"\d")
_JOINT = re.compile(r"[ \n*\u00b7«„“”»]+|[-/]")
_ELLIPSES = ("…", "..")
_MAX_GAP = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands in a text."""

    word: str
    """As it is written."""
    start: int

    @property
    def end(self) -> int:
        """Index behind its last letter."""
        return self.start + len(self.word)

    @property
    def form(self) -> str:
        """In lower case, with the printed apostrophe."""
        return self.word.lower().replace("'", "’").replace("ʼ", "’")


def tokens(text: str) -> list[Token]:
    """Return the words of a text; numbers, codes such as 0x8F1 and addresses are none."""
    if not _UNUSUAL.search(text):
        return [Token(match[0], match.start()) for match in _WORD.finditer(text)]
    return [
        Token(match[0], match.start())
        for chunk in _CHUNK.finditer(text)
        if not _IS_ADDRESS.search(chunk[0])
        for run in _RUN.finditer(text, chunk.start(), chunk.end())
        if not _DIGIT.search(run[0])
        for match in _WORD.finditer(text, run.start(), run.end())
    ]


class Vocabulary:
    """The dictionary of a language together with the handbook's own words.

    What the dictionary answers is kept in `folder`, by a hash of everything that the answer
    depends on: a second run loads no dictionary.
    """

    def __init__(self, locale: str, own_words: Iterable[str], folder: Path | None = None) -> None:
        self._locale = locale
        listed = [word.lower() for word in own_words]
        self._own = frozenset(listed)
        self._own_patterns = [_affix_pattern(word) for word in listed if "*" in word]
        self._cache = Cache(folder) if folder else None
        self._kind, self._key = f"lemmas-{locale}", dictionary_fingerprint()
        kept = self._cache.read(self._kind, self._key) if self._cache else None
        self._remembered: dict[str, list[str]] = kept or {}
        self._asked: dict[str, list[str]] = {}
        self._judged: dict[str, bool] = {}

    def lemmas(self, word: str) -> list[str]:
        """Return the dictionary words that `word` may be a form of; none if it is not known."""
        if word not in self._asked:
            answer = self._remembered.get(word)
            if answer is None:
                answer = list(dictionary(self._locale).lemmas(word))
            self._asked[word] = answer
        return self._asked[word]

    def knows(self, word: str) -> bool:
        """Tell whether a word is spelled right; of one with hyphens the parts count as well."""
        if word not in self._judged:
            parts = word.split("-")
            self._judged[word] = (
                not has_dictionary(self._locale)
                or self._is_known(word)
                or (len(parts) > 1 and all(self._is_known(part) for part in parts))
            )
        return self._judged[word]

    def _is_known(self, word: str) -> bool:
        # A letter by itself is a label or a key: "press C".
        if len(word) == 1 or self.lemmas(word):
            return True
        form = word.lower()
        return form in self._own or any(pattern.match(form) for pattern in self._own_patterns)

    def unknown(self, text: str, words: Iterable[Token]) -> Iterator[Token]:
        """Yield the words of a text that nobody knows; one broken off with dots may be anything."""
        for token in words:
            if not self.knows(token.word) and not text.startswith(_ELLIPSES, token.end):
                yield token

    def remember(self) -> None:
        """Write down what was asked, if anything was new."""
        if self._cache is None or self._asked.keys() == self._remembered.keys():
            return
        self._cache.write(self._kind, self._key, self._asked)


# --- phrases ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as an editor lists them: `posiadać konto|dostęp`.

    A word stands for all forms of the dictionary word that it is, or else that it is a form of;
    `=word` is that form alone, and `*` in a word any letters. `|` parts alternatives; `...` is up
    to three words between.
    """

    written: str
    steps: tuple[tuple[str, ...], ...]
    """The alternatives of each word; empty for a gap."""

    @classmethod
    def parse(cls, written: str) -> Phrase:
        """Read a phrase."""
        words = written.lower().replace("…", "...").split()
        return cls(written, tuple(() if w == "..." else tuple(w.split("|")) for w in words))


@dataclass
class Phrases:
    """Phrases to be found, each with what an editor says about it."""

    meanings: Mapping[str, str]
    vocabulary: Vocabulary
    _first_words: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    """Phrases by each of their first words, as it is listed."""
    _affixes: list[tuple[str, re.Pattern[str]]] = field(init=False)
    _meant: dict[str, frozenset[str]] = field(default_factory=dict)
    _by_word: dict[str, list[Phrase]] = field(default_factory=dict)
    """Phrases that may begin with a word, as it is written; a memory."""

    def __post_init__(self) -> None:
        for written in self.meanings:
            phrase = Phrase.parse(written)
            for wanted in phrase.steps[0] if phrase.steps else ():
                for key in {wanted, *self._lemmas(wanted)}:
                    self._first_words[key].append(phrase)
        self._affixes = [(w, _affix_pattern(w)) for w in self._first_words if "*" in w]

    def find(self, text: str, words: list[Token]) -> Iterator[tuple[int, int, Phrase]]:
        """Yield where a phrase begins and ends in a text."""
        for number, token in enumerate(words):
            phrases = self._by_word.get(token.word)
            for phrase in self._beginning_with(token) if phrases is None else phrases:
                end = self._match(phrase.steps[1:], text, words, number)
                if end is not None:
                    yield token.start, words[end].end, phrase

    def _beginning_with(self, token: Token) -> list[Phrase]:
        form = token.form
        keys = [f"={form}", *dict.fromkeys([form, *self.vocabulary.lemmas(token.word)])]
        keys += [affix for affix, pattern in self._affixes if pattern.match(form)]
        found = (phrase for key in keys for phrase in self._first_words.get(key, ()))
        self._by_word[token.word] = list(dict.fromkeys(found))
        return self._by_word[token.word]

    def _match(
        self, steps: tuple[tuple[str, ...], ...], text: str, words: list[Token], at: int
    ) -> int | None:
        """Return the number of the last word when the rest of a phrase follows the word `at`."""
        if not steps:
            return at
        if not steps[0]:
            for gap in range(_MAX_GAP + 1):
                end = self._match(steps[1:], text, words, at + gap)
                if end is not None:
                    return end
                if not _are_joined(text, words, at + gap):
                    return None
            return None
        if not _are_joined(text, words, at) or not self._fits(steps[0], words[at + 1]):
            return None
        return self._match(steps[1:], text, words, at + 1)

    def _fits(self, alternatives: tuple[str, ...], token: Token) -> bool:
        form = token.form
        return any(
            _affix_pattern(wanted).match(form)
            if "*" in wanted
            else wanted in (f"={form}", form)
            or not self._lemmas(wanted).isdisjoint(self.vocabulary.lemmas(token.word))
            for wanted in alternatives
        )

    def _lemmas(self, wanted: str) -> frozenset[str]:
        """Return the dictionary words that a listed word means: itself, if it is one."""
        if wanted not in self._meant:
            lemmas = () if "*" in wanted or "=" in wanted else self.vocabulary.lemmas(wanted)
            self._meant[wanted] = frozenset([wanted] if wanted in lemmas else lemmas)
        return self._meant[wanted]


@cache
def _affix_pattern(wanted: str) -> re.Pattern[str]:
    return re.compile(re.escape(wanted).replace(r"\*", r"[\w’-]*") + r"\Z")


def _are_joined(text: str, words: list[Token], at: int) -> bool:
    """Tell whether nothing but space stands between a word and the next."""
    if at + 1 >= len(words):
        return False
    return bool(_JOINT.fullmatch(text, words[at].end, words[at + 1].start))
