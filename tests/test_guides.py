"""Guides: pages of prose in every language, with sections that bear the same ids."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from handbook import guides, schema
from handbook.frame import Addresses, FrameBuilder
from handbook.inline import EntryLink
from handbook.model import Catalog
from handbook.rendering import Renderer
from handbook.staging import stage, staged_pages
from tests.test_staging import build_with_plain_mkdocs
from tests.trees import LANGUAGES, change, load_well

REPOSITORY = "https://example.org/handbook"
BODY = """\
Read [[law-ask-first]] first.

## Before {#before}

1. Open [the form](repo:issues/new).
2. Write `[[law-ask-first]]` *yourself*, or <b>not</b>.

### Details {#details}

See [the site](https://example.org/) and [above](#before), or [[use|this page]].

## After {#after}

Braces {onclick=alert(1)} stay words.
"""


def write_guide(root: Path, body: str, name: str = "use") -> None:
    """Give every language of the good handbook the same guide; its letters are plain Latin."""
    for locale in LANGUAGES:
        title = {"en": "How to use it", "ro": "Cum se folosește", "uk": "Як користуватися"}[locale]
        line = {
            "en": "What to do with this guide in a call.",
            "ro": "Ce faci cu acest ghid în timpul apelului.",
            "uk": "Що робити з довідником під час дзвінка.",
        }[locale]
        text = f"---\ntitle: {title}\ndescription: {line}\n---\n\n{body}"
        change(root, [{"file": f"docs/{locale}/{name}.md", "write": text}])


@pytest.fixture
def guided(good: Path) -> Catalog:
    """The good handbook with two guides."""
    body = BODY.replace("<b>not</b>", "not")
    write_guide(good, body)
    write_guide(good, "Where it comes from.\n", schema.SOURCES_GUIDE)
    return load_well(good)


def no_link(target: EntryLink) -> Markup:
    """Render no link at all."""
    return Markup("<i>{}</i>").format(target.target)


def test_a_handbook_may_go_without_guides(catalog: Catalog) -> None:
    """A guide that no language has is not missed."""
    assert catalog.shown_guides() == []


def test_a_guide_is_split_at_its_headings() -> None:
    """Headings of level 3 stay within their section, and code is no heading."""
    parts = guides.sections("Intro.\n\n## One {#one}\n\n### Two {#two}\n\n`## Three`\n")
    assert [(part.id, part.heading, part.body) for part in parts] == [
        ("", "", "Intro."),
        ("one", "One", "### Two {#two}\n\n`## Three`"),
    ]


def test_a_guide_as_html(guided: Catalog) -> None:
    """Sections with their ids, links to entries, guides and the repository; examples stay as they are."""
    page = Renderer(guided, REPOSITORY).guide("en", "use")
    assert page.anchors == {"before", "after"}
    assert 'id="before"' in page.html
    assert '<h3 id="details">Details</h3>' in page.html
    assert '<a href="../laws/law-ask-first/">' in page.html
    assert f'<a href="{REPOSITORY}/issues/new">the form</a>' in page.html
    assert "<code>[[law-ask-first]]</code>" in page.html
    assert '<a href="./">this page</a>' in page.html
    assert '<a href="#before">above</a>' in page.html


def test_without_a_repository_its_links_are_words(guided: Catalog) -> None:
    """No link that leads nowhere."""
    assert "<li>Open the form.</li>" in Renderer(guided).guide("en", "use").html


def test_one_guide_lists_the_source_documents(guided: Catalog) -> None:
    """Each in its own language, as on the pages of entries."""
    renderer = Renderer(guided)
    about = renderer.guide("uk", schema.SOURCES_GUIDE)
    assert "sources" in about.anchors
    for document in guided.documents.values():
        assert f'<cite lang="{document.language}">{document.title}</cite>' in about.html
    assert "sources" not in renderer.guide("uk", "use").anchors


def test_every_page_names_the_guides(guided: Catalog) -> None:
    """In the language of the page; a guide knows that it is the current one."""
    pages = Renderer(guided).pages
    frames = FrameBuilder(guided, pages, Addresses("https://example.org/", REPOSITORY), {})
    frame = frames.guide_frame("ro", "use")
    assert [(link.title, link.url, link.current) for link in frame.guides] == [
        ("Cum se folosește", "ro/use/", True),
        ("Cum se folosește", "ro/about/", False),
    ]
    assert frame.edit_url == f"{REPOSITORY}/edit/main/docs/ro/use.md"
    assert [other.url for other in frame.alternates] == ["use/", "ro/use/", "uk/use/"]
    addresses = [page[0].url for page in frames.all_alternates()]
    assert addresses[-2:] == ["use/", "about/"]


def test_a_guide_in_markdown(guided: Catalog) -> None:
    """Links lead to files, code is left alone, and nothing becomes an attribute."""
    page = dict(staged_pages(guided))["uk/use.md"]
    assert page.count("## Before {#before}") == 1
    assert "](laws/law-ask-first.md)" in page
    assert "`[[law-ask-first]]`" in page
    assert "[this page](use.md)" in page
    assert "Open the form." in page
    assert "\\{onclick=alert(1)}" in page


def test_plain_mkdocs_builds_guides(guided: Catalog, tmp_path: Path) -> None:
    """Strictly and without any of our hooks, links and their sections too."""
    stage(guided, tmp_path / "out")
    site = build_with_plain_mkdocs(tmp_path)
    page = (site / "uk" / "use" / "index.html").read_text(encoding="utf-8")
    assert '<h2 id="before">Before</h2>' in page
    assert '<h3 id="details">Details</h3>' in page
    assert " onclick=" not in page.split('role="main"')[1].replace("{onclick=", "")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("## <i>x</i> {#x}", "&lt;i&gt;x"),
    ],
)
def test_no_markup_gets_out_of_a_guide(text: str, escaped: str) -> None:
    """The checks refuse it; who skips them still gets words."""
    assert escaped in guides.to_html(text, no_link, REPOSITORY)


@given(st.text())
def test_any_text_is_a_guide(text: str) -> None:
    """Nothing that somebody writes breaks the reader, and no tag gets through."""
    assert "<script" not in guides.to_html(text, no_link, "")
    guides.to_markdown(text, lambda target: target.target)
    list(guides.faults(text))
    assert len(guides.prose(text)) == len(text)
    assert guides.sections(text)[0].id == ""


def test_a_report_opens_the_form_of_the_language(catalog: Catalog) -> None:
    """Prefilled with the page; a language without a form gets an empty issue that says the same."""
    addresses = Addresses("https://example.org/", REPOSITORY, forms=frozenset({"ro"}))
    frames = FrameBuilder(catalog, Renderer(catalog).pages, addresses, {})
    urls = {
        locale: frames.frame(locale, "laws", "law-ask-first", title="", description="").report_url
        for locale in LANGUAGES
    }
    assert urls["ro"] == (
        f"{REPOSITORY}/issues/new?title=%5Bro%5D+laws%2Flaw-ask-first&template=ro-correct.yml"
        "&page=https%3A%2F%2Fexample.org%2Fro%2Flaws%2Flaw-ask-first%2F"
        "&file=docs%2Fro%2Flaws%2Flaw-ask-first.yml"
    )
    assert "template" not in urls["uk"]
    assert "docs%2Fuk%2Flaws%2Flaw-ask-first.yml" in urls["uk"]


NASTY = {
    "blank lines": "\n" * 125_000,
    "backticks of every length": "\n".join("`" * length + "x" for length in range(1, 480)),
    "links that never end": "\n".join(["[a](" * 1_200] * 26),
    "brackets": "\n".join(["[" * 4_900] * 26),
    "spaces before a heading": "\n".join([" " * 4_900 + "#"] * 26),
    "nested lists": "\n".join("  " * depth + "- a" for depth in range(340)),
    "stars": "\n".join(["*a " * 1_600] * 26),
}


@pytest.mark.parametrize("body", NASTY.values(), ids=NASTY)
def test_a_nasty_guide_is_read_soon(body: str) -> None:
    """Files as large as may be: about a second at most; the bound leaves room for a busy machine."""
    begun = time.process_time()
    list(guides.faults(body))
    guides.sections(body)
    guides.to_markdown(body, lambda target: target.target)
    guides.to_html(body, no_link, "")
    assert time.process_time() - begun < 10
