"""The light inline markup of the content: emphasis, links and `[[links]]` to other entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from handbook.problems import Rule

ENTRY_LINK = re.compile(r"\[\[ *([^\[\]|\s][^\[\]|\n]*)(?:\|([^\[\]|\n]*))?\]\]")
HTML_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>?|<[!?]|&(?:#\w+|[A-Za-z]+);")
_OTHER_MARKUP = re.compile(r"`|!\[|^\s{0,3}(?:#{1,6}\s|>\s|[-+*]\s)|~~|\*\*\*", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_\\])([*_]{1,2})(?=\S)[^*_\n]+(?<=\S)\1(?!\w)")
_URL_LINK = re.compile(r"\]\(\s*([^)\s]*)")


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A `[[link]]` in a text."""

    target: str
    """Id of the entry."""
    text: str
    """The words to show; empty for the entry's title."""


@dataclass(frozen=True, slots=True)
class MarkupFault:
    """Markup that the content does not allow."""

    rule: Rule
    piece: str
    message: str
    hint: str


def entry_links(text: str) -> Iterator[EntryLink]:
    """Yield every well-formed `[[link]]` of `text`, in order."""
    if "[[" not in text:
        return
    for match in ENTRY_LINK.finditer(text):
        yield _entry_link(match)


def _entry_link(match: re.Match[str]) -> EntryLink:
    return EntryLink(match.group(1).strip(), (match.group(2) or "").strip())


def markup_faults(text: str, *, links: bool) -> Iterator[MarkupFault]:
    """Yield what is wrong with the markup of `text`.

    `links` says whether the field holds links and emphasis; else it is plain text, which people
    copy and paste as it stands.
    """
    tag = HTML_TAG.search(text)
    if tag:
        message = f"'{tag.group()[:40]}' looks like HTML, which is shown as it stands"
        yield MarkupFault(Rule.MARKUP, tag.group(), message, "remove it; use *emphasis* if needed")
    other = _OTHER_MARKUP.search(text)
    if other:
        message = f"'{other.group().strip()}' is markup that the handbook does not use"
        hint = "only *emphasis* and [[links]] are allowed"
        yield MarkupFault(Rule.MARKUP, other.group().strip(), message, hint)
    emphasis = None if links else _EMPHASIS.search(text)
    if emphasis:
        message = f"'{emphasis.group()[:40]}' is emphasis, and this field holds plain text"
        yield MarkupFault(Rule.MARKUP, emphasis.group(), message, f"remove the {emphasis[1]}")
    yield from entry_link_faults(text, links=links)
    for match in _URL_LINK.finditer(text):
        if not links:
            hint = "write the words without the address"
            yield MarkupFault(Rule.BAD_LINK, match.group(), "this field holds no links", hint)
        elif not match.group(1).startswith("https://"):
            message = f"a link to '{match.group(1)[:60]}'"
            yield MarkupFault(
                Rule.BAD_LINK, match.group(1), message, "link to a page that begins with https://"
            )


def entry_link_faults(text: str, *, links: bool) -> Iterator[MarkupFault]:
    """Yield what is wrong with the `[[links]]` of `text`; `links` says whether it may hold any."""
    if "[[" not in text and "]]" not in text:
        return
    if not links:
        hint = "write the words without [[ ]]"
        yield MarkupFault(Rule.BAD_LINK, "[[", "this field holds no links", hint)
        return
    rest = ENTRY_LINK.sub("", text)
    if "[[" in rest or "]]" in rest:
        piece = "[[" if "[[" in rest else "]]"
        hint = "write [[entry-id]] or [[entry-id|other words]]"
        yield MarkupFault(Rule.BAD_LINK, piece, "a link that is not complete", hint)


def replace_entry_links(text: str, link: Callable[[EntryLink], str]) -> str:
    """Put what `link` writes in the place of every `[[link]]`."""
    return ENTRY_LINK.sub(lambda match: link(_entry_link(match)), text)


