"""Writes the search index beside the pages, and says how big it is."""

from __future__ import annotations

import logging
from pathlib import Path

from build_state import ROOT, i18n, state
from mkdocs.config.defaults import MkDocsConfig

from handbook import cache
from handbook.search.index import sizes, write_index

log = logging.getLogger("mkdocs.hooks.search")


def on_post_build(config: MkDocsConfig) -> None:
    """Write the index of all languages once, after the first language's pages."""
    catalog = state.current.catalog
    if i18n(config).current_language != catalog.settings.default_language:
        return
    files = write_index(catalog, Path(config.site_dir) / "search", ROOT / cache.FOLDER)
    for locale, parts in sizes(files).items():
        listed = ", ".join(f"{part} {size / 1000:.0f} kB" for part, size in parts.items())
        log.info("Search index of %s, compressed: %s", locale, listed)
