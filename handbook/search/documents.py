"""What the search knows of an entry: its lines of text by field, and the entries around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook import inline, schema
from handbook.model import Catalog, Entry, Value


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text that belongs together: a title, an alias, a paragraph."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One entry in one language, as the search sees it."""

    id: str
    collection: str
    title: str
    summary: str
    lead: str
    lines: tuple[Line, ...]
    signals: tuple[str, ...]
    """Ids of the signals that give it away."""


def search_documents(catalog: Catalog, locale: str) -> list[Document]:
    """Return every entry in a language, in display order."""
    return [_document(catalog, locale, entry) for entry in catalog.entries.values()]


def _document(catalog: Catalog, locale: str, entry: Entry) -> Document:
    words = catalog.translations[locale, entry.id]
    # What is not translated yet is found in its own language only.
    own = {} if words.is_fallback else words.own_fields
    declared = schema.collection(entry.collection)

    def plain(text: str) -> str:
        return inline.to_plain(text, lambda id_: catalog.translations[locale, id_].title)

    lines = [
        Line(field.name, plain(text))
        for field in declared.fields
        if field.weight and field.name in own
        for text in _texts(own[field.name])
    ]
    lead = declared.lead
    return Document(
        id=entry.id,
        collection=entry.collection,
        title=words.title,
        summary=words.summary,
        lead=words.text(lead.name) if lead else "",
        lines=tuple(lines),
        signals=entry.links.get("signals", ()),
    )


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value.values()
    else:
        for item in value:
            if isinstance(item, str):
                yield item
            else:
                yield from item.values()