def paragraphs(prose: str) -> list[str]:
    """Split prose into its paragraphs (YAML folds a blank line into one line break)."""
    return [part.strip() for part in prose.split("\n") if part.strip()]


def _link_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """Read a `[[link]]`; inside another link it stays plain text, for links do not nest."""
    match = ENTRY_LINK.match(state.src, state.pos)
    if not match or state.linkLevel:
        return False
    if not silent:
        state.push("entry_link", "", 0).meta = {"link": _entry_link(match)}
    state.pos = match.end()
    return True


def _render_link(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: EnvType,
) -> str:
    return str(env["link"](tokens[index].meta["link"]))


def add_entry_links(markdown: MarkdownIt) -> MarkdownIt:
    """Teach a parser `[[links]]`; its environment must hold a function `link` that renders them."""
    markdown.inline.ruler.before("link", "entry_link", _link_rule)
    markdown.add_render_rule("entry_link", _render_link)
    return markdown


# html=False escapes every tag.
_MARKDOWN = add_entry_links(
    MarkdownIt("zero", {"html": False, "breaks": False}).enable(
        ["emphasis", "link", "escape", "balance_pairs"]
    )
)
# The checks say the same, with a message; whoever skips them still gets no other address.
_MARKDOWN.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]


def to_html(text: str, link: Callable[[EntryLink], Markup]) -> Markup:
    """Render one paragraph as HTML.

    `link` turns a `[[link]]` into HTML. Everything else that looks like HTML comes out escaped.
    """
    if not _has_marks(text):
        return escape(text)
    # Markup: markdown-it has escaped what is text, and `link` returns Markup.
    return Markup(_MARKDOWN.renderInline(text, {"link": link}))  # noqa: S704


def to_markdown(text: str, link: Callable[[EntryLink], str]) -> str:
    """Return one paragraph as plain Markdown that means the same to any generator.

    `[[links]]` become links that `link` writes. What is no markup in the handbook is escaped:
    another generator knows more markup than we do, such as `{onclick=...}`.
    """
    pieces = []
    addresses = []
    for token in _tokens(text):
        if token.type == "entry_link":
            pieces.append(link(token.meta["link"]))
        elif token.type == "link_open":
            pieces.append("[")
            addresses.append(str(token.attrs["href"]))
        elif token.type == "link_close":
            pieces.append(f"](<{addresses.pop()}>)")
        else:
            pieces.append(token.markup if token.nesting else _escape_marks(token.content))
    # Brackets of the text are escaped by now: these are links, which must not become images.
    return _escape_start("".join(pieces).replace("![", "\\!["))


def escape_markdown(text: str) -> str:
    """Write a line of plain text so that Markdown shows every character as it is."""
    return _escape_start(_escape_marks(text))


def _escape_marks(text: str) -> str:
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")
    return re.sub(r"([\\`*_{}\[\]#])", r"\\\1", text)


def _escape_start(text: str) -> str:
    """Escape what would begin a quotation, a list or a fence."""
    text = re.sub(r"^([-+>]|\d+(?=[.)]))", _escape_first, text)
    return re.sub(r"^~", "&#126;", text)


def _escape_first(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1].isdecimal() else f"\\{match[1]}"


def to_plain(text: str, title_of: Callable[[str], str]) -> str:
    """Return the words alone, for search and for machines: no marks, links as their words."""
    return "".join(
        token.meta["link"].text or title_of(token.meta["link"].target)
        if token.type == "entry_link"
        else token.content
        for token in _tokens(text)
    )


def _tokens(text: str) -> list[Token]:
    """Parse a paragraph; tokens with a `nesting` are marks around words."""
    if not _has_marks(text):
        return [Token("text", "", 0, content=text)]
    return _MARKDOWN.parseInline(text)[0].children or []


def _has_marks(text: str) -> bool:
    return any(mark in text for mark in "*_[]\\")
