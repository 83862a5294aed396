"""Builds the search index of a language: lexicon, postings and what a result shows.

The format is JSON, because static hosts compress it; inside stand packed strings. What each part
holds is said where it is made; `theme/assets/handbook/search/` reads it.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import itemgetter
from pathlib import Path

import stopwordsiso

from handbook import schema
from handbook.cache import Cache, key_of
from handbook.model import Catalog, Groups
from handbook.search import analysis
from handbook.search.alphabets import exchanged, letters_to_exchange
from handbook.search.documents import Document, search_documents
from handbook.search.lexicon import PackedLexicon, Readings, base36, dictionary_versions, pack
from handbook.search.sharding import (
    LARGE,
    Pieces,
    cut_columns,
    cut_lexicon,
    cut_postings,
    to_json,
)

VERSION = 4
"""Changes when the format does."""
_COMMON = 0.5
"""A word in more than this share of all entries tells nothing and has no postings."""
_FEW = 10
"""In fewer entries than this, no word is called common."""
_VLQ = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

_PARTS = ("core", "shown", "rest", "synonyms", "texts")
_PARTS_FILE = "parts.json"
"""Names the files of a language by their parts; goes into the manifest."""
_PART = re.compile("(?P<locale>[a-z]+)-(?P<part>[a-z]+)")
"""Begins the name of every file but the manifest."""
_LINES = 32
"""In a large index, whose documents have no layout: how many lines a field has room for."""
_WEIGHTS = {f.name: f.weight for c in schema.COLLECTIONS for f in c.fields}
_CORE = {f.name: f.weight for c in schema.COLLECTIONS for f in c.fields if f.core}
_REST = {n: weight for n, weight in _WEIGHTS.items() if weight and (n not in _CORE or n == "title")}
"""Titles stand here once more, with the forms that hardly anybody types (`_forms`)."""

Occurrences = dict[str, dict[int, list[int]]]
"""By term and number of the document: the numbers of the lines that hold the term."""


def build_index(catalog: Catalog, cache_folder: Path | None = None) -> dict[str, bytes]:
    """Build the index of every language, and the manifest that names the files.

    Returns the files' contents by their names, below one folder. `cache_folder` keeps the files
    of a language by a hash of all that goes into them, and what the dictionaries say of its words:
    only languages whose text changed are built again, and only new words are looked up.
    """
    files: dict[str, bytes] = {}
    languages = {}
    cache = Cache(cache_folder) if cache_folder else None
    for locale in catalog.settings.languages:
        groups = catalog.synonyms.get(locale, ())
        made = _cached(locale, search_documents(catalog, locale), groups, cache)
        languages[locale] = json.loads(made.pop(_PARTS_FILE))
        files |= made
    return {"manifest.json": to_json({"version": VERSION, "languages": languages}), **files}


def sizes(files: Mapping[str, bytes]) -> dict[str, Counter[str]]:
    """Return what `build_index` gave in bytes as a host sends them (gzip), by language and part.

    The pieces of a part count together.
    """
    found: dict[str, Counter[str]] = defaultdict(lambda: Counter(dict.fromkeys(_PARTS, 0)))
    for name, content in files.items():
        if match := _PART.match(name):
            found[match["locale"]][match["part"]] += len(gzip.compress(content))
    return found


def write_index(
    catalog: Catalog, folder: Path, cache_folder: Path | None = None
) -> dict[str, bytes]:
    """Build the index into a folder, where the browser's code looks for it; return its files."""
    files = build_index(catalog, cache_folder)
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return files


def _cached(
    locale: str, documents: Sequence[Document], groups: Groups, cache: Cache | None
) -> dict[str, bytes]:
    if cache is None:
        return _language_files(locale, documents, groups, None)
    kind, key = f"index-{locale}", _fingerprint(documents, groups)
    kept: dict[str, str] | None = cache.read(kind, key)
    if kept is not None:
        return {name: text.encode() for name, text in kept.items()}
    files = _language_files(locale, documents, groups, cache)
    cache.write(kind, key, {name: data.decode() for name, data in files.items()})
    return files


def _fingerprint(documents: Sequence[Document], groups: Groups) -> str:
    made_by = [
        str(VERSION), *dictionary_versions(), repr(_CORE), repr(_REST), _code(), repr(groups),
    ]  # fmt: skip
    return key_of([*made_by, *map(repr, documents)])


@functools.cache
def _code() -> str:
    """Return the program that makes the index: a changed one must not meet an old answer."""
    return "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))


