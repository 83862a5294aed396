"""The nouns of the handbook: entries, their translations, and the catalogue that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from markupsafe import Markup

from handbook import schema
from handbook.fingerprints import fingerprints

Value = str | tuple[str, ...] | Mapping[str, str] | tuple[Mapping[str, str], ...]
"""What a field holds: text, a list of text, text by key, or a list of records (see `schema.Kind`)."""


class Foreign(str):
    """A text that stands in for one which the page's language does not have yet.

    It is ordinary text, but HTML that shows it says what language it is in. Within an attribute,
    where nothing can say so, use `str(text)`.
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> Self:
        """Make it from a text and its language."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    def __html__(self) -> str:
        """Write it as HTML, marked with its language."""
        return Markup('<span lang="{}">{}</span>').format(self.lang, str(self))


def language_of(text: str) -> str:
    """Return the language of a text that stands in for another; empty for a page's own."""
    return text.lang if isinstance(text, Foreign) else ""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document that entries were written from."""

    id: str
    language: str
    title: str
    kind: str
    author: str = ""
    publisher: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source document."""

    document: str
    """Id of the document."""
    place: str
    """As the document counts: a number or a section."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the handbook speaks about: its facts, the same in every language."""

    id: str
    """Part of the URL, so it never changes: `name-a-deadline`."""
    collection: str
    """Id of its collection."""
    origin: str
    """The language that it was first written in."""
    number: int | None = None
    group: str = ""
    """Id of the group, in a collection that has groups."""
    citations: tuple[Citation, ...] = ()
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of other entries by the name of the link: `strategies`, best first."""
    former_ids: tuple[str, ...] = ()
    """Ids that it had before; they redirect to it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of an entry in one language."""

    locale: str
    path: str
    """The file that they stand in, from the content's root."""
    fields: Mapping[str, Value]
    translated_from: Mapping[str, str] = field(default_factory=dict)
    """Hashes of the origin's texts that it was made from, by field: `say`, `respond.stay-calm`."""
    foreign_fields: frozenset[str] = frozenset()
    """In a draft: the fields that are not translated yet and show the origin's text instead."""
    foreign_locale: str = ""
    """The language of those."""
    is_written: bool = True
    """Whether there is a file; else all is the origin's."""

    def text(self, name: str) -> str:
        """Return a field that is one piece of text; empty if it is not there."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def own_fields(self) -> dict[str, Value]:
        """The fields that are written in this language."""
        own: dict[str, Value] = {}
        for name, value in self.fields.items():
            if isinstance(value, Mapping):
                texts = {k: t for k, t in value.items() if f"{name}.{k}" not in self.foreign_fields}
                own |= {name: texts} if texts else {}
            elif name not in self.foreign_fields and is_filled(value):
                own[name] = value
        return own

    def language_of(self, name: str) -> str:
        """Return the language of a field where it is not the page's own; else nothing."""
        return self.foreign_locale if name in self.foreign_fields else ""

    @property
    def is_fallback(self) -> bool:
        """Whether the entry counts as not translated: even its title is the origin's."""
        return "title" in self.foreign_fields

    @property
    def title(self) -> str:
        """The entry's name in this language."""
        return self.text("title")

    @property
    def summary(self) -> str:
        """What it is, in one sentence."""
        return self.text("summary")


def is_filled(value: object) -> bool:
    """Tell whether a field holds any text: a list of empty records does not."""
    if isinstance(value, Mapping):
        return any(value.values())
    if isinstance(value, tuple):
        return any(is_filled(item) for item in value)
    return bool(value)


@dataclass(frozen=True, slots=True)
class CollectionWords:
    """A collection's own words in one language."""

    title: str
    label: str
    summary: str
    introduction: str
    groups: Mapping[str, str]
    """Headings of the groups by their id."""
    path: str
    is_written: bool = True
    """Whether there is a file; else all is another language's."""


@dataclass(frozen=True, slots=True)
class Home:
    """The words of a language's home page."""

    title: str
    description: str
    body: str
    """Paragraphs, with a blank line between them."""
    path: str
    is_written: bool = True
    """Whether there is a file; else all is another language's."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A page of prose in a language."""

    id: str
    """One of `schema.GUIDES`."""
    title: str
    description: str
    body: str
    """Markdown; `handbook.guides` reads it."""
    path: str
    lang: str = ""
    """In a draft: the language of all its words, where it is not written in the page's own yet."""


