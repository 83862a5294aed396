"""Builds the search index of a language: lexicon, postings and what a result shows.

The format is JSON, because static hosts compress it; inside stand packed strings. What each part
holds is said where it is made; `theme/assets/handbook/search/` reads it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import stopwordsiso

from handbook import schema
from handbook.model import Catalog
from handbook.search import analysis
from handbook.search.documents import Document, search_documents
from handbook.search.lexicon import PackedLexicon, Readings, base36, dictionary_versions, pack

VERSION = 1
"""Changes when the format does."""
_COMMON = 0.5
"""A word in more than this share of all entries tells nothing and has no postings."""
_FEW = 10
"""In fewer entries than this, no word is called common."""
_VLQ = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

_PARTS = ("core", "shown", "rest", "texts")
"""The files of a language: the core, which answers nearly all queries; what a result shows; the
rest of the text, fetched when the core does not know a word; the lines, to show what matched."""
_WEIGHTS = {f.name: f.weight for c in schema.COLLECTIONS for f in c.fields}
_CORE = {name: weight for name, weight in _WEIGHTS.items() if weight > 1}
_REST = {name: weight for name, weight in _WEIGHTS.items() if 0 < weight <= 1}

Occurrences = dict[str, dict[int, list[int]]]
"""By term and number of the document: the numbers of the lines that hold the term."""


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the index."""

    name: str
    """Its name, with a hash of what it holds."""
    data: bytes


def build_index(catalog: Catalog, cache_folder: Path | None = None) -> list[IndexFile]:
    """Build the index of every language, and the manifest that names the files.

    `cache_folder` is a folder that remembers the files of a language by a hash of all that goes into
    them, so that only languages whose text changed are built again.
    """
    files = []
    languages = {}
    for locale in catalog.settings.languages:
        documents = search_documents(catalog, locale)
        made = _cached(locale, documents, cache_folder)
        files += made
        languages[locale] = dict(zip(_PARTS, (file.name for file in made), strict=True))
    manifest = {"version": VERSION, "languages": languages}
    return [IndexFile("manifest.json", _json(manifest)), *files]


def _cached(locale: str, documents: Sequence[Document], cache_folder: Path | None) -> list[IndexFile]:
    if cache_folder is None:
        return [_file(stem, _json(data)) for stem, data in _language_files(locale, documents)]
    folder = cache_folder / f"index-{locale}-{_fingerprint(documents)}"
    if not folder.is_dir():
        _remember(folder, _language_files(locale, documents))
    return [
        _file(stem, (folder / f"{stem}.json").read_bytes())
        for stem in (f"{locale}-{part}" for part in _PARTS)
    ]


