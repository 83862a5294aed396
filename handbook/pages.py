"""Turns the catalogue into what each page shows: plain values that templates can lay out.

A page is described here without any markup of its own but the inline one, so that the HTML
templates and the Markdown staging show the same things in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from handbook import guides, inline, references, schema, urls
from handbook.model import (
    Catalog,
    Citation,
    CollectionWords,
    Entry,
    Guide,
    SourceDocument,
    Translation,
    language_of,
)
from handbook.schema import Area, Field, Kind

_WINDOW = 24
"""How many neighbours on each side the navigation lists of a long collection."""


@dataclass(frozen=True, slots=True)
class Card:
    """Another entry, as a link with what tells whether to follow it."""

    id: str
    collection: str
    label: str
    """What kind of entry it is, in the reader's language."""
    title: str
    summary: str
    lead: str
    """Its first move or statement; empty for collections that have none."""
    url: str
    """Address from the site's root."""
    number: int | None
    group: str
    lang: str = ""
    """Language of its words, where that is not the page's own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list."""

    text: str
    """As it stands in the file: what a copy button copies."""
    html: Markup


@dataclass(frozen=True, slots=True)
class Keyed:
    """Prose about another entry."""

    card: Card
    paragraphs: list[Markup]
    lang: str = ""
    """Language of the text, where that is not the page's own."""
    stale: bool = False
    """Whether the origin has changed since this was translated."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side says in a dialogue."""

    speaker: str
    """`client` or `agent`."""
    label: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """One field on the page."""

    name: str
    """The field's name, and the section's id in the page."""
    heading: str
    kind: str
    """`line`, `sentence`, `prose`, `lines`, `keyed`, `records` or `dialogue` (`schema.Kind`)."""
    line: Line | None = None
    paragraphs: list[Markup] | None = None
    lines: list[Line] | None = None
    keyed: list[Keyed] | None = None
    records: list[dict[str, Markup]] | None = None
    turns: list[Turn] | None = None
    lang: str = ""
    """Language of the text, where that is not the page's own."""
    stale: bool = False
    """Whether the origin has changed since this was translated."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A list of other entries, computed from the links."""

    name: str
    """One of `interface.RELATIONS`; the id of its section."""
    heading: str
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where an entry's facts come from."""

    title: str
    language: str
    """Language of the title, for its `lang`."""
    kind: str
    credit: str
    """Author, publisher and year as far as known; may be empty."""
    place: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Everything that an entry's page shows."""

    locale: str
    entry: Entry
    url: str
    collection: CollectionWords
    title: str
    summary: str
    path: str
    """The file of its words, from the root of the content."""
    lead: Section | None
    first_screen: list[Section]
    body: list[Section]
    relations: list[Relation]
    sources: list[SourceLine]
    lang: str = ""
    """Language of the title, where that is not the page's own: the entry is not translated yet."""
    foreign_name: str = ""
    """What that language, or the one of other foreign texts, is called in itself."""
    summary_lang: str = ""
    stale_head: bool = False
    """Whether title or summary have fallen behind their origin."""

    def section(self, name: str) -> Section | None:
        """Return the section of a field if the page has it."""
        sections = [self.lead, *self.first_screen, *self.body]
        return next((found for found in sections if found and found.name == name), None)

    def relation(self, name: str) -> Relation | None:
        """Return a list of links if the page has it."""
        return next((found for found in self.relations if found.name == name), None)

    def section_ids(self) -> Iterator[str]:
        """Yield the ids of all sections, in order."""
        for section in (self.lead, *self.first_screen, *self.body):
            if section:
                yield section.name
        for relation in self.relations:
            yield relation.name
        if self.sources:
            yield "sources"


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; the heading is empty when a collection has no groups."""

    id: str
    heading: str
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Everything that a collection's page shows."""

    locale: str
    id: str
    url: str
    words: CollectionWords
    introduction: list[Markup]
    introduction_lang: str
    """Language of the introduction, where it is not the page's own."""
    groups: list[Group]
    foreign_name: str = ""
    """What the language of the page's words is called, where it is not the page's own."""


