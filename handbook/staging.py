"""Writes the handbook as plain Markdown, one tree per language, for any site generator.

The way out of MkDocs: `OUT/<lang>/index.md`, `OUT/<lang>/<collection>/index.md`,
`OUT/<lang>/<collection>/<id>.md` and the guides. Headings carry their ids (`## Say {#say}`, Markdown's attribute
lists), so that links to sections work in every language.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from handbook import guides, inline, schema, urls
from handbook.model import Catalog, Value
from handbook.pages import Card, EntryPage, Group, GuidePage, PageBuilder
from handbook.schema import Field, Kind


def stage(catalog: Catalog, out: Path) -> int:
    """Write the Markdown trees of all languages below `out`; return the number of files.

    `out` must not exist, or be an empty folder; else FileExistsError. The files are written beside
    it first and moved into place at the end, so that an interrupted run leaves nothing half-done.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExistsError(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".staging-") as folder:
        made = Path(folder) / "tree"
        count = 0
        for path, text in staged_pages(catalog):
            target = made / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
            count += 1
        if out.exists():
            out.rmdir()
        shutil.move(made, out)
    return count


def staged_pages(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield every page as its path from the output's root and its Markdown."""
    writer = MarkdownWriter(catalog)
    for locale in catalog.settings.languages:
        yield f"{locale}/index.md", writer.home(locale)
        for collection in catalog.shown_collections():
            yield f"{locale}/{collection.id}/index.md", writer.collection(locale, collection.id)
            for entry in catalog.entries_of(collection.id):
                yield f"{locale}/{collection.id}/{entry.id}.md", writer.entry(locale, entry.id)
        for guide_id in catalog.shown_guides():
            yield f"{locale}/{guide_id}.md", writer.guide(locale, guide_id)


class MarkdownWriter:
    """Writes pages as Markdown."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._pages = PageBuilder(catalog)

    def entry(self, locale: str, entry_id: str) -> str:
        """Write the page of an entry."""
        page = self._pages.entry_page(locale, entry_id)
        number = f"{page.entry.number}. " if page.entry.number else ""
        return _document(
            _front_matter(page.title, page.summary, locale),
            f"# {number}{inline.escape_markdown(page.title)}",
            inline.escape_markdown(page.summary),
            *self._sections(page),
            *self._relations(page),
            *self._sources(page),
        )

    def collection(self, locale: str, collection_id: str) -> str:
        """Write the page of a collection."""
        page = self._pages.collection_page(locale, collection_id)
        from_path = f"{collection_id}/index.md"
        return _document(
            _front_matter(page.words.title, page.words.summary, locale),
            f"# {inline.escape_markdown(page.words.title)}",
            *self._prose(locale, from_path, page.words.introduction),
            *(part for group in page.groups for part in _group(from_path, group)),
        )

    def home(self, locale: str) -> str:
        """Write a language's home page."""
        page = self._pages.home_page(locale)
        links = [
            f"- [{inline.escape_markdown(card.title)}]({card.id}/index.md): "
            f"{inline.escape_markdown(card.summary)}"
            for card in page.collections
        ]
        return _document(
            _front_matter(page.title, page.description, locale),
            f"# {inline.escape_markdown(page.title)}",
            *self._prose(locale, "index.md", self._catalog.homes[locale].body),
            "\n".join(links),
        )

    def guide(self, locale: str, guide_id: str) -> str:
        """Write a guide."""
        page = self._pages.guide_page(locale, guide_id)
        parts = []
        for section in guides.sections(page.words.body):
            if section.heading:
                parts.append(_heading(section.heading, section.id))
            parts.append(guides.to_markdown(section.body, self._linker(locale, f"{guide_id}.md")))
        return _document(
            _front_matter(page.words.title, page.words.description, locale),
            f"# {inline.escape_markdown(page.words.title)}",
            *parts,
            *self._sources(page),
        )

    def _sections(self, page: EntryPage) -> Iterator[str]:
        values = self._catalog.translations[page.locale, page.entry.id].fields
        for field in schema.collection(page.entry.collection).fields:
            section = page.section(field.name)
            if section:
                yield _heading(section.heading, section.name)
                yield from self._value(page, field, values[field.name])

    def _value(self, page: EntryPage, field: Field, value: Value) -> Iterator[str]:
        """Write what a field holds, each kind in its own form."""
        from_path = _entry_path(page.entry.collection, page.entry.id)

        def text(source: str) -> str:
            return self._text(page.locale, from_path, source)

        if isinstance(value, str):
            yield from self._prose(page.locale, from_path, value)
        elif isinstance(value, Mapping):
            for entry_id, prose in value.items():
                yield f"### {_link(from_path, self._pages.card(page.locale, entry_id))}"
                yield from self._prose(page.locale, from_path, prose)
        elif field.kind is Kind.LINES:
            yield "\n".join(f"- {text(item)}" for item in value if isinstance(item, str))
        else:
            records = [item for item in value if isinstance(item, Mapping)]
            yield "\n".join(
                "- "
                + " ".join(
                    f"**{inline.escape_markdown(label)}:** {text(words)}"
                    for label, words in labelled
                )
                for labelled in (list(self._labelled(page.locale, r)) for r in records)
            )

    def _labelled(self, locale: str, record: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        if set(record) == {"title", "text"}:
            yield record["title"], record["text"]
            return
        words = self._catalog.interface[locale]
        for key, text in record.items():
            yield words["records"].get(key) or words["speakers"][key], text

    def _relations(self, page: EntryPage) -> Iterator[str]:
        from_path = _entry_path(page.entry.collection, page.entry.id)
        for relation in page.relations:
            yield _heading(relation.heading, relation.name)
            yield "\n".join(f"- {_link(from_path, card)}" for card in relation.cards)

    def _sources(self, page: EntryPage | GuidePage) -> Iterator[str]:
        if page.sources:
            heading = self._pages.words(page.locale, "interface", "sources")
            yield _heading(heading, "sources")
            lines = (
                ", ".join(part for part in (s.title, s.credit, s.kind, s.place) if part)
                for s in page.sources
            )
            yield "\n".join(f"- {inline.escape_markdown(line)}" for line in lines)

    def _prose(self, locale: str, from_path: str, prose: str) -> list[str]:
        return [self._text(locale, from_path, part) for part in inline.paragraphs(prose)]

    def _text(self, locale: str, from_path: str, text: str) -> str:
        return inline.to_markdown(text, self._linker(locale, from_path))

    def _linker(self, locale: str, from_path: str) -> Callable[[inline.EntryLink], str]:
        """Return a function that writes a `[[link]]` as it stands on the page at `from_path`."""

        def link(target: inline.EntryLink) -> str:
            if target.target in self._catalog.entries:
                return _link(from_path, self._pages.card(locale, target.target), target.text)
            words = target.text or self._pages.guide_title(locale, target.target)
            to_path = urls.relative_url(from_path.rpartition("/")[0], f"{target.target}.md")
            return f"[{inline.escape_markdown(words)}]({to_path})"

        return link


def _entry_path(collection_id: str, entry_id: str) -> str:
    return f"{collection_id}/{entry_id}.md"


def _link(from_path: str, card: Card, words: str = "") -> str:
    folder = from_path.rpartition("/")[0]
    to_path = urls.relative_url(folder, _entry_path(card.collection, card.id))
    return f"[{inline.escape_markdown(words or card.title)}]({to_path})"


def _heading(words: str, section_id: str) -> str:
    return f"## {inline.escape_markdown(words)} {{#{section_id}}}"


def _group(from_path: str, group: Group) -> Iterator[str]:
    if group.heading:
        yield _heading(group.heading, group.id)
    yield "\n".join(
        f"- {_link(from_path, card)}: {inline.escape_markdown(card.summary)}"
        for card in group.cards
    )


def _front_matter(title: str, description: str, locale: str) -> str:
    # JSON strings are YAML strings, whatever the text holds. Themes write these texts into quoted
    # attributes as they are, where a quotation mark would begin another attribute.
    pairs = {"title": title, "description": description, "language": locale}
    lines = [
        f"{key}: " + json.dumps(text.replace('"', "'"), ensure_ascii=False)
        for key, text in pairs.items()
    ]
    return "\n".join(("---", *lines, "---"))


def _document(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
