"""Reads the texts as a proof-reader does: words, signs, calques, terms, repetitions.

What editors decide about a language stands in `docs/<lang>/language.yml`, beside STYLE.md: words
that the dictionary lacks, words to avoid, second names for things of the glossary. This is a layer
of its own above the content: `python -m handbook check` and the tests run it, a build does not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path

from handbook import cache, characters, schema, typography
from handbook.model import Catalog
from handbook.problems import Place, ProblemLog, Rule
from handbook.search.analysis import fold
from handbook.shape import Reader, check_keys, join
from handbook.source import MAX_WORDS_BYTES, Node, Scalar, parse, read_text, wrong_type
from handbook.source import Mapping as MappingNode
from handbook.source import Sequence as SequenceNode
from handbook.synonyms import placed_synonyms
from handbook.texts import Places, Text, texts
from handbook.vocabulary import Phrases, Token, Vocabulary, tokens

MIN_SENTENCE = 40
"""Shortest sentence that two entries may not share."""
MIN_COPY = 30
"""Shortest text that counts as copied when two languages have it."""

_MAX_FINDINGS = 10
"""Most findings of a kind in one text: a paragraph in the wrong language is one mistake, not fifty."""
_SPOKEN = frozenset().union(*(declared.untranslated for declared in schema.COLLECTIONS))
"""Fields that hold the words of agents and clients as they are: slang, jargon, mistakes."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”»“’]?\s+|\n")
_OPENING = ("„", "“", "«", "‘")
_CLOSING = re.compile(r"[.,!?…]*[”“»’]")
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """What editors decide about a language: `docs/<lang>/language.yml`."""

    words: tuple[str, ...] = ()
    """Words that are right, though the dictionary does not know them."""
    avoid: Mapping[str, str] = field(default_factory=dict)
    """Phrases that nobody should write, with the better ones."""
    terms: Mapping[str, str] = field(default_factory=dict)
    """Second names for things of the glossary, with our term."""
    allowed: tuple[str, ...] = ()
    """Phrases that are right, though they hold something of `avoid` or `terms`."""
    same_titles: tuple[str, ...] = ()
    """Titles that another language may have too."""


def check(root: Path, catalog: Catalog, log: ProblemLog) -> None:
    """Report what a proof-reader would mark, in all languages."""
    found = list(texts(root, catalog))
    places = Places(root)
    rules = {locale: read_rules(root, locale, log) for locale in catalog.settings.languages}
    for locale in catalog.settings.languages:
        vocabulary = Vocabulary(locale, rules[locale].words, root / cache.FOLDER)
        reader = ProofReader(rules[locale], vocabulary, places, log)
        own = [text for text in found if text.locale == locale]
        for text in own:
            reader.read(text)
        reader.compare_aliases(own)
        reader.look_for_synonyms(own, placed_synonyms(root, locale, Reader(ProblemLog(), locale)))
        vocabulary.remember()
    _check_sentences(found, places, log)
    _check_copies(found, rules, places, log)


# --- language.yml ----------------------------------------------------------------------------


def rules_path(locale: str) -> str:
    """Return where the rules of a language stand, from the content's root."""
    return f"docs/{locale}/{schema.LANGUAGE_RULES}"


def read_rules(root: Path, locale: str, log: ProblemLog) -> LanguageRules:
    """Read the rules of a language; a language without them has none."""
    path = rules_path(locale)
    if not os.path.lexists(root / path):
        return LanguageRules()
    file = read_text(root, path, log, max_bytes=MAX_WORDS_BYTES)
    node = parse(file, log) if file else None
    if not isinstance(node, MappingNode):
        if node is not None:
            wrong_type(log, node, "", "a mapping of keys", "write 'words:' and a list")
        return LanguageRules()
    names = ("words", "avoid", "terms", "allowed", "same_titles")
    check_keys(log, node, "", names, (), "the parts are")
    words = _lines(log, node, "words")
    _check_order(log, words)
    return LanguageRules(
        words=tuple(scalar.value for scalar in words),
        avoid=_pairs(log, node, "avoid"),
        terms=_pairs(log, node, "terms"),
        allowed=tuple(scalar.value for scalar in _lines(log, node, "allowed")),
        same_titles=tuple(scalar.value for scalar in _lines(log, node, "same_titles")),
    )