@dataclass(frozen=True, slots=True)
class CollectionCard:
    """A collection on the home page and in the navigation."""

    id: str
    title: str
    summary: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything that a language's home page shows."""

    locale: str
    url: str
    title: str
    description: str
    path: str
    body: list[Markup]
    body_lang: str
    """Language of the body, where it is not the page's own."""
    foreign_name: str
    """What that language is called; empty where there is none."""
    collections: list[CollectionCard]
    signal_groups: list[Group]
    """The signals, for the question "what do you notice?"."""


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A part of a guide under one heading; both are empty for what stands before the first."""

    id: str
    heading: str
    html: Markup


@dataclass(frozen=True, slots=True)
class GuidePage:
    """Everything that a guide shows."""

    locale: str
    url: str
    words: Guide
    sections: list[GuideSection]
    sources: list[SourceLine]
    """All source documents, on the guide that lists them."""
    foreign_name: str = ""
    """What the language of the page's words is called, where it is not the page's own."""

    def section_ids(self) -> Iterator[str]:
        """Yield the ids of all sections, in order."""
        yield from (section.id for section in self.sections if section.id)
        if self.sources:
            yield "sources"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the navigation."""

    title: str
    url: str
    number: int | None
    current: bool
    lang: str = ""
    """Language of the title, where that is not the page's own."""


@dataclass(frozen=True, slots=True)
class NavSection:
    """A collection in the navigation; only the open one lists entries."""

    id: str
    title: str
    url: str
    current: bool
    """Whether the page itself is this collection's."""
    open: bool
    items: list[NavItem]
    shortened: bool
    """Whether entries are left out because there are too many to list."""


