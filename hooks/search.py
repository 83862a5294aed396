"""Writes the search index beside the pages."""

from __future__ import annotations

import logging
from pathlib import Path

from build_state import ROOT, i18n, state
from mkdocs.config.defaults import MkDocsConfig

from handbook import cache
from handbook.search.index import build_index, sizes

log = logging.getLogger("mkdocs.hooks.search")


def on_post_build(config: MkDocsConfig) -> None:
    """Write the index of all languages once, after the first language's pages."""
    catalog = state.current.catalog
    if i18n(config).current_language != catalog.settings.default_language:
        return
    folder = Path(config.site_dir) / "search"
    files = build_index(catalog, ROOT / cache.FOLDER)
    for locale, parts in sizes(files).items():
        listed = ", ".join(f"{part} {size / 1000:.0f} kB" for part, size in parts.items())
        log.info("Search index of %s, compressed: %s", locale, listed)
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