def _language_files(
    locale: str, documents: Sequence[Document], groups: Groups, cache: Cache | None
) -> dict[str, bytes]:
    """Return the files of a language by name, and under `_PARTS_FILE` which is which.

    The parts are the core, which answers nearly all queries; what a result shows; the rest of the
    text and the synonyms, fetched when the core does not know a word; the lines, to show what
    matched.
    """
    core = [_with_fields(document, _CORE) for document in documents]
    rest = [_with_fields(document, _REST) for document in documents]
    core_words, rest_words = _tokens(core), _tokens(rest)
    grouped = {word for group in groups for word in group}
    vocabulary = _vocabulary(core_words) | _vocabulary(rest_words) | grouped
    readings = Readings(locale, vocabulary, cache)
    pieces = Pieces(is_large=len(documents) >= LARGE)
    searched = functools.partial(_searched, pieces, locale, readings)
    core_part, core_lexicon = searched("core", core, core_words, _CORE)
    # Of a large index the reader has only pieces: nothing can be packed on it.
    base = None if pieces.is_large else core_lexicon
    rest_part, _ = searched("rest", rest, rest_words, _REST, base)
    synonyms = _synonyms(pieces, locale, groups, readings, core_lexicon.order)
    parts = {
        "core": pieces.add(f"{locale}-core", core_part),
        "shown": pieces.add(f"{locale}-shown", _shown(pieces, locale, documents)),
        "rest": pieces.add(f"{locale}-rest", rest_part),
        "synonyms": pieces.add(f"{locale}-synonyms", synonyms),
        "texts": pieces.add(f"{locale}-texts", _texts(pieces, locale, core)),
    }
    return {**pieces.files, _PARTS_FILE: to_json(parts)}


def _texts(pieces: Pieces, locale: str, documents: Sequence[Document]) -> dict[str, object]:
    """Return the lines of all documents, to show what matched.

    A large index, which has no layout, numbers them by field (`_by_field`): there they stand so too.
    """
    letters = letters_to_exchange(line.text for document in documents for line in document.lines)

    def written(document: Document, fields: Container[str]) -> list[str]:
        return [exchanged(line.text, letters) for line in document.lines if line.field in fields]

    lines: list[object] = [
        [written(document, (name,)) for name in _CORE] if pieces.is_large
        else written(document, _CORE)
        for document in documents
    ]  # fmt: skip
    return _columns(pieces, f"{locale}-texts", letters, {"lines": lines})


def _shown(pieces: Pieces, locale: str, documents: Sequence[Document]) -> dict[str, object]:
    """Return what results show, and what ranking needs to know of the documents.

    A large handbook's entries gain nothing from their signals: the list of all would be too long.
    """
    numbers = {document.id: number for number, document in enumerate(documents)}
    collections = [declared.id for declared in schema.COLLECTIONS]
    signals = [[numbers[s] for s in document.signals] for document in documents]
    words = {
        "titles": [document.title for document in documents],
        "summaries": [document.summary for document in documents],
        "leads": [document.lead for document in documents],
    }
    letters = letters_to_exchange(text for texts in words.values() for text in texts)
    columns = {name: [exchanged(text, letters) for text in words[name]] for name in words}
    ids = {"ids": [document.id for document in documents]}
    return {
        "collections": collections,
        "kinds": "".join(base36(collections.index(d.collection)) for d in documents),
        "signals": [] if pieces.is_large else signals,
        "entries": _columns(pieces, f"{locale}-entries", letters, ids | columns),
    }


def _columns(
    pieces: Pieces, stem: str, letters: str, columns: Mapping[str, Sequence[object]]
) -> dict[str, object]:
    """Return lists with one item a document, whole, or cut when there are many.

    `letters` have changed places in their texts (`alphabets`).
    """
    found = cut_columns(pieces, stem, columns) if pieces.is_large else dict(columns)
    return {"letters": letters, **found}


def _with_fields(document: Document, fields: Mapping[str, float]) -> Document:
    lines = tuple(line for line in document.lines if line.field in fields)
    return replace(document, lines=lines)


Tokens = Sequence[Sequence[Sequence[str]]]
"""The words of every line of every document."""


def _tokens(documents: Sequence[Document]) -> Tokens:
    return [[analysis.words(line.text) for line in document.lines] for document in documents]


def _vocabulary(tokens: Tokens) -> set[str]:
    return {word for lines in tokens for line in lines for word in line}


