"""Loads the content before each build, and stops the build when it has errors."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Literal

from build_state import Build, i18n, state
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from handbook import problems
from handbook.catalog import load_catalog
from handbook.frame import Addresses, FrameBuilder
from handbook.history import last_changes, last_commit_time
from handbook.problems import ProblemLog
from handbook.rendering import Renderer
from handbook.scripts import version_of

log = logging.getLogger("mkdocs.hooks.content")


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether a reader or an editor is waiting."""
    state.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Load the content once a build; static-i18n runs this event once per language."""
    if i18n(config).building:
        return
    root = Path(config.config_file_path).parent
    # MkDocs writes the day of the build into sitemap.xml.gz, unless this names another.
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(last_commit_time(root)))
    found = ProblemLog()
    catalog = load_catalog(root, found)
    errors = found.errors()
    if errors:
        _stop_or_keep_serving(problems.as_text(errors), len(errors))
        return
    _check_languages(config, catalog.settings.languages)
    addresses = Addresses(
        site=config.site_url or "/",
        repository=(config.repo_url or "").rstrip("/"),
        forms=_languages_with_forms(root, catalog.settings.languages),
    )
    version = version_of(root / "theme" / "assets" / "handbook")
    renderer = Renderer(catalog, addresses.repository, version)
    frames = FrameBuilder(catalog, renderer.pages, addresses, last_changes(root))
    state.build = Build(catalog, renderer, frames, version)


def _languages_with_forms(root: Path, languages: tuple[str, ...]) -> frozenset[str]:
    folder = root / ".github" / "ISSUE_TEMPLATE"
    return frozenset(locale for locale in languages if (folder / f"{locale}-correct.yml").is_file())


def _stop_or_keep_serving(text: str, count: int) -> None:
    message = f"{count} problems in the content:\n{text}"
    if not (state.serving and state.build):
        raise PluginError(message)
    # An editor is at work: say it, and go on showing the last good pages.
    log.error("%s\nThe pages stay as they were until this is mended.", message)


def _check_languages(config: MkDocsConfig, languages: tuple[str, ...]) -> None:
    """Refuse a build whose mkdocs.yml names other languages than handbook.yml."""
    configured = [language.locale for language in i18n(config).config.languages]
    default = [lang.locale for lang in i18n(config).config.languages if lang.default]
    if configured != list(languages) or default != [languages[0]]:
        raise PluginError(
            f"mkdocs.yml: plugins.i18n.languages: {configured} with {default} as default, but "
            f"handbook.yml says {list(languages)}; name the same languages in the same order, "
            "the first one as default"
        )
