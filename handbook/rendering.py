"""Renders pages as HTML with the templates beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from handbook import urls
from handbook.model import Catalog
from handbook.pages import PageBuilder

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """The inside of a page, and what the outside must know of it."""

    title: str
    description: str
    html: str
    anchors: frozenset[str]
    """Ids that links may point to."""


class Renderer:
    """Renders the pages of one catalogue."""

    def __init__(self, catalog: Catalog, repository: str = "", version: str = "") -> None:
        self._version = version
        self.pages = PageBuilder(catalog, repository)
        self._catalog = catalog
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )

    def entry(self, locale: str, entry_id: str) -> RenderedPage:
        """Render an entry in a language."""
        page = self.pages.entry_page(locale, entry_id)
        html = self._render("entry.html", locale, page.url, page=page)
        return RenderedPage(page.title, page.summary, html, frozenset(page.section_ids()))

    def collection(self, locale: str, collection_id: str) -> RenderedPage:
        """Render the page of a collection in a language."""
        page = self.pages.collection_page(locale, collection_id)
        html = self._render("collection.html", locale, page.url, page=page)
        anchors = frozenset(group.id for group in page.groups if group.id)
        return _rendered(page.words.title, page.words.summary, html, anchors)

    def home(self, locale: str) -> RenderedPage:
        """Render a language's home page."""
        page = self.pages.home_page(locale)
        html = self._render("home.html", locale, page.url, page=page)
        anchors = frozenset(group.id for group in page.signal_groups)
        return _rendered(page.title, page.description, html, anchors)

    def guide(self, locale: str, guide_id: str) -> RenderedPage:
        """Render a guide in a language."""
        page = self.pages.guide_page(locale, guide_id)
        html = self._render("guide.html", locale, page.url, page=page)
        anchors = frozenset(page.section_ids())
        return _rendered(page.words.title, page.words.description, html, anchors)

    def _render(self, template: str, locale: str, url: str, **context: Any) -> str:
        return self._environment.get_template(template).render(
            locale=locale,
            words=self._catalog.interface[locale],
            plain=plain_words(self._catalog.interface[locale]),
            version=f"?v={self._version}" if self._version else "",
            link=lambda to_url: urls.relative_url(url, to_url),
            **context,
        )


def plain_words(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the words of the interface for attributes, where no markup can say their language."""
    return {key: str(text) for key, text in words["interface"].items()}


def _rendered(title: str, description: str, html: str, anchors: frozenset[str]) -> RenderedPage:
    # These come to stand in attributes and in the browser's tab.
    return RenderedPage(str(title), str(description), html, anchors)
