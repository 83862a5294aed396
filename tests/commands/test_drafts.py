"""What readers see of texts that are stale or not translated yet, and what search engines are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from handbook.frame import Addresses, FrameBuilder
from handbook.model import Catalog
from handbook.rendering import Renderer
from handbook.search.documents import search_documents
from tests.commands.running import catalog_of, edit, run, well
from tests.trees import load_well

LAW = "law-ask-first"
SITE = Addresses(site="https://example.org/", repository="https://example.org/repository")


def page(catalog: Catalog, locale: str, entry_id: str) -> LexborHTMLParser:
    """Render the inside of an entry's page."""
    return LexborHTMLParser(Renderer(catalog).entry(locale, entry_id).html)


def first(tree: LexborHTMLParser, selector: str) -> LexborNode:
    """Return the first element that a CSS selector matches; there must be one."""
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def notices(tree: LexborHTMLParser) -> list[str]:
    """Return what the page says of its texts, with the section that each notice is in."""
    found = []
    for node in tree.css(".stale"):
        parent = node.parent
        while parent is not None and parent.tag not in {"section", "header", "li"}:
            parent = parent.parent
        where = (parent.attributes.get("id") or parent.tag) if parent else ""
        found.append(f"{where}: {node.text()}")
    return found


@pytest.fixture
def draft(good: Path) -> Path:
    """The good handbook as a draft: Ukrainian lacks one entry, and another one's phrases."""
    with (good / "handbook.yml").open("a", encoding="utf-8") as settings:
        settings.write("completeness: draft\n")
    (good / f"docs/uk/laws/{LAW}.yml").unlink()
    path = good / "docs/uk/archetypes/hurried.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("say:")] + text[text.index("avoid:") :], encoding="utf-8")
    return good


def test_a_stale_section_says_so(good: Path) -> None:
    """In the reader's language, in that section, and only there; the origin says nothing."""
    well(good, "translated", "--all")
    edit(good, f"docs/ro/laws/{LAW}.yml", "O linie roșie sus.", "O linie roșie, sus de tot.")
    catalog = load_well(good)
    assert notices(page(catalog, "en", LAW)) == ["example: STALE en"]
    assert notices(page(catalog, "uk", LAW)) == ["example: STALE uk"]
    assert notices(page(catalog, "ro", LAW)) == []


def test_a_stale_title_and_a_stale_strategy_say_so(good: Path) -> None:
    """The one at the head of the page, the other beside its own text."""
    well(good, "translated", "--all")
    edit(good, f"docs/ro/laws/{LAW}.yml", "title: ", "title: Mereu ")
    edit(good, f"docs/ro/laws/{LAW}.yml", "ask-back: ", "ask-back: Mereu ")
    tree = page(load_well(good), "en", LAW)
    assert notices(tree) == ["header: STALE en", "li: STALE en"]


def test_a_page_without_its_language_shows_the_origin(draft: Path) -> None:
    """With one notice at its head, and every foreign word says what language it is in."""
    catalog = load_well(draft)
    tree = page(catalog, "uk", LAW)
    assert notices(tree) == ["header: NOT TRANSLATED uk"]
    assert first(tree, "h1 span[lang=ro]").text() == catalog.translations["ro", LAW].title
    for selector in (".summary", "#say ol", "#avoid ul", "#meaning p", "#limits p", "#example p"):
        nodes = [
            node
            for node in tree.css(selector)
            if "stale" not in (node.attributes.get("class") or "")
        ]
        assert {node.attributes.get("lang") for node in nodes} == {"ro"}, selector
    headings = [node.attributes.get("lang") for node in tree.css("section > h2")]
    assert set(headings) == {None}


def test_a_section_without_its_language_shows_the_origin(draft: Path) -> None:
    """The rest of the page is as it is."""
    tree = page(load_well(draft), "uk", "hurried")
    assert notices(tree) == ["say: NOT TRANSLATED uk"]
    assert first(tree, "#say ol").attributes.get("lang") == "ro"
    assert first(tree, "h1").text() == load_well(draft).translations["uk", "hurried"].title
    assert tree.css("h1 [lang]") == []


