"""The inside of a page as HTML: what must hold whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handbook import inline, schema
from handbook.model import Catalog, Value
from handbook.rendering import Renderer
from tests.trees import LANGUAGES, change, load_well


class Page(HTMLParser):
    """Collects the ids, links, tags and words of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id" and value:
                self.ids.append(value)
            if tag == "a" and name == "href" and value is not None:
                self.links.append(value)

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text += data


def words(text: str) -> str:
    """Return a text with single spaces, as a browser shows it."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def renderer(catalog: Catalog) -> Renderer:
    """Renders the good handbook."""
    return Renderer(catalog)


ENTRIES = [
    "hurried",
    "outage",
    "law-ask-first",
    "short-notes",
    "name-a-time",
    "ask-back",
    "calls-again",
    "speaks-fast",
]


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("entry_id", ENTRIES)
def test_every_section_has_its_id_once(renderer: Renderer, locale: str, entry_id: str) -> None:
    """The ids are the names of the fields, so a link to a section holds in every language."""
    rendered = renderer.entry(locale, entry_id)
    page = Page(rendered.html)
    assert len(page.ids) == len(set(page.ids))
    assert rendered.anchors <= set(page.ids)
    assert rendered.anchors == frozenset(renderer.pages.entry_page("en", entry_id).section_ids())


def texts_of(value: Value) -> Iterator[str]:
    """Yield every piece of text that a field holds."""
    if isinstance(value, str):
        yield from value.split("\n")
    elif isinstance(value, Mapping):
        for text in value.values():
            yield from text.split("\n")
    else:
        for item in value:
            yield from texts_of(item)


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("entry_id", ENTRIES)
def test_a_page_shows_every_text_of_its_entry(
    renderer: Renderer, catalog: Catalog, locale: str, entry_id: str
) -> None:
    """All that was written is on the page, but for the words that only the search knows."""
    shown = words(Page(renderer.entry(locale, entry_id).html).text)

    def title_of(target: str) -> str:
        return catalog.translations[locale, target].title

    fields = catalog.translations[locale, entry_id].fields
    collection = schema.collection(catalog.entries[entry_id].collection)
    hidden = {field.name for field in collection.fields if field.area is schema.Area.HIDDEN}
    texts = [
        (name in hidden, words(inline.to_plain(text, title_of)))
        for name, value in fields.items()
        for text in texts_of(value)
    ]
    assert [text for is_hidden, text in texts if not is_hidden and text not in shown] == []
    long = [text for is_hidden, text in texts if is_hidden and len(text.split()) > 4]
    assert [text for text in long if text in shown] == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_links_of_a_page_lead_to_pages_of_its_language(renderer: Renderer, locale: str) -> None:
    """They are relative, so that the site works under any path."""
    links = Page(renderer.entry(locale, "hurried").html).links
    assert "../../laws/law-ask-first/" in links
    assert "../../situations/outage/" in links
    assert "../../signals/calls-again/" in links
    assert "../../strategies/name-a-time/" in links
    assert not [link for link in links if link.startswith("/")]


def test_all_text_is_escaped(good: Path) -> None:
    """Signs that mean something in HTML are shown as they stand, wherever they stand."""
    nasty = "5 < 6 & 7 > 2 \" ' {{ 1 }} {% x %}"
    change(
        good,
        [
            {"file": "docs/en/signals/calls-again.yml", "replace": "Any news?", "with": f"|\n    {nasty}"},
            {
                "file": "docs/en/signals/calls-again.yml",
                "replace": "title: Calls again",
                "with": f"title: |\n  {nasty}",
            },
            {
                "file": "docs/en/signals/calls-again.yml",
                "replace": "summary: The",
                "with": f"summary: |\n  {nasty} The",
            },
            {
                "file": "docs/en/signals/index.yml",
                "replace": "behaviour: In what is done",
                "with": f"behaviour: |\n    {nasty}",
            },
            {"file": "data/sources.yml", "replace": "Manualul de telefon", "with": "<i>Manual</i>"},
        ],
    )  # fmt: skip
    renderer = Renderer(load_well(good))
    pages = [
        renderer.entry("en", "calls-again"),
        renderer.entry("en", "hurried"),
        renderer.collection("en", "signals"),
        renderer.home("en"),
    ]
    for rendered in pages:
        page = Page(rendered.html)
        assert nasty in words(page.text) or "<i>Manual</i>" in page.text
        assert {"script", "i", "style"}.isdisjoint(page.tags)
        assert not [name for name in page.attributes if name.startswith("on")]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_collections_and_home_pages_lead_to_all_entries(renderer: Renderer, locale: str) -> None:
    """A collection lists its entries; the home page lists the signals and the collections."""
    for collection_id, entry_ids in {
        "strategies": ["name-a-time", "ask-back"],
        "signals": ["speaks-fast", "calls-again"],
    }.items():
        rendered = renderer.collection(locale, collection_id)
        page = Page(rendered.html)
        found = [link for link in page.links if link.rstrip("/") in entry_ids]
        assert list(dict.fromkeys(found)) == [f"{entry_id}/" for entry_id in entry_ids]
        assert rendered.anchors <= set(page.ids)
    home = Page(renderer.home(locale).html)
    assert {"signals/calls-again/", "signals/speaks-fast/", "laws/", "archetypes/"} <= set(
        home.links
    )
