"""The Markdown of guides: pages of plain prose, such as "how to contribute".

A guide is front matter, an introduction, and sections that each begin with `## Words {#id}`. Its
markup is headings, lists, emphasis, code, links and `[[links]]` to entries and to other guides.
HTML is shown as it stands, as everywhere in the handbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from handbook import inline
from handbook.inline import EntryLink, MarkupFault
from handbook.problems import Rule

REPOSITORY = "repo:"
"""Begins a link into the repository: `[a form](repo:issues/new/choose)`."""

_HEADING = re.compile(r"(?P<words>.*\S)\s*\{#(?P<id>[a-z][a-z0-9-]*)\}\s*")
_HEADING_LINE = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>\S.*)")
_INDENTED_HEADING = re.compile(
    r"^(?!#)[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*#{1,6}[ \t]", re.MULTILINE
)
_FOREIGN = re.compile(r"^[ \t]*(```|~~~|>|\||[-=]{3,}(?=[ \t]*$))", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"\]\([^)\s]*\)")
_ALLOWED = ("https://", "#", REPOSITORY)


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A part of a guide under one heading."""

    id: str
    """The same in every language; empty for what stands before the first heading."""
    heading: str
    line: int
    """Line of the heading in the guide's body, counted from 0."""
    body: str


def sections(body: str) -> list[GuideSection]:
    r"""Split a guide at its headings of level 2; the first section is the introduction.

    >>> [(s.id, s.heading) for s in sections("Hello.\n\n## Ask {#ask}\n\nHow?\n")]
    [('', ''), ('ask', 'Ask')]
    """
    lines = body.split("\n")
    found = [GuideSection("", "", 0, "")]
    starts = [0]
    for heading in _headings(body):
        if heading.level == 2:
            found.append(GuideSection(heading.id, heading.words, heading.line, ""))
            starts.append(heading.line + 1)
    ends = [section.line for section in found[1:]] + [len(lines)]
    return [
        GuideSection(s.id, s.heading, s.line, "\n".join(lines[start:end]).strip())
        for s, start, end in zip(found, starts, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    words: str
    id: str
    line: int


def _headings(body: str) -> Iterator[_Heading]:
    for number, line in enumerate(body.split("\n")):
        match = _HEADING_LINE.fullmatch(line)
        if match:
            words, section_id = _parts(match["text"].strip())
            yield _Heading(len(match["marks"]), words, section_id, number)


def _parts(heading: str) -> tuple[str, str]:
    match = _HEADING.fullmatch(heading)
    return (match["words"], match["id"]) if match else (heading, "")


def prose(body: str) -> str:
    """Blank out what is no prose - code and addresses - and leave every letter in its place."""
    for pattern in (_CODE, _ADDRESS):
        body = pattern.sub(lambda match: re.sub(r"\S", " ", match.group()), body)
    return re.sub(r"\{#[a-z0-9-]+\}", lambda match: " " * len(match.group()), body)


def faults(body: str) -> Iterator[MarkupFault]:
    """Yield what is wrong with the markup of a guide."""
    text = prose(body)
    tag = inline.HTML_TAG.search(text)
    if tag:
        message = f"'{tag.group()[:40]}' looks like HTML, which is shown as it stands"
        yield MarkupFault(
            Rule.MARKUP, tag.group(), message, "remove it; quote it as `code` if meant"
        )
    for other in _FOREIGN.finditer(text):
        message = f"'{other[1][:3]}' begins markup that guides do not use"
        hint = "use headings, lists, *emphasis*, `code` and links"
        yield MarkupFault(Rule.MARKUP, other[1], message, hint)
    indented = _INDENTED_HEADING.search(text)
    if indented:
        message = "a heading that does not begin its line"
        yield MarkupFault(Rule.MARKUP, indented.group(), message, "begin the line with its #")
    if "![" in text:
        yield MarkupFault(Rule.MARKUP, "![", "a picture", "guides hold words only")
    yield from inline.entry_link_faults(text, links=True)
    yield from _heading_faults(body)
    yield from _address_faults(body)


def _heading_faults(body: str) -> Iterator[MarkupFault]:
    seen: set[str] = set()
    for heading in _headings(body):
        if heading.level not in (2, 3):
            message = f"a heading of level {heading.level}"
            yield MarkupFault(Rule.MARKUP, heading.words, message, "begin it with ## or ###")
        if not heading.id:
            message = f"the heading '{heading.words[:40]}' has no id"
            hint = "end it with an English id, the same in every language: {#review}"
            yield MarkupFault(Rule.MARKUP, heading.words, message, hint)
        elif heading.id in seen:
            piece = f"{{#{heading.id}}}"
            message = f"a second heading with the id '{heading.id}'"
            yield MarkupFault(Rule.MARKUP, piece, message, "choose another id")
        seen.add(heading.id)


def _address_faults(body: str) -> Iterator[MarkupFault]:
    ids = {heading.id for heading in _headings(body)}
    for match in re.finditer(r"\]\(([^)\s]*)", _CODE.sub("", body)):
        address = match[1]
        if not address.startswith(_ALLOWED):
            hint = "link to https://…, to a #section of this page, or into the repository: repo:…"
            yield MarkupFault(Rule.BAD_LINK, address, f"a link to '{address[:60]}'", hint)
        elif address.startswith("#") and address[1:] not in ids:
            hint = "choose the id of a heading of this page"
            yield MarkupFault(Rule.BAD_LINK, address, f"no section '{address[1:60]}'", hint)


def entry_links(body: str) -> Iterator[EntryLink]:
    """Yield the `[[links]]` of a guide; those that stand in code are examples."""
    yield from inline.entry_links(prose(body))


# As in `inline`: html=False escapes every tag, and no other address gets through than the checks allow.
_MARKDOWN = inline.add_entry_links(
    MarkdownIt("zero", {"html": False, "breaks": False}).enable(
        ["heading", "list", "backticks", "emphasis", "link", "escape", "balance_pairs", "newline"]
    )
)
_MARKDOWN.validateLink = lambda url: url.startswith(_ALLOWED)  # type: ignore[method-assign]


def to_html(body: str, link: Callable[[EntryLink], Markup], repository: str) -> Markup:
    """Render a section as HTML.

    `link` turns a `[[link]]` into HTML; `repository` is the address that `repo:` stands for.
    Without one, such a link is shown as its words.
    """
    tokens = _MARKDOWN.parse(body)
    for token, text in pairwise(tokens):
        if token.type == "heading_open":
            words, section_id = _parts(text.content)
            if section_id:
                token.attrSet("id", section_id)
            text.children = _MARKDOWN.parseInline(words)[0].children
    for token in tokens:
        if token.children:
            token.children = list(_into_repository(token.children, repository))
    # Markup: markdown-it has escaped what is text, and `link` returns Markup.
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {"link": link}))  # noqa: S704


