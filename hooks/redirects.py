"""Writes the pages that lead from the former addresses of renamed entries to the present ones."""

from __future__ import annotations

from pathlib import Path

from build_state import i18n, state
from mkdocs.config.defaults import MkDocsConfig

from handbook.redirects import redirect_pages


def on_post_build(config: MkDocsConfig) -> None:
    """Write those of all languages once, after the first language's pages."""
    catalog = state.current.catalog
    if i18n(config).current_language != catalog.settings.default_language:
        return
    for url, html in redirect_pages(catalog, config.site_url or "/"):
        target = Path(config.site_dir) / url / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="\n")
