"""The built site as tests see it: its pages, their parsed HTML, and what an URL leads to."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tools.site_build import build_command

ROOT: Final = Path(__file__).resolve().parents[2]
COLLECTIONS: Final = ("archetypes", "situations", "laws", "practices", "strategies", "signals")


def _load(path: Path) -> Any:  # noqa: ANN401 - YAML may hold anything
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506 - only makes strings


LANGUAGES: Final[tuple[str, ...]] = tuple(_load(ROOT / "handbook.yml")["languages"])
"""All languages; the first one stands at the root of the site."""

ENTRIES: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(_load(path))
    for name in COLLECTIONS
    if (path := ROOT / "data" / f"{name}.yml").is_file()
}
"""The ids of each collection."""

GUIDES: Final[list[str]] = [
    path.stem
    for path in sorted((ROOT / "docs" / LANGUAGES[0]).glob("*.md"))
    if path.stem not in {"index", "STYLE"}
]
"""The ids of the guides."""

KINDS: Final[dict[str, str]] = {
    "home": "",
    "collection": "situations/",
    "signals": "signals/",
    **({"guide": f"{GUIDES[0]}/"} if GUIDES else {}),
    **{f"one of {name}": f"{name}/{ids[0]}/" for name, ids in ENTRIES.items() if ids},
}
"""A page of each kind: its address within a language."""


def address(language: str, page: str) -> str:
    """The address of a page within the site.

    >>> address("en", "laws/"), address("pl", "laws/")
    ('laws/', 'pl/laws/')
    """
    return page if language == LANGUAGES[0] else f"{language}/{page}"


@functools.cache
def words(language: str, collection: str, entry: str) -> dict[str, Any]:
    """What the editors wrote: the file of words of an entry."""
    loaded = _load(ROOT / "docs" / language / collection / f"{entry}.yml")
    assert isinstance(loaded, dict)
    return loaded


def longest(language: str, collection: str, *fields: str) -> str:
    """The entry with the most text in some fields (or in all): where it fits, every other one fits too."""

    def length(entry: str) -> int:
        text = words(language, collection, entry)
        return sum(len(str(text.get(field, ""))) for field in fields or text)

    return max(ENTRIES[collection], key=length)


@dataclass(frozen=True)
class Page:
    """One HTML page."""

    address: str
    """Within the site, as in links: `pl/laws/`; `404.html` for the error page."""
    html: str

    @functools.cached_property
    def tree(self) -> LexborHTMLParser:
        """Parsed as a browser does it."""
        return LexborHTMLParser(self.html)

    @property
    def language(self) -> str:
        """The language that the address says."""
        first = self.address.split("/")[0]
        return first if first in LANGUAGES else LANGUAGES[0]

    @property
    def is_error_page(self) -> bool:
        """Whether this is the page for addresses that do not exist."""
        return self.address == "404.html"

    @functools.cached_property
    def ids(self) -> frozenset[str]:
        """All that a fragment can point to."""
        return frozenset(node.attributes["id"] or "" for node in self.tree.css("[id]"))

    def all(self, selector: str) -> list[LexborNode]:
        """The elements that a CSS selector matches."""
        return self.tree.css(selector)

    def values(self, selector: str, attribute: str) -> list[str]:
        """The values of an attribute of those elements."""
        return [node.attributes.get(attribute) or "" for node in self.all(selector)]


@dataclass(frozen=True)
class Site:
    """All that one build wrote."""

    folder: Path

    @functools.cached_property
    def pages(self) -> tuple[Page, ...]:
        """All pages, the error page too."""
        return tuple(self._read())

    @functools.cached_property
    def content(self) -> tuple[Page, ...]:
        """The pages that readers can find: all but the error page."""
        return tuple(page for page in self.pages if not page.is_error_page)

    @functools.cached_property
    def by_address(self) -> dict[str, Page]:
        """Pages by their address."""
        return {page.address: page for page in self.pages}

    @functools.cached_property
    def url(self) -> str:
        """Where the site says that it stands, from the canonical link of the home page."""
        (canonical,) = self.by_address[""].values("link[rel=canonical]", "href")
        return canonical

    def resolve(self, page: Page, link: str) -> tuple[str, str] | None:
        """Address within the site and fragment that a link leads to; None if it leads out of the site."""
        url, fragment = urldefrag(urljoin(self.url + page.address, link))
        if not url.startswith(self.url):
            return None
        return unquote(urlsplit(url).path.removeprefix(urlsplit(self.url).path)), unquote(fragment)

    def file(self, address: str) -> Path:
        """The file that a static host serves for an address."""
        return self.folder / (
            address + "index.html" if address.endswith("/") or not address else address
        )

    def _read(self) -> Iterator[Page]:
        for path in sorted(self.folder.rglob("*.html")):
            name = path.relative_to(self.folder).as_posix()
            yield Page(name.removesuffix("index.html"), path.read_text(encoding="utf-8"))


def build_site(folder: Path) -> Site:
    """Build the site strictly into a folder; an AssertionError with what MkDocs said if it does not build."""
    build = subprocess.run(
        build_command(folder), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert build.returncode == 0, f"the site does not build:\n{build.stdout}{build.stderr}"
    return Site(folder)
