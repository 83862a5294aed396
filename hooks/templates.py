"""Gives the site-wide templates (404.html, sitemap.xml) what they need from the content."""

from __future__ import annotations

from typing import Any

import jinja2
from build_state import i18n, state
from mkdocs.config.defaults import MkDocsConfig

from handbook import urls


def on_pre_template(
    template: jinja2.Template, template_name: str, config: MkDocsConfig
) -> jinja2.Template:
    """Skip the site-wide files in all but the first language: they serve every language."""
    locale = i18n(config).current_language
    is_first = locale == state.current.catalog.settings.default_language
    return template if is_first else jinja2.Template("")


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Hand over the words of all languages and the frames of all pages."""
    catalog = state.current.catalog
    context["catalog"] = catalog
    context["serving"] = state.serving
    context["version"] = state.current.version
    context["home_urls"] = {
        locale: urls.page_url(catalog.settings, locale) for locale in catalog.settings.languages
    }
    context["all_alternates"] = state.current.frames.all_alternates
    return context