def test_links_to_an_untranslated_entry_say_its_language(draft: Path) -> None:
    """On cards, in lists and in texts."""
    tree = page(load_well(draft), "uk", "hurried")
    cards = [node for node in tree.css("a") if LAW in (node.attributes.get("href") or "")]
    assert cards
    for card in cards:
        assert card.parent is not None
        marked = (card.attributes.get("lang"), card.parent.attributes.get("lang"))
        assert "ro" in marked


def test_search_engines_are_sent_to_the_origin(draft: Path) -> None:
    """Canonical, hreflang, sitemap; the switch of languages still leads everywhere."""
    catalog = load_well(draft)
    frames = FrameBuilder(catalog, Renderer(catalog).pages, SITE, {})
    frame = frames.frame("uk", "laws", LAW, title="x", description="y")
    assert frame.canonical == f"https://example.org/ro/laws/{LAW}/"
    assert [other.locale for other in frame.alternates] == ["en", "ro", "uk"]
    assert [other.locale for other in frame.alternates if other.translated] == ["en", "ro"]
    listed = [[other.url for other in page] for page in frames.all_alternates()]
    assert [f"laws/{LAW}/", f"ro/laws/{LAW}/"] in listed
    assert frame.edit_url.startswith("https://example.org/repository/new/main?filename=docs%2Fuk")


def test_readers_of_no_language_get_the_origin_until_there_is_a_first(draft: Path) -> None:
    """`x-default` never leads to a page that only shows another language's words."""
    (draft / f"docs/en/laws/{LAW}.yml").unlink()
    catalog = load_well(draft)
    frames = FrameBuilder(catalog, Renderer(catalog).pages, SITE, {})
    frame = frames.frame("ro", "laws", LAW, title="x", description="y")
    assert frame.x_default == f"https://example.org/ro/laws/{LAW}/"
    assert [[o.url for o in page] for page in frames.all_alternates() if len(page) == 1] == [
        [f"ro/laws/{LAW}/"]
    ]


def test_the_search_does_not_find_foreign_words(draft: Path) -> None:
    """They are found in their own language; the numbers of the entries stay the same."""
    catalog = load_well(draft)
    documents = {document.id: document for document in search_documents(catalog, "uk")}
    assert list(documents) == list(catalog.entries)
    assert documents[LAW].lines == ()
    fields = {line.field for line in documents["hurried"].lines}
    assert "say" not in fields
    assert "title" in fields


def test_status_counts_what_is_missing_in_a_draft(draft: Path) -> None:
    """The origin's words stand in, and are not taken for a translation."""
    lines = well(draft, "status").stdout
    assert "uk hurried: missing: say\n" in lines
    well(draft, "translated", "--all")
    catalog = catalog_of(draft)
    assert "say" not in catalog.translations["uk", "hurried"].translated_from
    assert not (draft / f"docs/uk/laws/{LAW}.yml").exists()


def test_a_scaffold_builds_in_a_draft(draft: Path) -> None:
    """The origin has a name and a summary, all else is still empty."""
    well(draft, "new", "signals", "whispers", "--origin", "ro", "--group", "tone")
    path = "docs/ro/signals/whispers.yml"
    edit(draft, path, "title:\n", "title: Vorbește în șoaptă\n")
    edit(
        draft,
        path,
        "summary:\n",
        "summary: Vorbește încet, ca și cum cineva nu trebuie să audă apelul.\n",
    )
    edit(draft, "data/archetypes.yml", "signals: [", "signals: [whispers, ")
    catalog = load_well(draft)
    for locale in catalog.settings.languages:
        assert "Vorbește în șoaptă" in Renderer(catalog).entry(locale, "whispers").html


def test_a_new_language_is_one_hint(good: Path) -> None:
    """Not one for each of a thousand entries."""
    for number in range(12):
        well(good, "new", "signals", f"sound-{number}", "--origin", "ro", "--group", "tone")
    with (good / "handbook.yml").open("a", encoding="utf-8") as settings:
        settings.write("completeness: draft\n")
    for number in range(12):
        (good / f"docs/uk/signals/sound-{number}.yml").unlink()
    output = run(good, "check").output
    assert (
        "handbook.yml:1:1: languages: 12 entries have no words in the language 'uk' yet" in output
    )
    assert "sound-1.yml; until then" not in output