class PageBuilder:
    """Builds what each page shows, from one catalogue without errors."""

    def __init__(self, catalog: Catalog, repository: str = "") -> None:
        self.catalog = catalog
        self._repository = repository
        self._relations = references.relations(catalog)
        self._cards: dict[tuple[str, str], Card] = {}
        self._groups: dict[tuple[str, str], list[Group]] = {}

    # --- addresses ---------------------------------------------------------------------------

    def url(self, locale: str, entry: Entry) -> str:
        """Return the address of an entry's page from the site's root."""
        return urls.page_url(self.catalog.settings, locale, entry.collection, entry.id)

    def words(self, locale: str, section: str, key: str) -> str:
        """Return a word of the interface."""
        return self.catalog.interface[locale][section][key]

    # --- entries -----------------------------------------------------------------------------

    def entry_page(self, locale: str, entry_id: str) -> EntryPage:
        """Describe the page of an entry in a language; KeyError for an unknown one."""
        entry = self.catalog.entries[entry_id]
        words = self.catalog.translations[locale, entry_id]
        url = self.url(locale, entry)
        stale = self.catalog.stale_fields(locale, entry_id)
        sections = [
            (field.area, self._marked(self._section(locale, url, words, field), words, stale))
            for field in schema.collection(entry.collection).fields
            if field.name in words.fields and field.area not in (Area.HEAD, Area.HIDDEN)
        ]
        return EntryPage(
            locale=locale,
            entry=entry,
            url=url,
            collection=self.catalog.collections[locale, entry.collection],
            title=words.title,
            summary=words.summary,
            path=words.path,
            lead=next((section for area, section in sections if area is Area.LEAD), None),
            first_screen=[section for area, section in sections if area is Area.FIRST_SCREEN],
            body=[section for area, section in sections if area is Area.BODY],
            relations=list(self._relation_lists(locale, entry)),
            sources=[self._source_line(locale, citation) for citation in entry.citations],
            lang=words.language_of("title"),
            foreign_name=(
                self.words(words.foreign_locale, "interface", "language")
                if words.foreign_fields
                else ""
            ),
            summary_lang=words.language_of("summary"),
            stale_head=not {"title", "summary"}.isdisjoint(stale),
        )

    def _marked(self, section: Section, words: Translation, stale: Container[str]) -> Section:
        """Say of a section whether its text is stale or in another language."""
        if not section.keyed:
            lang = words.language_of(section.name)
            return replace(section, lang=lang, stale=section.name in stale)
        keyed = []
        for item in section.keyed:
            name = f"{section.name}.{item.card.id}"
            keyed.append(replace(item, lang=words.language_of(name), stale=name in stale))
        return replace(section, keyed=keyed)

    def card(self, locale: str, entry_id: str) -> Card:
        """Describe an entry as a link."""
        key = (locale, entry_id)
        if key not in self._cards:
            self._cards[key] = self._make_card(locale, self.catalog.entries[entry_id])
        return self._cards[key]

    def _make_card(self, locale: str, entry: Entry) -> Card:
        words = self.catalog.translations[locale, entry.id]
        lead = schema.collection(entry.collection).lead
        return Card(
            id=entry.id,
            collection=entry.collection,
            label=self.catalog.collections[locale, entry.collection].label,
            title=words.title,
            summary=words.summary,
            lead=words.text(lead.name) if lead else "",
            url=self.url(locale, entry),
            number=entry.number,
            group=entry.group,
            lang=words.language_of("title"),
        )

    def _section(self, locale: str, url: str, words: Translation, field: Field) -> Section:
        heading = self.words(locale, "fields", field.name)
        value = words.fields[field.name]
        name, kind = field.name, field.kind.value
        if field.kind is Kind.KEYED:
            assert isinstance(value, Mapping)
            keyed = []
            for key, text in value.items():
                html = self._inline(locale, url, words.language_of(f"{name}.{key}"))
                paragraphs = [html(part) for part in inline.paragraphs(text)]
                keyed.append(Keyed(self.card(locale, key), paragraphs))
            return Section(name, heading, kind, keyed=keyed)
        html = self._inline(locale, url, words.language_of(name))
        if isinstance(value, str):
            if field.kind is Kind.PROSE:
                paragraphs = [html(part) for part in inline.paragraphs(value)]
                return Section(name, heading, kind, paragraphs=paragraphs)
            return Section(name, heading, kind, line=Line(value, html(value)))
        assert isinstance(value, tuple)
        if field.kind is Kind.LINES:
            lines = [Line(item, html(item)) for item in value if isinstance(item, str)]
            return Section(name, heading, kind, lines=lines)
        records = [item for item in value if isinstance(item, Mapping)]
        if field.kind is Kind.RECORDS:
            shown = [{key: html(text) for key, text in record.items()} for record in records]
            return Section(name, heading, kind, records=shown)
        turns = [
            Turn(speaker, self.words(locale, "speakers", speaker), html(text))
            for record in records
            for speaker, text in record.items()
        ]
        return Section(name, heading, kind, turns=turns)

    def _inline(self, locale: str, url: str, lang: str = "") -> Callable[[str], Markup]:
        """Return a function that renders a paragraph as it stands on the page at `url`.

        `lang` is the language of the paragraph, where that is not the page's own.
        """
        link = self._linker(locale, url, lang)
        return lambda text: inline.to_html(text, link)

    def _linker(
        self, locale: str, url: str, lang: str = ""
    ) -> Callable[[inline.EntryLink], Markup]:
        """Return a function that renders a `[[link]]` as it stands on the page at `url`."""

        def link(target: inline.EntryLink) -> Markup:
            if target.target not in self.catalog.entries:
                href = urls.relative_url(url, self.guide_url(locale, target.target))
                words = target.text or self.guide_title(locale, target.target)
                return Markup('<a href="{}">{}</a>').format(href, words)
            href = urls.relative_url(url, self.card(locale, target.target).url)
            # A title in a foreign text is in that text's language, or else in the title's own.
            named = self.card(lang or locale, target.target)
            if named.lang and not target.text:
                marked = Markup('<a href="{}" lang="{}">{}</a>')
                return marked.format(href, named.lang, named.title)
            return Markup('<a href="{}">{}</a>').format(href, target.text or named.title)

        return link

    def _relation_lists(self, locale: str, entry: Entry) -> Iterator[Relation]:
        found = self._relations[entry.id]
        for name in references.RELATIONS:
            ids: tuple[str, ...] = getattr(found, name)
            if ids:
                cards = [self.card(locale, target) for target in ids]
                yield Relation(name, self.words(locale, "relations", name), cards)

    def _source_line(self, locale: str, citation: Citation) -> SourceLine:
        return self._document_line(
            locale, self.catalog.documents[citation.document], citation.place
        )

    def _document_line(self, locale: str, document: SourceDocument, place: str) -> SourceLine:
        credit = [document.author, document.publisher, document.year]
        return SourceLine(
            title=document.title,
            language=document.language,
            kind=self.words(locale, "source_kinds", document.kind),
            credit=", ".join(part for part in credit if part),
            place=place,
        )

    # --- guides ------------------------------------------------------------------------------

    def guide_url(self, locale: str, guide_id: str) -> str:
        """Return the address of a guide from the site's root."""
        return urls.page_url(self.catalog.settings, locale, guide_id)

    def guide_title(self, locale: str, guide_id: str) -> str:
        """Return the name of a guide; KeyError for an unknown one."""
        return self.catalog.guides[locale, guide_id].title

    def guide_page(self, locale: str, guide_id: str) -> GuidePage:
        """Describe a guide in a language."""
        words = self.catalog.guides[locale, guide_id]
        url = self.guide_url(locale, guide_id)
        link = self._linker(locale, url, words.lang)
        listed = self.catalog.documents.values() if guide_id == schema.SOURCES_GUIDE else ()
        return GuidePage(
            locale=locale,
            url=url,
            words=words,
            sections=[
                GuideSection(
                    part.id, part.heading, guides.to_html(part.body, link, self._repository)
                )
                for part in guides.sections(words.body)
                if part.heading or part.body
            ],
            sources=[self._document_line(locale, document, "") for document in listed],
            foreign_name=self._foreign_name(locale, guide_id),
        )

    def _foreign_name(self, locale: str, *parts: str) -> str:
        """Return what the language of a page's words is called, if it is not the page's own."""
        shown_in = self.catalog.shown_in(locale, *parts)
        return self.words(shown_in, "interface", "language") if shown_in != locale else ""

    # --- collections, home, navigation -------------------------------------------------------

    def collection_page(self, locale: str, collection_id: str) -> CollectionPage:
        """Describe the page of a collection in a language."""
        words = self.catalog.collections[locale, collection_id]
        url = urls.page_url(self.catalog.settings, locale, collection_id)
        introduction_lang = language_of(words.introduction)
        html = self._inline(locale, url, introduction_lang)
        return CollectionPage(
            locale=locale,
            id=collection_id,
            url=url,
            words=words,
            introduction=[html(part) for part in inline.paragraphs(words.introduction)],
            introduction_lang=introduction_lang,
            groups=self.groups(locale, collection_id),
            foreign_name=self._foreign_name(locale, collection_id),
        )

    def groups(self, locale: str, collection_id: str) -> list[Group]:
        """Return a collection's entries under the headings of its groups, without empty ones."""
        key = (locale, collection_id)
        if key not in self._groups:
            self._groups[key] = list(self._make_groups(locale, collection_id))
        return self._groups[key]

    def _make_groups(self, locale: str, collection_id: str) -> Iterator[Group]:
        cards = [self.card(locale, e.id) for e in self.catalog.entries_of(collection_id)]
        declared = schema.collection(collection_id).groups or ("",)
        headings = self.catalog.collections[locale, collection_id].groups
        for group in declared:
            members = [card for card in cards if card.group == group]
            if members:
                yield Group(group, headings.get(group, ""), members)

    def home_page(self, locale: str) -> HomePage:
        """Describe a language's home page."""
        home = self.catalog.homes[locale]
        url = urls.page_url(self.catalog.settings, locale)
        html = self._inline(locale, url, language_of(home.body))
        has_signals = any(c.id == "signals" for c in self.catalog.shown_collections())
        return HomePage(
            locale=locale,
            url=url,
            title=home.title,
            description=home.description,
            path=home.path,
            body=[html(part) for part in inline.paragraphs(home.body)],
            body_lang=language_of(home.body),
            foreign_name=self._foreign_name(locale),
            collections=self.collection_cards(locale),
            signal_groups=self.groups(locale, "signals") if has_signals else [],
        )

    def collection_cards(self, locale: str) -> list[CollectionCard]:
        """Describe every collection that has entries."""
        return [
            CollectionCard(
                id=declared.id,
                title=self.catalog.collections[locale, declared.id].title,
                summary=self.catalog.collections[locale, declared.id].summary,
                url=urls.page_url(self.catalog.settings, locale, declared.id),
                count=sum(len(g.cards) for g in self.groups(locale, declared.id)),
            )
            for declared in self.catalog.shown_collections()
        ]

    def navigation(self, locale: str, collection_id: str, entry_id: str) -> list[NavSection]:
        """Describe the navigation of a page: all collections, the open one with its entries.

        A long collection lists only the neighbours of the page, so that pages do not grow with
        the handbook. `collection_id` and `entry_id` are empty where the page has none.
        """
        return [
            self._nav_section(locale, card, collection_id, entry_id)
            for card in self.collection_cards(locale)
        ]

    def _nav_section(
        self, locale: str, card: CollectionCard, collection_id: str, entry_id: str
    ) -> NavSection:
        is_open = card.id == collection_id
        cards = (
            [c for group in self.groups(locale, card.id) for c in group.cards] if is_open else []
        )
        shown = _window(cards, entry_id)
        return NavSection(
            id=card.id,
            title=card.title,
            url=card.url,
            current=is_open and not entry_id,
            open=is_open,
            items=[NavItem(c.title, c.url, c.number, c.id == entry_id, c.lang) for c in shown],
            shortened=len(shown) < len(cards),
        )


def _window(cards: list[Card], entry_id: str) -> list[Card]:
    if len(cards) <= 2 * _WINDOW + 1:
        return cards
    index = next((i for i, card in enumerate(cards) if card.id == entry_id), 0)
    first = max(0, min(index - _WINDOW, len(cards) - 2 * _WINDOW - 1))
    return cards[first : first + 2 * _WINDOW + 1]