def _searched(
    pieces: Pieces,
    locale: str,
    readings: Readings,
    part: str,
    documents: Sequence[Document],
    tokens: Tokens,
    fields: Mapping[str, float],
    base: PackedLexicon | None = None,
) -> tuple[dict[str, object], PackedLexicon]:
    """Return what is searched of some fields - lexicon, postings, layout - and its lexicon again.

    The reader has the `base`, another lexicon, already.
    """
    vocabulary = _vocabulary(tokens)
    occurrences = _occurrences(tokens, readings)
    forms = _forms(documents, tokens, readings, rare_in_titles=part == "rest")
    void = _void_terms(occurrences, readings, len(documents))
    stop_words = _stop_words(locale)
    _keep_titles(occurrences, void, documents)
    for word in stop_words - vocabulary:
        forms.setdefault(word, {word})
        void.add(word)
    lexicon = pack(forms, base)
    names = list(fields)
    numbers = _by_field(documents, names) if pieces.is_large else _one_after_another(documents)
    postings = _postings(lexicon, occurrences, numbers)
    layout = [
        _layout(document, _telling(document, lines, readings, void), names)
        for document, lines in zip(documents, tokens, strict=True)
    ]
    is_large, stem = pieces.is_large, f"{locale}-{part}"
    return {
        "version": VERSION,
        "language": locale,
        "part": part,
        "size": len(documents),
        "fields": [[name, weight] for name, weight in fields.items()],
        "letters": None if base else lexicon.letters,
        "endings": [] if is_large else lexicon.endings,
        "lexicon": cut_lexicon(pieces, stem, lexicon) if is_large else lexicon.buckets,
        "weak": _numbers(lexicon, stop_words - void),
        "void": _numbers(lexicon, void),
        "layout": None if is_large else layout,
        "postings": cut_postings(pieces, stem, postings) if is_large else "".join(postings),
    }, lexicon


def _synonyms(
    pieces: Pieces,
    locale: str,
    groups: Groups,
    readings: Readings,
    core_terms: Sequence[str],
) -> dict[str, object]:
    """Return the words that lead to others: a lexicon, and to which terms of the core they lead.

    Words that the core has lead to themselves already. `meanings` lists the terms of the core for
    every group, `groups` the groups of every word. The lexicon is always cut: a reader needs few of
    its words, and those of other languages too.
    """
    numbers = {term: number for number, term in enumerate(core_terms)}
    forms: dict[str, set[str]] = defaultdict(set)
    meanings = []
    for group in groups:
        meant = [(word, lexeme) for word in group for lexeme in readings.listed(word)]
        led_to = sorted({numbers[x.lemma] for _, x in meant if x.lemma in numbers})
        leading = [(word, lexeme) for word, lexeme in meant if lexeme.lemma not in numbers]
        if led_to and leading:
            meanings.append((led_to, {lexeme.lemma for _, lexeme in leading}))
            for word, lexeme in leading:
                forms[lexeme.lemma].update([word, *lexeme.common])
    meanings.sort(key=itemgetter(0))
    groups_of: dict[str, list[int]] = defaultdict(list)
    for number, (_, leading_terms) in enumerate(meanings):
        for term in leading_terms:
            groups_of[term].append(number)
    lexicon = pack(forms)
    return {
        "version": VERSION,
        "language": locale,
        "part": "synonyms",
        "letters": lexicon.letters,
        "endings": [],
        "lexicon": cut_lexicon(pieces, f"{locale}-synonyms", lexicon),
        "meanings": "".join(packed_list(terms) for terms, _ in meanings),
        "groups": "".join(packed_list(groups_of[term]) for term in lexicon.order),
    }


def packed_list(numbers: Sequence[int]) -> str:
    """Write ascending numbers in base-64 VLQ: how many there are, and the steps between them.

    >>> packed_list([3, 5, 37])
    'DDCgB'
    """
    return vlq(len(numbers)) + _steps(numbers)


def _steps(numbers: Sequence[int]) -> str:
    return "".join(vlq(b - a) for a, b in zip([0, *numbers], numbers, strict=False))


def _one_after_another(documents: Sequence[Document]) -> list[Sequence[int]]:
    """Number the lines of all documents through, for a layout to say which is which."""
    ends = list(accumulate(len(document.lines) for document in documents))
    return [range(end - len(d.lines), end) for d, end in zip(documents, ends, strict=True)]