def _lines(log: ProblemLog, node: MappingNode, name: str) -> list[Scalar]:
    value = node.get(name)
    if value is None:
        return []
    if not isinstance(value, SequenceNode):
        wrong_type(log, value, name, "a list", "write one item a line, each after '- '")
        return []
    return [
        item
        for number, item in enumerate(value.items, 1)
        if _is_text(log, item, f"{name}[{number}]") and isinstance(item, Scalar)
    ]


def _pairs(log: ProblemLog, node: MappingNode, name: str) -> dict[str, str]:
    value = node.get(name)
    if value is None:
        return {}
    if not isinstance(value, MappingNode):
        wrong_type(log, value, name, "a mapping of keys", "write 'not this: but this', one a line")
        return {}
    return {
        key: item.value
        for key, (_, item) in value.pairs.items()
        if _is_text(log, item, join(name, key)) and isinstance(item, Scalar)
    }


def _is_text(log: ProblemLog, node: Node, name: str) -> bool:
    if not isinstance(node, Scalar):
        wrong_type(log, node, name, "text", "write text; quote it if it begins with [ or {")
        return False
    if not node.value.strip():
        log.add(Rule.EMPTY_TEXT, node.place, name, "empty", "write it, or drop the line")
        return False
    return True


def sort_key(word: str) -> tuple[str, str]:
    """Return what words are sorted by: letters without their marks, then the word itself."""
    return fold(word.casefold()), word


def _check_order(log: ProblemLog, words: Sequence[Scalar]) -> None:
    for number, (before, word) in enumerate(pairwise(words), 2):
        if sort_key(before.value) >= sort_key(word.value):
            message = f"'{word.value}' does not belong behind '{before.value}'"
            hint = "keep the list sorted, each word once: two editors then seldom meet in one line"
            log.add(Rule.WORD_ORDER, word.place, f"words[{number}]", message, hint)
            return


# --- text by text ----------------------------------------------------------------------------


class ProofReader:
    """Reads the texts of one language."""

    def __init__(
        self, rules: LanguageRules, vocabulary: Vocabulary, places: Places, log: ProblemLog
    ) -> None:
        self._vocabulary = vocabulary
        self._places = places
        self._log = log
        self._avoid = Phrases(rules.avoid, vocabulary)
        self._terms = Phrases(rules.terms, vocabulary)
        self._allowed = Phrases(dict.fromkeys(rules.allowed, ""), vocabulary)
        self._reported: set[tuple[str, str]] = set()

    def read(self, text: Text) -> None:
        """Report what is wrong with a text by itself."""
        for finding in islice(typography.find_signs(text.value, text.locale), _MAX_FINDINGS):
            place = self._places.of(text, finding.index, finding.piece)
            self._log.add(finding.rule, place, text.name, finding.message, finding.hint)
        words = tokens(text.value)
        spoken = text.field in _SPOKEN
        named = [] if spoken else list(islice(self._report_phrases(text, words), _MAX_FINDINGS))
        for token in islice(self._vocabulary.unknown(text.value, words), _MAX_FINDINGS):
            if not any(start <= token.start < end for start, end in named):
                self._report_unknown(text, token)

    def _report_phrases(self, text: Text, words: list[Token]) -> Iterator[tuple[int, int]]:
        """Report what the lists of the language name, and yield from where to where it stands."""
        lists = []
        if not text.name.endswith(".mistake"):  # A mistake shows what not to say.
            where = rules_path(text.locale)
            lists.append((Rule.WORD_TO_AVOID, self._avoid, "is what we avoid", where))
        if not text.name.endswith(".client"):  # A client calls things as clients do.
            where = f"the glossary in docs/{text.locale}/STYLE.md"
            lists.append((Rule.OTHER_TERM, self._terms, "is not our term", where))
        allowed: set[int] | None = None
        for rule, phrases, what, where in lists:
            for start, end, phrase in phrases.find(text.value, words):
                if allowed is None:  # Hardly any text needs to know.
                    found = self._allowed.find(text.value, words)
                    allowed = {index for first, last, _ in found for index in range(first, last)}
                if {start, end - 1} <= allowed or _is_mentioned(text.value, start, end):
                    continue
                piece = " ".join(text.value[start:end].split())
                place = self._places.of(text, start, piece)
                hint = f"write: {phrases.meanings[phrase.written]} ({where})"
                self._log.add(rule, place, text.name, f"'{piece}' {what}", hint)
                yield start, end

    def _report_unknown(self, text: Text, token: Token) -> None:
        """Report a word once a file, where it first stands."""
        if (text.path, token.form) in self._reported:
            return
        if any(characters.find_letters(token.word, text.locale)):
            return  # A letter of another alphabet has its own message.
        self._reported.add((text.path, token.form))
        message = f"no dictionary knows '{token.word}'"
        hint = f"correct it, or add it to the words of {rules_path(text.locale)}"
        place = self._places.of(text, token.start, token.word)
        self._log.add(Rule.UNKNOWN_WORD, place, text.name, message, hint)

    def compare_aliases(self, own: Iterable[Text]) -> None:
        """Hint at aliases that are the entry's title, perhaps in another form."""
        titles = {text.path: self._parts(text.value) for text in own if text.name == "title"}
        for text in own:
            if text.field == "aliases" and text.entry_id:
                title, alias = titles.get(text.path, []), self._parts(text.value)
                if (
                    title
                    and len(title) == len(alias)
                    and all(one & other for one, other in zip(title, alias, strict=True))
                ):
                    hint = "the search knows titles already; write another word"
                    place = self._places.of(text)
                    self._log.add(Rule.ALIAS_IS_TITLE, place, text.name, "repeats the title", hint)

    def look_for_synonyms(
        self, own: Iterable[Text], groups: Iterable[tuple[Place, tuple[str, ...]]]
    ) -> None:
        """Hint at groups of synonyms that lead nowhere: no text has any of their words."""
        there = {word for text in own for parts in self._parts(text.value) for word in parts}
        for place, group in groups:
            if not any(part & there for word in group for part in self._parts(word)):
                message = f"no text has '{group[0]}' or another word of this group"
                hint = "add a word that the texts have, or drop the group"
                self._log.add(Rule.IDLE_SYNONYMS, place, "", message, hint)

    def _parts(self, text: str) -> list[set[str]]:
        """Return for every word of a text what it may be: itself, or its dictionary words."""
        lemmas = self._vocabulary.lemmas
        return [
            {fold(word) for word in (token.form, *lemmas(token.word))} for token in tokens(text)
        ]