Groups = tuple[tuple[str, ...], ...]
"""Words that mean about the same, group by group, each in the form that dictionaries list."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `handbook.yml` says about the whole site."""

    languages: tuple[str, ...]
    """The first one stands at the site's root."""
    completeness: str = schema.COMPLETENESS[0]
    """One of `schema.COMPLETENESS`."""

    @property
    def is_draft(self) -> bool:
        """Whether texts may be missing; the origin's stand in their place."""
        return self.completeness == "draft"

    @property
    def default_language(self) -> str:
        """The language at the site's root."""
        return self.languages[0]


@dataclass(frozen=True)
class Catalog:
    """All content of a handbook, read and checked."""

    settings: Settings
    entries: Mapping[str, Entry]
    """By id, collection by collection, in the order of the data files."""
    translations: Mapping[tuple[str, str], Translation]
    """By locale and entry id."""
    collections: Mapping[tuple[str, str], CollectionWords]
    """By locale and collection id."""
    homes: Mapping[str, Home]
    """By locale."""
    interface: Mapping[str, Mapping[str, Mapping[str, str]]]
    """By locale and section of `ui.yml`: the words of the interface by key."""
    documents: Mapping[str, SourceDocument]
    guides: Mapping[tuple[str, str], Guide] = field(default_factory=dict)
    """By locale and id; a guide that no language has is not part of the handbook."""
    synonyms: Mapping[str, Groups] = field(default_factory=dict)
    """By locale: what means the same to somebody who searches."""
    frame_gaps: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """In a draft: what is not written yet outside the entries, by locale and file. No keys where
    the whole file is not there."""
    unread: frozenset[str] = frozenset()
    """Ids of the collections whose facts could not be read, so that nobody knows what they hold."""

    def entries_of(self, collection_id: str) -> list[Entry]:
        """Return a collection's entries in display order."""
        return [entry for entry in self.entries.values() if entry.collection == collection_id]

    def shown_collections(self) -> list[schema.Collection]:
        """Return the collections that have entries; an empty one has no page."""
        used = {entry.collection for entry in self.entries.values()}
        return [declared for declared in schema.COLLECTIONS if declared.id in used]

    def shown_guides(self) -> list[str]:
        """Return the ids of the guides that this handbook has, in declared order."""
        return [
            name for name in schema.GUIDES if (self.settings.default_language, name) in self.guides
        ]

    def shown_in(self, locale: str, *parts: str) -> str:
        """Return the language that a page's words are in; `parts` are the ids in its address.

        It is the page's own, unless in a draft another one stands in.
        """
        last = parts[-1] if parts else ""
        if len(parts) == 2:
            words = self.translations[locale, last]
            return words.foreign_locale if words.is_fallback else locale
        if (locale, last) in self.collections:
            return language_of(self.collections[locale, last].title) or locale
        if last:
            return self.guides[locale, last].lang or locale
        return language_of(self.homes[locale].body) or locale

    def origin_marks(self, entry_id: str) -> dict[str, str]:
        """Return the hash of every text of an entry in its origin language, by field."""
        words = self.translations.get((self.entries[entry_id].origin, entry_id))
        return self._marks(entry_id, words)

    def stale_fields(self, locale: str, entry_id: str) -> tuple[str, ...]:
        """Return the fields whose origin has changed since they were translated.

        A field without a mark is not among them: nobody knows what it was made from.
        """
        words = self.translations.get((locale, entry_id))
        if words is None or not words.translated_from or locale == self.entries[entry_id].origin:
            return ()
        own = self._marks(entry_id, words)
        marks = words.translated_from
        present = self.origin_marks(entry_id).items()
        return tuple(
            name for name, mark in present if name in own and marks.get(name, mark) != mark
        )

    def unmarked_fields(self, locale: str, entry_id: str) -> tuple[str, ...]:
        """Return the translated fields that do not say which text they were made from."""
        words = self.translations.get((locale, entry_id))
        if words is None or locale == self.entries[entry_id].origin:
            return ()
        own = self._marks(entry_id, words)
        present = self.origin_marks(entry_id)
        return tuple(n for n in present if n in own and n not in words.translated_from)

    def _marks(self, entry_id: str, words: Translation | None) -> dict[str, str]:
        declared = schema.collection(self.entries[entry_id].collection)
        return fingerprints(words.own_fields, declared) if words else {}
