"""Writes the search index beside the pages."""

from __future__ import annotations

from pathlib import Path

from build_state import ROOT, i18n, state
from mkdocs.config.defaults import MkDocsConfig

from handbook import cache
from handbook.search.index import write_index


def on_post_build(config: MkDocsConfig) -> None:
    """Write the index of all languages once, after the first language's pages."""
    catalog = state.current.catalog
    if i18n(config).current_language != catalog.settings.default_language:
        return
    write_index(catalog, Path(config.site_dir) / "search", ROOT / cache.FOLDER)