def _is_mentioned(text: str, start: int, end: int) -> bool:
    """Tell whether words are spoken of, not used: they are all that stands in quotation marks."""
    return text[:start].endswith(_OPENING) and bool(_CLOSING.match(text, end))


# --- texts side by side ----------------------------------------------------------------------


def _check_sentences(found: Iterable[Text], places: Places, log: ProblemLog) -> None:
    """Report long sentences that stand in two entries of one language."""
    seen: dict[tuple[str, str], str] = {}
    for text in found:
        if not text.entry_id or len(text.value) < MIN_SENTENCE:
            continue
        for sentence in _SENTENCE_END.split(text.value):
            core = _CORE.search(sentence)
            plain = core[0] if core else ""
            if len(plain) < MIN_SENTENCE:
                continue
            first = seen.setdefault((text.locale, plain.casefold()), text.entry_id)
            if first != text.entry_id:
                message = f"'{_short(plain)}' stands in '{first}' as well"
                hint = "say what is special here, or link to the other entry"
                place = places.of(text, text.value.find(plain), plain)
                log.add(Rule.SAME_SENTENCE, place, text.name, message, hint)


def _check_copies(
    found: Iterable[Text], rules: Mapping[str, LanguageRules], places: Places, log: ProblemLog
) -> None:
    """Report texts and titles that two languages have word for word."""
    seen: dict[str, Text] = {}
    titles: dict[tuple[str, str], Text] = {}
    for text in found:
        is_title = text.name == "title" and bool(text.entry_id)
        plain = text.value.casefold()
        if is_title:
            first = titles.setdefault((text.entry_id, plain), text)
            is_allowed = text.value in rules[text.locale].same_titles
        elif len(text.value) >= MIN_COPY:
            first = seen.setdefault(plain, text)
            is_allowed = False
        else:
            continue
        if first.locale != text.locale and not is_allowed:
            message = f"'{_short(text.value)}' is also in {first.path}"
            hint = "translate it"
            if is_title:
                hint += f", or add it to the same_titles of {rules_path(text.locale)}"
            log.add(Rule.SAME_IN_TWO_LANGUAGES, places.of(text), text.name, message, hint)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"