def _by_field(documents: Sequence[Document], fields: Sequence[str]) -> list[Sequence[int]]:
    """Number the lines with room for `_LINES` of every field of every document.

    A large index has no layout to ask: the number alone tells document and field.
    """
    numbers: list[Sequence[int]] = []
    for number, document in enumerate(documents):
        counts: Counter[str] = Counter()
        own = []
        for line in document.lines:
            room = (number * len(fields) + fields.index(line.field)) * _LINES
            # Where there are more, the last number stands for them all.
            own.append(room + min(counts[line.field], _LINES - 1))
            counts[line.field] += 1
        numbers.append(own)
    return numbers


def _keep_titles(occurrences: Occurrences, void: set[str], documents: Sequence[Document]) -> None:
    """Leave words that tell nothing in titles only, where every word helps to find the entry."""
    for term in void & occurrences.keys():
        kept = {
            number: [line for line in lines if documents[number].lines[line].field == "title"]
            for number, lines in occurrences[term].items()
        }
        occurrences[term] = {number: lines for number, lines in kept.items() if lines}


def _numbers(lexicon: PackedLexicon, terms: set[str]) -> str:
    """Write the numbers of some terms, as steps in base-64 VLQ."""
    return _steps([number for number, term in enumerate(lexicon.order) if term in terms])


def _void_terms(occurrences: Occurrences, readings: Readings, documents: int) -> set[str]:
    """Name the terms that tell nothing: function words, and what most entries have."""
    if documents < _FEW:
        return set()
    common = {term for term, places in occurrences.items() if len(places) > _COMMON * documents}
    return common | (readings.function_words & occurrences.keys())


def _stop_words(locale: str) -> set[str]:
    """Return function words that must count as known although no entry has them."""
    listed = stopwordsiso.stopwords(locale) if stopwordsiso.has_lang(locale) else set()
    return {word for phrase in listed for word in analysis.words(phrase)}


def _occurrences(tokens: Tokens, readings: Readings) -> Occurrences:
    occurrences: Occurrences = defaultdict(lambda: defaultdict(list))
    for number, lines in enumerate(tokens):
        for line_number, line in enumerate(lines):
            for term in sorted({r.lemma for word in line for r in readings.of(word)}):
                occurrences[term][number].append(line_number)
    return occurrences


def _forms(
    documents: Sequence[Document], tokens: Tokens, readings: Readings, *, rare_in_titles: bool
) -> dict[str, set[str]]:
    """Collect the forms of every term: those that people type, and the rare ones of title words."""
    forms: dict[str, set[str]] = defaultdict(set)
    for document, lines in zip(documents, tokens, strict=True):
        for line, words in zip(document.lines, lines, strict=True):
            for word in words:
                for reading in readings.of(word):
                    rare = rare_in_titles and line.field == "title"
                    known = reading.forms if rare else reading.common
                    forms[reading.lemma].update(known)
                    forms[reading.lemma].add(word)
    return forms


def _telling(
    document: Document, tokens: Sequence[Sequence[str]], readings: Readings, void: set[str]
) -> list[int]:
    """Count the words of each line that have postings."""
    return [
        len(words) if line.field == "title"
        else sum(any(r.lemma not in void for r in readings.of(word)) for word in words)
        for line, words in zip(document.lines, tokens, strict=True)
    ]  # fmt: skip


def _layout(document: Document, counts: Sequence[int], fields: Sequence[str]) -> str:
    """Write which line belongs to which field, and how many words it has that tell something.

    A capital letter for the field, then one base-36 digit per line: `A3B2213`.
    """
    parts = []
    before = ""
    for line, count in zip(document.lines, counts, strict=True):
        if line.field != before:
            parts.append(chr(ord("A") + fields.index(line.field)))
            before = line.field
        parts.append(base36(min(count, 35)))
    return "".join(parts)


def _postings(
    lexicon: PackedLexicon, occurrences: Occurrences, numbers: Sequence[Sequence[int]]
) -> list[str]:
    """Write for each term, in the order of the lexicon, the lines that hold it.

    `numbers` gives the numbers of each document's lines. They are written as base-64 VLQ: how many,
    and the steps between them.
    """
    postings = []
    for term in lexicon.order:
        places = occurrences.get(term, {})
        found = sorted(
            {numbers[document][line] for document in places for line in places[document]}
        )
        postings.append(packed_list(found))
    return postings


def vlq(number: int) -> str:
    """Write a number five bits a letter, the lowest first; the sixth bit says that more follow.

    >>> vlq(0), vlq(31), vlq(32)
    ('A', 'f', 'gB')
    """
    text = ""
    while True:
        number, bits = divmod(number, 32)
        text += _VLQ[bits + 32 * bool(number)]
        if not number:
            return text
