"""Prepares the scripts of the built site."""

from __future__ import annotations

from pathlib import Path

from build_state import i18n, state
from mkdocs.config.defaults import MkDocsConfig

from handbook.scripts import prepare_scripts


def on_post_build(config: MkDocsConfig) -> None:
    """Do it once, after the first language, which brings the theme's files."""
    if i18n(config).current_language != state.current.catalog.settings.default_language:
        return
    prepare_scripts(Path(config.site_dir, "assets", "handbook"), state.current.version)