def _remember(folder: Path, files: Iterable[tuple[str, object]]) -> None:
    """Write files into a new folder that appears only when it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent))
    for stem, data in files:
        (draft / f"{stem}.json").write_bytes(_json(data))
    try:
        draft.rename(folder)
    except OSError:
        # Another build was faster; its files are the same.
        shutil.rmtree(draft)


def _fingerprint(documents: Sequence[Document]) -> str:
    made_by = [str(VERSION), *dictionary_versions(), repr(_WEIGHTS), _code()]
    return hashlib.sha256("\n".join([*made_by, *map(repr, documents)]).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """Return the program that makes the index: a changed one must not meet an old answer."""
    return "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))


def _file(stem: str, content: bytes) -> IndexFile:
    digest = hashlib.sha256(content).hexdigest()[:12]
    return IndexFile(f"{stem}.{digest}.json", content)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _language_files(locale: str, documents: Sequence[Document]) -> Iterator[tuple[str, object]]:
    """Yield the files of a language, in the order of `_PARTS`."""
    core = [_with_fields(document, _CORE) for document in documents]
    rest = [_with_fields(document, _REST) for document in documents]
    core_words, rest_words = _tokens(core), _tokens(rest)
    readings = Readings(locale, _vocabulary(core_words) | _vocabulary(rest_words))
    numbers = {document.id: number for number, document in enumerate(documents)}
    collections = [declared.id for declared in schema.COLLECTIONS]
    shown = {
        "collections": collections,
        "ids": [document.id for document in documents],
        "kinds": "".join(base36(collections.index(d.collection)) for d in documents),
        "titles": [document.title for document in documents],
        "summaries": [document.summary for document in documents],
        "leads": [document.lead for document in documents],
        "signals": [[numbers[s] for s in document.signals] for document in documents],
    }
    yield f"{locale}-core", _searched(locale, core, core_words, _CORE, readings)
    yield f"{locale}-shown", shown
    yield f"{locale}-rest", _searched(locale, rest, rest_words, _REST, readings)
    yield f"{locale}-texts", [[line.text for line in document.lines] for document in core]


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
    locale: str,
    documents: Sequence[Document],
    tokens: Tokens,
    fields: Mapping[str, float],
    readings: Readings,
) -> dict[str, object]:
    """Return what is searched of some fields: lexicon, postings and the layout of the lines."""
    vocabulary = _vocabulary(tokens)
    occurrences = _occurrences(tokens, readings)
    forms = _forms(documents, tokens, readings)
    void = _void_terms(occurrences, readings, len(documents))
    stop_words = _stop_words(locale) | void
    _keep_titles(occurrences, void, documents)
    for word in stop_words - vocabulary:
        forms.setdefault(word, {word})
        void.add(word)
    lexicon = pack(forms)
    names = list(fields)
    return {
        "version": VERSION,
        "language": locale,
        "fields": [[name, weight] for name, weight in fields.items()],
        "layout": [
            _layout(document, _telling(document, lines, readings, void), names)
            for document, lines in zip(documents, tokens, strict=True)
        ],
        "endings": lexicon.endings,
        "lexicon": lexicon.buckets,
        "weak": _weak(lexicon, stop_words),
        "postings": _postings(lexicon, occurrences),
    }


def _keep_titles(
    occurrences: Occurrences, void: set[str], documents: Sequence[Document]
) -> None:
    """Leave words that tell nothing in titles only, where every word helps to find the entry."""
    for term in void & occurrences.keys():
        kept = {
            number: [line for line in lines if documents[number].lines[line].field == "title"]
            for number, lines in occurrences[term].items()
        }
        occurrences[term] = {number: lines for number, lines in kept.items() if lines}


def _weak(lexicon: PackedLexicon, stop_words: set[str]) -> str:
    """Write the numbers of the terms that tell little, as steps in base-64 VLQ."""
    numbers = [n for n, term in enumerate(lexicon.order) if term in stop_words]
    return "".join(vlq(b - a) for a, b in zip([0, *numbers], numbers, strict=False))


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
    documents: Sequence[Document], tokens: Tokens, readings: Readings
) -> dict[str, set[str]]:
    """Collect the forms of every term: all for words of titles, else those that people type."""
    forms: dict[str, set[str]] = defaultdict(set)
    for document, lines in zip(documents, tokens, strict=True):
        for line, words in zip(document.lines, lines, strict=True):
            for word in words:
                for reading in readings.of(word):
                    known = reading.forms if line.field == "title" else reading.common
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


def _postings(lexicon: PackedLexicon, occurrences: Occurrences) -> str:
    """Write for each term, in the order of the lexicon, the lines that hold it.

    Numbers as base-64 VLQ: how many documents; for each the step from the one before, how many
    lines, and the steps between these.
    """
    return "".join(
        vlq(number)
        for term in lexicon.order
        for number in _posting_numbers(occurrences.get(term, {}))
    )


def _posting_numbers(places: Mapping[int, Sequence[int]]) -> Iterator[int]:
    yield len(places)
    before = 0
    for number in sorted(places):
        yield number - before
        before = number
        yield len(places[number])
        line_before = 0
        for line in places[number]:
            yield line - line_before
            line_before = line


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
