"""What readers see of texts that are stale or not translated yet, and what search engines are told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from handbook.frame import Addresses, FrameBuilder
from handbook.model import Catalog
from handbook.rendering import Renderer
from handbook.search.documents import search_documents
from tests.commands.running import catalog_of, edit, run, well
from tests.trees import change, load, load_well

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


def test_a_new_language_is_one_hint(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one for each of a thousand entries: here more than two are many."""
    monkeypatch.setattr("handbook.catalog.MAX_GAPS", 2)
    for number in range(3):
        well(good, "new", "signals", f"sound-{number}", "--origin", "ro", "--group", "tone")
    with (good / "handbook.yml").open("a", encoding="utf-8") as settings:
        settings.write("completeness: draft\n")
    for number in range(3):
        (good / f"docs/uk/signals/sound-{number}.yml").unlink()
    output = run(good, "check").output
    assert "handbook.yml:1:1: languages: 3 entries have no words in the language 'uk' yet" in output
    assert "sound-1.yml; until then" not in output


# --- what frames the entries -----------------------------------------------------------------


GUIDE = """---
title: Cum se folosește
description: Ce faci cu acest ghid în timpul apelului.
---

Citește [[law-ask-first]].

## Înainte {#before}

Deschide pagina.
"""


@pytest.fixture
def bare(good: Path) -> Path:
    """The good handbook as a draft with a language that has nothing; a guide in Romanian only."""
    change(
        good,
        [
            {"file": "handbook.yml", "write": "languages: [en, ro, uk, de]\ncompleteness: draft\n"},
            {"file": "docs/ro/use.md", "write": GUIDE},
            {"remove": "docs/uk/laws/index.yml"},
            {"file": "docs/en/ui.yml", "replace": "  home: HOME en\n", "with": ""},
        ],
    )
    return good


def test_a_language_without_any_file_builds(bare: Path) -> None:
    """All pages are there, in the words of others, and every gap is a hint."""
    catalog, log = load(bare)
    assert log.errors() == []
    renderer = Renderer(catalog)
    for locale in catalog.settings.languages:
        pages = [renderer.home(locale), renderer.guide(locale, "use")]
        pages += [renderer.collection(locale, c.id) for c in catalog.shown_collections()]
        pages += [renderer.entry(locale, entry_id) for entry_id in catalog.entries]
        for rendered in pages:
            assert rendered.title
            assert re.findall(r'="[^"<>]*(?:<|&lt;)span', rendered.html) == []
    hints = "\n".join(map(str, log.hints()))
    assert "the language 'de' has no docs/de/ui.yml yet; write it as in docs/en/ui.yml" in hints
    assert "the language 'uk' has no docs/uk/laws/index.yml yet" in hints
    assert "docs/en/ui.yml:1:1: 1 texts are not written yet (interface.home)" in hints
    assert "the language 'en' has no docs/en/use.md yet; write it as in docs/ro/use.md" in hints


def test_a_word_of_the_interface_falls_back_and_says_its_language(bare: Path) -> None:
    """To the first language that has it; the language's own name is known all the same."""
    catalog = catalog_of(bare)
    words = catalog.interface["de"]["interface"]
    assert (words["search"], words["home"]) == ("SEARCH en", "HOME ro")
    assert words["language"] == "Deutsch"
    assert catalog.interface["en"]["interface"]["home"] == "HOME ro"
    assert escape(words["search"]) == '<span lang="en">SEARCH en</span>'
    tree = page(catalog, "de", LAW)
    assert first(tree, "#say h2 span").attributes == {"lang": "en"}
    assert first(tree, "#say button").attributes["aria-label"] == "COPY PHRASE en"


def test_a_page_whose_frame_is_foreign_says_so(bare: Path) -> None:
    """A notice at its head, the language at every foreign word, and search engines go elsewhere."""
    catalog = catalog_of(bare)
    renderer = Renderer(catalog)
    frames = FrameBuilder(catalog, renderer.pages, SITE, {})
    shown = {
        "home": (renderer.home("de"), frames.frame("de", "", "", title="x", description="y"), "en"),
        "laws": (
            renderer.collection("uk", "laws"),
            frames.frame("uk", "laws", "", title="x", description="y"),
            "en",
        ),
        "use": (renderer.guide("en", "use"), frames.guide_frame("en", "use"), "ro"),
    }
    for name, (rendered, frame, lang) in shown.items():
        tree = LexborHTMLParser(rendered.html)
        assert "NOT TRANSLATED" in first(tree, "header .stale").text(), name
        assert first(tree, "h1 span").attributes == {"lang": lang}, name
        body = {"home": ".text", "laws": ".introduction", "use": "section#before"}[name]
        assert first(tree, body).attributes["lang"] == lang, name
        assert f"https://example.org/{lang}/".replace("/en/", "/") in frame.canonical, name
        assert frame.locale not in [o.locale for o in frame.alternates if o.translated], name
        assert frame.is_new
        assert f"/new/main?filename=docs%2F{frame.locale}" in frame.edit_url
    listed = {other.url for page in frames.all_alternates() for other in page}
    assert {"ro/use/", "laws/", "ro/laws/"} <= listed
    assert {"use/", "uk/laws/", "de/", "de/laws/"}.isdisjoint(listed)


def test_status_names_what_the_frame_lacks(bare: Path) -> None:
    """As text, as JSON and as Markdown."""
    output = well(bare, "status").stdout
    assert "de docs/de/ui.yml: is not there yet\n" in output
    assert "en docs/en/ui.yml: missing: interface.home\n" in output
    english = json.loads(well(bare, "status", "--format", "json").stdout)["languages"][0]
    assert english["frame"] == {"docs/en/ui.yml": ["interface.home"], "docs/en/use.md": []}
    markdown = well(bare, "status", "--format", "markdown").stdout
    assert "- uk docs/uk/laws/index.yml: is not there yet\n" in markdown


def test_a_word_that_no_language_has_is_an_error(bare: Path) -> None:
    """Nothing could stand in for it; a file that no language has cannot be read."""
    edit(bare, "docs/ro/ui.yml", "  home: HOME ro\n", "")
    edit(bare, "docs/uk/ui.yml", "  home: HOME uk\n", "")
    for locale in ("en", "ro"):
        (bare / f"docs/{locale}/laws/index.yml").unlink()
    found = [str(problem) for problem in load(bare)[1].errors()]
    assert found[0] == (
        "docs/en/laws/index.yml:1:1: cannot be read (No such file or directory); "
        "check that it exists and may be read"
    )
    assert found[-1] == (
        "docs/en/ui.yml:1:1: interface.home: missing in every language; add 'home:' in one language"
    )


def test_schemas_of_a_draft_ask_for_no_key(bare: Path) -> None:
    """An editor's red line must not stand under a gap; records stay whole."""
    well(bare, "schema")
    law = json.loads((bare / "schema/laws.json").read_text(encoding="utf-8"))
    assert law["required"] == []
    assert law["properties"]["avoid"]["items"]["required"] == ["mistake", "instead"]
    words = json.loads((bare / "schema/ui.json").read_text(encoding="utf-8"))
    assert words["properties"]["interface"]["required"] == []
    facts = json.loads((bare / "schema/data-laws.json").read_text(encoding="utf-8"))
    assert "origin" in facts["additionalProperties"]["required"]
