"""The words of a text: what the dictionaries know of them, and phrases in any inflected form."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.search import dictionaries, hunspell
from handbook.search.dictionaries import dictionary, has_dictionary
from handbook.search.lexicon import dictionary_versions

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_GLUED = re.compile(r"[\w-]*\d[\w-]*|\S+(?:@|://)\S+")
_JOINT = re.compile(r"[ \n*\u00b7]+|-")
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
        return _APOSTROPHE.sub("’", self.word.lower())


_APOSTROPHE = re.compile("['ʼ]")


def tokens(text: str) -> list[Token]:
    """Return the words of a text; numbers, codes such as 0x8F1 and addresses are none."""
    glued = [match.span() for match in _GLUED.finditer(text)]
    return [
        Token(match[0], match.start())
        for match in _WORD.finditer(text)
        if not any(start <= match.start() < end for start, end in glued)
    ]


class Vocabulary:
    """The dictionary of a language together with the handbook's own words.

    What the dictionary answers is kept in `folder`, by a hash of everything that the answer
    depends on: a second run loads no dictionary.
    """

    def __init__(self, locale: str, own_words: Iterable[str], folder: Path | None = None) -> None:
        self._locale = locale
        self._own = frozenset(word.lower() for word in own_words)
        self._file = folder / f"lemmas-{locale}-{_version()}.json" if folder else None
        self._remembered = _read(self._file)
        self._asked: dict[str, list[str]] = {}

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
        if not has_dictionary(self._locale) or self._is_known(word):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(self._is_known(part) for part in parts)

    def _is_known(self, word: str) -> bool:
        return word.lower() in self._own or bool(self.lemmas(word))

    def unknown(self, text: str, words: Iterable[Token]) -> Iterator[Token]:
        """Yield the words of a text that nobody knows; one broken off with dots may be anything."""
        for token in words:
            if not self.knows(token.word) and not text.startswith(_ELLIPSES, token.end):
                yield token

    def remember(self) -> None:
        """Write down what was asked, if anything was new; a folder that is read-only stays."""
        if self._file is None or self._asked.keys() == self._remembered.keys():
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            for outdated in self._file.parent.glob(f"lemmas-{self._locale}-*.json"):
                outdated.unlink()
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._file.parent, delete=False
            ) as draft:
                json.dump(self._asked, draft, ensure_ascii=False, indent=0, sort_keys=True)
            os.replace(draft.name, self._file)
        except OSError:
            return


def _read(file: Path | None) -> dict[str, list[str]]:
    try:
        answers = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return answers if isinstance(answers, dict) else {}


def _version() -> str:
    """Return a hash of the dictionaries and of the program that asks them."""
    code = [Path(str(module.__file__)).read_text("utf-8") for module in (dictionaries, hunspell)]
    return hashlib.sha256("\n".join([*dictionary_versions(), *code]).encode()).hexdigest()[:12]


# --- phrases ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as an editor lists them: `posiadać konto|dostęp`.

    Each word is a dictionary word and stands for all its forms; `=word` is that form alone, and
    `word*` whatever begins so. `|` parts alternatives; `...` is up to three words between.
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
    _phrases: list[Phrase] = field(init=False)
    _by_form: dict[str, list[Phrase]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parsed = (Phrase.parse(written) for written in self.meanings)
        self._phrases = [phrase for phrase in parsed if phrase.steps and phrase.steps[0]]

    def find(self, text: str, words: list[Token]) -> Iterator[tuple[int, int, Phrase]]:
        """Yield where a phrase begins and ends in a text."""
        for number, token in enumerate(words):
            for phrase in self._beginning_with(token):
                end = self._match(phrase.steps[1:], text, words, number)
                if end is not None:
                    yield token.start, words[end].end, phrase

    def _beginning_with(self, token: Token) -> list[Phrase]:
        if token.word not in self._by_form:
            found = [phrase for phrase in self._phrases if self._fits(phrase.steps[0], token)]
            self._by_form[token.word] = found
        return self._by_form[token.word]

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
        for wanted in alternatives:
            if wanted.startswith("="):
                fits = form == wanted[1:]
            elif wanted.endswith("*"):
                fits = form.startswith(wanted[:-1])
            else:
                fits = form == wanted or wanted in self.vocabulary.lemmas(token.word)
            if fits:
                return True
        return False


def _are_joined(text: str, words: list[Token], at: int) -> bool:
    """Tell whether nothing but space stands between a word and the next."""
    if at + 1 >= len(words):
        return False
    return bool(_JOINT.fullmatch(text, words[at].end, words[at + 1].start))
