"""Pages at the former addresses of renamed entries, which lead to the present ones."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from markupsafe import Markup

from handbook import urls
from handbook.model import Catalog

# No script: a redirect must work everywhere, and the policy of the site allows none inline.
_PAGE = Markup(
    "<!doctype html>\n"
    '<html lang="{lang}">\n'
    "<head>\n"
    '<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
    "<title>{title}</title>\n"
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="robots" content="noindex">\n'
    '<meta http-equiv="refresh" content="0; url={link}">\n'
    '<link rel="canonical" href="{canonical}">\n'
    "</head>\n"
    "<body>\n"
    "<main>\n"
    '<h1><a href="{link}">{title}</a></h1>\n'
    "</main>\n"
    "</body>\n"
    "</html>\n"
)


def redirect_pages(catalog: Catalog, site: str) -> Iterator[tuple[str, str]]:
    """Yield a page for every former id in every language: its address from the site's root, its HTML.

    `site` is the absolute address of the site's root.
    """
    for entry in catalog.entries.values():
        for former in entry.former_ids:
            for locale in catalog.settings.languages:
                words = catalog.translations[locale, entry.id]
                url = urls.page_url(catalog.settings, locale, entry.collection, former)
                to_url = urls.page_url(catalog.settings, locale, entry.collection, entry.id)
                page = _PAGE.format(
                    lang=words.language_of("title") or locale,
                    title=words.title,
                    link=urls.relative_url(url, to_url),
                    canonical=urljoin(site, to_url),
                )
                yield url, str(page)
