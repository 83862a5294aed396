"""The inline markup: what becomes HTML and Markdown, and that nothing else does."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from handbook import inline

MARKUP_TEXT = st.lists(
    st.sampled_from(
        ["*", "**", "_", "[", "]", "[[", "]]", "(", ")", "|", "\\", "<", ">", "&", '"', "'", "`", "!", "#",
         "{", "}", " ", "\n", "<script>", "javascript:alert(1)", "https://x.org", "http://x.org",
         "data:text/html,x", "&lt;", "onclick=x", "a", "word", "слово", "id-of-entry"]
    ) | st.text(max_size=3),
    max_size=25,
).map("".join)  # fmt: skip


def show_link(link: inline.EntryLink) -> Markup:
    """Stand in for the engine's own links."""
    return Markup('<a href="https://own.test/{}">{}</a>').format(link.target, link.text)


class Tags(HTMLParser):
    """Collects the tags of a piece of HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag with its attributes."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note the text between the tags."""
        self.text += data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("this *now*", "this <em>now</em>"),
        ("this **now**", "this <strong>now</strong>"),
        ("snake_case_name and 5 * 3", "snake_case_name and 5 * 3"),
        ("[guide](https://x.org/a)", '<a href="https://x.org/a">guide</a>'),
        ("[guide](http://x.org/a)", "[guide](http://x.org/a)"),
        ("[guide](//x.org)", "[guide](//x.org)"),
        ("[guide](javascript:alert(1))", "[guide](javascript:alert(1))"),
        ("[guide](JaVaScRiPt&colon;alert(1))", "[guide](JaVaScRiPt&amp;colon;alert(1))"),
        ("[[x|word]]", '<a href="https://own.test/x">word</a>'),
        ("a [[x|b]] c", 'a <a href="https://own.test/x">b</a> c'),
        ("*see [[x|b]]*", '<em>see <a href="https://own.test/x">b</a></em>'),
        ("[[ x | b ]]", '<a href="https://own.test/x">b</a>'),
        ("[[x|*b*]]", '<a href="https://own.test/x">*b*</a>'),
        ("[[a|b|c]] [[ ]] [[|b]]", "[[a|b|c]] [[ ]] [[|b]]"),
        ("[[[x|b]]]", '[<a href="https://own.test/x">b</a>]'),
        ('[[x|<img onerror="y">]]', '<a href="https://own.test/x">&lt;img onerror=&#34;y&#34;&gt;</a>'),
        (r"\*not this\*", "*not this*"),
        ("![x](https://x.org/p.png)", '!<a href="https://x.org/p.png">x</a>'),
        ("`code`", "`code`"),
    ],
)  # fmt: skip
def test_html_of_a_paragraph(text: str, expected: str) -> None:
    """Emphasis and links become HTML; all else comes out as it stands, escaped."""
    assert str(inline.to_html(text, show_link)) == expected


@given(MARKUP_TEXT)
@example("[[x|<script>]]")
@example('[a](https://x.org "onclick=alert(1)")')
def test_no_text_becomes_a_script(text: str) -> None:
    """Whatever the text: a few harmless tags, addresses with https, and no other attribute."""
    shown = str(inline.to_html(text, show_link))
    tags = Tags(shown).found
    assert {name for name, _ in tags} <= {"em", "strong", "a"}
    for _, attributes in tags:
        assert attributes.keys() <= {"href", "title"}
        assert (attributes.get("href") or "https://").startswith("https://")
    assert "<script" not in shown.lower()
    assert re.search(r"<(?!/?(em|strong|a)[ >])", shown) is None


@given(st.text(alphabet=st.characters(exclude_characters="*_[]\\", exclude_categories=["Cs"])))
def test_plain_text_comes_back_whole(text: str) -> None:
    """A text without marks says in HTML and in the search exactly what it says in the file."""
    assert html.unescape(str(inline.to_html(text, show_link))) == html.unescape(html.escape(text))
    assert inline.to_plain(text, str) == text
    assert list(inline.entry_links(text)) == []


@given(MARKUP_TEXT)
def test_plain_text_is_what_the_html_shows(text: str) -> None:
    """The search finds the words that the reader sees."""
    shown = Tags(str(inline.to_html(text, show_link))).text
    plain = inline.to_plain(text, lambda _: "")
    assert plain == shown


@given(MARKUP_TEXT)
def test_faults_are_found_in_any_text(text: str) -> None:
    """A fault names a piece of the text; a text without links holds no address in HTML."""
    for fault in inline.markup_faults(text, links=True):
        assert fault.piece in text
    faults = list(inline.markup_faults(text, links=False))
    if not faults:
        assert all(name != "a" for name, _ in Tags(str(inline.to_html(text, show_link))).found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*see* [[x|b]] and [c](https://x.org/a)", "see b and c"),
        ("[[x]] and [[ x ]]", "Title of x and Title of x"),
        ("5 * 3 is snake_case", "5 * 3 is snake_case"),
    ],
)
def test_plain_text_keeps_the_words_of_links(text: str, expected: str) -> None:
    """For the search a link is its words, or the title of the entry that it leads to."""
    assert inline.to_plain(text, lambda target: f"Title of {target}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*see* [[x|b]]", "*see* LINK"),
        ("**see** [c](https://x.org/a_(b))", "**see** [c](<https://x.org/a_(b)>)"),
        ("snake_case, 5 * 3", r"snake\_case, 5 \* 3"),
        ("R&D, &copy; <b>", "R&D, &amp;copy; &lt;b>"),
        ("words {onclick=alert(1)}", r"words \{onclick=alert(1)\}"),
        ("# heading", r"\# heading"),
        ("1. one", r"1\. one"),
        ("2026) one", r"2026\) one"),
        ("- one", r"\- one"),
        ("> one", r"\> one"),
        ("--- one", r"\--- one"),
        ("~~~ one", "&#126;~~ one"),
        ("[x]: javascript:alert(1)", r"\[x\]: javascript:alert(1)"),
        ("![x](https://x.org/p.png) ![[x]]", r"\![x](<https://x.org/p.png>) !LINK"),
    ],
)
def test_markdown_of_a_paragraph(text: str, expected: str) -> None:
    """What is no markup here is escaped, for other generators know more markup than we do."""
    assert inline.to_markdown(text, lambda _: "LINK") == expected


@pytest.mark.parametrize("text", ["", "one", "one\ntwo", "\none\n\n  two \n"])
def test_paragraphs_have_no_empty_ones(text: str) -> None:
    """YAML leaves one line break for a blank line."""
    assert inline.paragraphs(text) == text.split()
