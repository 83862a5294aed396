"""Offers the pages of the content to MkDocs, language by language."""

from __future__ import annotations

import json
from typing import Any

from build_state import i18n, state
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from handbook import urls
from handbook.frame import HOME, Frame
from handbook.rendering import RenderedPage, plain_words

MATERIAL_ASSETS = ("assets/images/", "assets/javascripts/", "assets/stylesheets/")
"""What our own page does not use of the theme that it builds on."""


class HandbookPage(Page):
    """A page whose inside comes from the engine instead of a Markdown file."""

    def __init__(
        self, file: File, config: MkDocsConfig, rendered: RenderedPage, frame: Frame
    ) -> None:
        super().__init__(rendered.title, file, config)
        self.rendered = rendered
        self.frame = frame
        self.edit_url = frame.edit_url or None

    def read_source(self, config: MkDocsConfig) -> None:
        """Set what MkDocs would read from the front matter."""
        self.markdown = ""
        self.meta = {"title": self.frame.title, "description": self.rendered.description}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the engine's HTML as it is; converting it again would only cost time."""
        self.content = self.rendered.html
        self.toc = TableOfContents([])
        self.present_anchor_ids = set(self.rendered.anchors)
        self.links_to_anchors = {}


# After static-i18n (-100), which then only has to sort the few files that exist on disk.
@event_priority(-200)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the current language's pages into place and name them in the navigation."""
    locale = i18n(config).current_language
    is_default = locale == state.current.catalog.settings.default_language
    for file in list(files):
        # The theme's files serve all languages: they are written once, at the site's root.
        unused = file.src_uri.startswith(MATERIAL_ASSETS)
        if file.is_documentation_page() or unused or not is_default:
            files.remove(file)
    config.nav = [_add_page(files, config, locale, *HOME)]
    for collection in state.current.catalog.shown_collections():
        ids = ["", *(entry.id for entry in state.current.catalog.entries_of(collection.id))]
        section = [_add_page(files, config, locale, collection.id, entry_id) for entry_id in ids]
        title = state.current.catalog.collections[locale, collection.id].title
        config.nav.append({title: section})
    for guide_id in state.current.catalog.shown_guides():
        rendered = state.current.renderer.guide(locale, guide_id)
        frame = state.current.frames.guide_frame(locale, guide_id)
        src_uri = f"{locale}/{guide_id}.md"
        config.nav.append(_add_rendered(files, config, src_uri, rendered, frame))
    return files


def _add_page(
    files: Files, config: MkDocsConfig, locale: str, collection_id: str, entry_id: str
) -> str:
    """Add one page and return the path under which the navigation finds it."""
    rendered = _render(locale, collection_id, entry_id)
    frame = state.current.frames.frame(
        locale, collection_id, entry_id, title=rendered.title, description=rendered.description
    )
    name = entry_id or "index"
    src_uri = "/".join(part for part in (locale, collection_id, f"{name}.md") if part)
    return _add_rendered(files, config, src_uri, rendered, frame)


def _add_rendered(
    files: Files, config: MkDocsConfig, src_uri: str, rendered: RenderedPage, frame: Frame
) -> str:
    file = File.generated(config, src_uri, content="")
    file.dest_uri = f"{frame.url}index.html"
    file.url = urls.relative_url("", frame.url)
    files.append(file)
    HandbookPage(file, config, rendered, frame)
    return src_uri


def _render(locale: str, collection_id: str, entry_id: str) -> RenderedPage:
    renderer = state.current.renderer
    if entry_id:
        return renderer.entry(locale, entry_id)
    if collection_id:
        return renderer.collection(locale, collection_id)
    return renderer.home(locale)


def _labels(locale: str) -> str:
    """Return what an entry of each collection is called, as JSON for the list of results."""
    catalog = state.current.catalog
    labels = {
        declared.id: catalog.collections[locale, declared.id].label
        for declared in catalog.shown_collections()
    }
    return json.dumps(labels, ensure_ascii=False)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any
) -> dict[str, Any]:
    """Hand the frame and the words of the interface to the theme."""
    assert isinstance(page, HandbookPage)
    catalog = state.current.catalog
    context["frame"] = page.frame
    context["words"] = catalog.interface[page.frame.locale]
    context["plain"] = plain_words(catalog.interface[page.frame.locale])
    context["labels"] = _labels(page.frame.locale)
    # Only the page at the root offers other languages: whoever follows a deep link has chosen.
    context["offers"] = catalog.interface if not page.frame.url else {}
    context["serving"] = state.serving
    context["version"] = state.current.version
    return context