def _into_repository(tokens: list[Token], repository: str) -> Iterator[Token]:
    dropped = False
    for token in tokens:
        address = str(token.attrs.get("href", "")) if token.type == "link_open" else ""
        if address.startswith(REPOSITORY) and not repository:
            dropped = True
        elif token.type == "link_close" and dropped:
            dropped = False
        else:
            if address:
                token.attrs["href"] = repository_address(address, repository)
            yield token


def repository_address(address: str, repository: str) -> str:
    """Return where a link of a guide leads.

    >>> repository_address("repo:issues/new/choose", "https://example.org/handbook")
    'https://example.org/handbook/issues/new/choose'
    """
    if address.startswith(REPOSITORY):
        return f"{repository}/{address.removeprefix(REPOSITORY)}"
    return address


def to_markdown(body: str, link: Callable[[EntryLink], str]) -> str:
    """Return a section as Markdown that means the same to any generator.

    Code stays as it is; links into the repository become their words.
    """
    pieces = []
    last = 0
    for code in _CODE.finditer(body):
        pieces += [_plain(body[last : code.start()], link), code.group()]
        last = code.end()
    pieces.append(_plain(body[last:], link))
    return "".join(pieces)


def _plain(text: str, link: Callable[[EntryLink], str]) -> str:
    text = re.sub(r"\[([^\[\]]*)\]\(repo:[^)\s]*\)", r"\1", text)
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")
    # Other generators read {…} as attributes; only an id of a heading may be one.
    text = re.sub(r"\{(?!#[a-z0-9-]+\}\s*$)", r"\\{", text, flags=re.MULTILINE)
    return inline.replace_entry_links(text, link)
