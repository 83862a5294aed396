"""The light inline markup of the content: emphasis, links and `[[links]]` to other entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from handbook.problems import Rule

_ENTRY_LINK = re.compile(r"\[\[([^\[\]|\n]*)(?:\|([^\[\]|\n]*))?\]\]")
_HTML_TAG = re.compile(r"</?[A-Za-z][^>\n]*>|<!--|&(?:#\w+|[A-Za-z]+);")
_OTHER_MARKUP = re.compile(r"`|!\[|^\s{0,3}(?:#{1,6}\s|>\s|[-+*]\s)|~~|\*\*\*", re.MULTILINE)
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
    for match in _ENTRY_LINK.finditer(text):
        yield EntryLink(match.group(1).strip(), (match.group(2) or "").strip())


def markup_faults(text: str, *, links: bool) -> Iterator[MarkupFault]:
    """Yield what is wrong with the markup of `text`; `links` says whether it may have any."""
    tag = _HTML_TAG.search(text)
    if tag:
        message = f"'{tag.group()[:40]}' looks like HTML, which is shown as it stands"
        yield MarkupFault(Rule.MARKUP, tag.group(), message, "remove it; use *emphasis* if needed")
    other = _OTHER_MARKUP.search(text)
    if other:
        message = f"'{other.group().strip()}' is markup that the handbook does not use"
        hint = "only *emphasis* and [[links]] are allowed"
        yield MarkupFault(Rule.MARKUP, other.group().strip(), message, hint)
    if "[[" in text or "]]" in text:
        yield from _entry_link_faults(text, links=links)
    for match in _URL_LINK.finditer(text):
        if not match.group(1).startswith("https://"):
            message = f"a link to '{match.group(1)[:60]}'"
            yield MarkupFault(
                Rule.BAD_LINK, match.group(1), message, "link to a page that begins with https://"
            )


def _entry_link_faults(text: str, *, links: bool) -> Iterator[MarkupFault]:
    if not links:
        hint = "write the words without [[ ]]"
        yield MarkupFault(Rule.BAD_LINK, "[[", "this field holds no links", hint)
        return
    rest = _ENTRY_LINK.sub("", text)
    if "[[" in rest or "]]" in rest:
        piece = "[[" if "[[" in rest else "]]"
        hint = "write [[entry-id]] or [[entry-id|other words]]"
        yield MarkupFault(Rule.BAD_LINK, piece, "a link that is not complete", hint)


def paragraphs(prose: str) -> list[str]:
    """Split prose into its paragraphs (YAML folds a blank line into one line break)."""
    return [part.strip() for part in prose.split("\n") if part.strip()]


# html=False escapes every tag; markdown-it refuses javascript: and data: addresses by itself.
_MARKDOWN = MarkdownIt("zero", {"html": False, "breaks": False}).enable(
    ["emphasis", "link", "escape", "balance_pairs"]
)


def to_html(text: str, link: Callable[[EntryLink], Markup]) -> Markup:
    """Render one paragraph as HTML.

    `link` turns a `[[link]]` into HTML. Everything else that looks like HTML comes out escaped.
    """
    if not _needs_markdown(text):
        return escape(text)
    pieces = []
    last = 0
    for match in _ENTRY_LINK.finditer(text):
        pieces.append(_render(text[last : match.start()]))
        pieces.append(link(EntryLink(match.group(1).strip(), (match.group(2) or "").strip())))
        last = match.end()
    pieces.append(_render(text[last:]))
    return Markup("").join(pieces)


def _render(text: str) -> Markup:
    if not any(mark in text for mark in "*_[]\\"):
        return escape(text)
    # Markdown drops the spaces at both ends, which matter next to a link.
    inner = text.strip(" ")
    lead = text[: len(text) - len(text.lstrip(" "))]
    trail = text[len(text.rstrip(" ")) :] if inner else ""
    return Markup(lead + _MARKDOWN.renderInline(inner) + trail)


def _needs_markdown(text: str) -> bool:
    return any(mark in text for mark in "*_[]\\")


def to_markdown(text: str, link: Callable[[EntryLink], str]) -> str:
    """Return one paragraph as plain Markdown: `[[links]]` become links that `link` writes."""
    escaped = text.replace("<", "&lt;")
    return _ENTRY_LINK.sub(
        lambda match: link(EntryLink(match.group(1).strip(), (match.group(2) or "").strip())),
        escaped,
    )


def to_plain(text: str, title_of: Callable[[str], str]) -> str:
    """Return the words alone, for search and for machines: no marks, links as their words."""
    plain = _ENTRY_LINK.sub(lambda m: (m.group(2) or "").strip() or title_of(m.group(1)), text)
    return re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)", "", plain)
