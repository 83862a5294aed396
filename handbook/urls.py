"""Where pages stand in the site, and how one leads to another."""

from __future__ import annotations

import posixpath

from handbook.model import Settings


def page_url(settings: Settings, locale: str, *parts: str) -> str:
    """Return a page's address from the site's root: `pl/archetypes/impatient/`.

    The default language stands at the root itself. Without `parts` it is the home page, whose
    address in the default language is the empty string.
    """
    prefix = () if locale == settings.default_language else (locale,)
    return "".join(f"{part}/" for part in (*prefix, *parts))


def relative_url(from_url: str, to_url: str) -> str:
    """Return the link from one page to another, so that the site works under any path.

    >>> relative_url("pl/laws/", "pl/signals/swear-words/")
    '../signals/swear-words/'
    >>> relative_url("laws/", "")
    '../'
    """
    link = posixpath.relpath(f"/{to_url}", f"/{from_url}")
    return f"{link}/" if to_url.endswith("/") or not to_url else link
